/** The AI SDK: what the guard looks at in a prompt and in an answer. */
import type { CallParams } from './call-sample.ts';
import { type AskGuard, type GuardedText, type GuardedTexts, guardTexts } from './guard-texts.ts';
import type { GenerateResult, StreamPart } from './model-answer.ts';

type Prompt = CallParams['prompt'];
type Turn = Prompt[number];
type ToolOutput = Extract<
  Extract<Turn, { role: 'tool' }>['content'][number],
  { type: 'tool-result' }
>['output'];

/** A text of a prompt; `set` returns the prompt with another in its place. */
interface PromptText extends GuardedText {
  set(prompt: Prompt, text: string): Prompt;
}

export interface GuardedPrompt extends Pick<GuardedTexts, 'blocked' | 'tokens'> {
  prompt: Prompt;
}

/** Checks what users and tools say in a prompt. */
export async function guardPrompt(prompt: Prompt, ask: AskGuard): Promise<GuardedPrompt> {
  const texts = textsOf(prompt);
  const { texts: redacted, blocked, tokens } = await guardTexts(texts, ask);
  if (blocked) return { prompt, blocked, tokens };
  const guarded = texts.reduce((given, { text, set }, i) => {
    const content = redacted[i];
    return content === undefined || content === text ? given : set(given, content);
  }, prompt);
  return { prompt: guarded, blocked, tokens };
}

function textsOf(prompt: Prompt): PromptText[] {
  return prompt.flatMap((turn, i): PromptText[] => {
    if (turn.role === 'user') {
      return turn.content.flatMap((part, k): PromptText[] => {
        if (part.type !== 'text' || part.text === '') return [];
        const set: PromptText['set'] = (given, text) =>
          given.map((other, at) =>
            at === i && other.role === 'user'
              ? { ...other, content: other.content.with(k, { ...part, text }) }
              : other,
          );
        return [{ stage: 'input', text: part.text, set }];
      });
    }
    if (turn.role !== 'tool') return [];
    return turn.content.flatMap((part, k): PromptText[] => {
      const text = part.type === 'tool-result' ? textOfOutput(part.output) : '';
      if (part.type !== 'tool-result' || text === '') return [];
      const set: PromptText['set'] = (given, redacted) =>
        given.map((other, at) =>
          at === i && other.role === 'tool'
            ? {
                ...other,
                content: other.content.with(k, {
                  ...part,
                  output: outputOf(part.output, redacted),
                }),
              }
            : other,
        );
      return [{ stage: 'tool-result', text, set }];
    });
  });
}

function textOfOutput(output: ToolOutput): string {
  switch (output.type) {
    case 'text':
    case 'error-text':
      return output.value;
    case 'json':
    case 'error-json':
      return JSON.stringify(output.value);
    case 'content':
      return output.value
        .map((part) => (part.type === 'text' ? part.text : ''))
        .filter((text) => text !== '')
        .join('\n');
    default:
      return '';
  }
}

/** An output with another text: JSON stays JSON if it still is. */
function outputOf(output: ToolOutput, text: string): ToolOutput {
  if (output.type === 'error-text') return { ...output, value: text };
  if (output.type === 'json' || output.type === 'error-json') {
    try {
      return { ...output, value: JSON.parse(text) };
    } catch {
      // A number was replaced by a placeholder.
    }
  }
  if (output.type === 'content') {
    const others = output.value.filter(({ type }) => type !== 'text');
    return { ...output, value: [{ type: 'text', text }, ...others] };
  }
  return { type: 'text', value: text };
}

/** What was generated at once, as parts of a stream. */
export function partsOfContent(content: GenerateResult['content']): unknown[] {
  return content.map((part, i) =>
    part.type === 'text' || part.type === 'reasoning'
      ? { type: `${part.type}-delta`, id: String(i), delta: part.text }
      : part,
  );
}

/** What was generated, with the texts and tool inputs of its guarded parts. */
export function contentOfParts(
  content: GenerateResult['content'],
  parts: readonly unknown[],
): GenerateResult['content'] {
  return content.map((part, i) => {
    const guarded: { delta?: unknown; input?: unknown } = Object(parts[i]);
    if (part.type === 'text' || part.type === 'reasoning') {
      return { ...part, text: String(guarded.delta) };
    }
    return part.type === 'tool-call' ? { ...part, input: String(guarded.input) } : part;
  });
}

/** The texts that a stream has begun and not ended. */
export function openTexts(): { add(part: StreamPart): void; ends(): StreamPart[] } {
  const open = new Map<string, 'text-end' | 'reasoning-end'>();
  return {
    add(part) {
      if (part.type === 'text-start') open.set(part.id, 'text-end');
      else if (part.type === 'reasoning-start') open.set(part.id, 'reasoning-end');
      else if (part.type === 'text-end' || part.type === 'reasoning-end') open.delete(part.id);
    },
    ends: () => [...open].map(([id, type]) => ({ type, id })),
  };
}
