import { type Dialect, entriesOf, type Fields, isFields, isText, type Piece } from './dialect.ts';

// Providers that reason in the open write it into one of the last two.
const TEXTS = ['content', 'refusal', 'reasoning_content', 'reasoning'] as const;

/** Chunks of OpenAI's chat completions, and of the many servers that write the same. */
export const openAiChat: Dialect = {
  name: 'openai-chat',
  recognizes: (chunk) =>
    isFields(chunk) && (chunk.object === 'chat.completion.chunk' || Array.isArray(chunk.choices)),
  read(chunk) {
    if (!isFields(chunk)) return [];
    return entriesOf(chunk.choices).flatMap(([i, choice]) => readChoice(i, choice));
  },
};

function readChoice(i: number, choice: Fields): Piece[] {
  const { delta, index = i, finish_reason: reason } = choice;
  const part = `choices/${index}`;
  const pieces: Piece[] = [];
  if (isText(choice.text)) {
    pieces.push({
      kind: 'text',
      part: `${part}/text`,
      text: choice.text,
      path: ['choices', i, 'text'],
    });
  }
  if (isFields(delta)) {
    for (const field of TEXTS) {
      const text = delta[field];
      const path = ['choices', i, 'delta', field];
      if (isText(text)) pieces.push({ kind: 'text', part: `${part}/${field}`, text, path });
    }
    for (const [k, call] of entriesOf(delta.tool_calls)) {
      const at = ['choices', i, 'delta', 'tool_calls', k];
      const of = `${part}/tool_calls/${call.index ?? k}`;
      pieces.push(...readFunction(of, call.function, [...at, 'function'], 'arguments'));
      pieces.push(...readFunction(of, call.custom, [...at, 'custom'], 'input'));
    }
    const at = ['choices', i, 'delta', 'function_call'];
    pieces.push(...readFunction(`${part}/function_call`, delta.function_call, at, 'arguments'));
  }
  // With the parts of one choice, not with those of `choices/10` for `choices/1`.
  if (isText(reason)) pieces.push({ kind: 'end', part: `${part}/` });
  return pieces;
}

function readFunction(
  part: string,
  called: unknown,
  at: (string | number)[],
  field: string,
): Piece[] {
  if (!isFields(called)) return [];
  const pieces: Piece[] = [];
  if (isText(called.name)) pieces.push({ kind: 'name', part, name: called.name });
  const text = called[field];
  if (isText(text)) pieces.push({ kind: 'call', part, text, path: [...at, field] });
  return pieces;
}
