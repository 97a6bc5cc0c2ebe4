import { type Completion, type CompletionRequest, ModelError } from '../provider.ts';
import { type CountedUsage, type Exchange, readUsage, type Usage } from './usage.ts';
import { ChatCompletion, readChoice } from './wire.ts';

/** The part of a request that an answer is checked against. */
type Sent = Pick<CompletionRequest, 'messages'>;

/**
 * Reads an answer in the shape of chat completions; undefined when it has another shape.
 *
 * @param name who answered, for messages
 * @throws ModelError for a refusal and for a prompt that the server cut, with what they cost
 */
export function readCompletion(
  json: unknown,
  { messages }: Sent,
  name: string,
): Completion | undefined {
  const parsed = ChatCompletion.safeParse(json);
  if (!parsed.success) return undefined;
  const { model, system_fingerprint: print, usage, usageMetadata } = parsed.data;
  const { isRefused, isFailed, ...choice } = readChoice(parsed.data);
  const received = [choice.text, choice.reasoningText ?? ''];
  const sent = messages.map(({ content }) => content);
  const spent = countWhole(usage ?? usageMetadata, { sent, received }, name);
  if (isRefused) throw new ModelError('judge_refused', `${name} declined to answer.`, spent);
  if (isFailed) {
    const message = `${name} stopped its answer with an error.`;
    throw new ModelError('judge_unavailable', message, { ...spent, isTransient: true });
  }
  const version = [model, print].filter((part) => typeof part === 'string' && part !== '');
  return { ...choice, ...spent, modelVersion: version.length > 0 ? version.join(' ') : null };
}

/**
 * What a call used that read its whole prompt.
 *
 * @throws ModelError `judge_prompt_cut` when the server read only a part of it
 */
export function countWhole(
  given: Usage,
  exchange: Exchange,
  name: string,
): Omit<CountedUsage, 'isPromptCut'> {
  const { isPromptCut, ...spent } = readUsage(given, exchange);
  if (!isPromptCut) return spent;
  const message = `${name} read only ${spent.usage.inputTokens} tokens, far fewer than were sent: it truncated the prompt to its context window. Raise the context window, or shorten the sample.`;
  throw new ModelError('judge_prompt_cut', message, spent);
}

export function unknownShape(name: string): ModelError {
  const message = `${name} returned a response of an unknown shape.`;
  return new ModelError('judge_unavailable', message, { isTransient: true });
}
