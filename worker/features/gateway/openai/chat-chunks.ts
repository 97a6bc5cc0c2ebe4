import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from '../../../core/json-object.ts';

/** Collects chunks of a chat completion. */
export interface ChatChunks {
  push(chunk: JsonObject): void;
  /** What they make up so far. */
  answer(): JsonObject;
  /** Whether all of its choices have ended. */
  isWhole(): boolean;
}

/** Source: OpenAI API reference, the chat completion chunk object. */
export function collectChatChunks(): ChatChunks {
  const about: JsonObject = {};
  const choices = new Map<number, JsonObject>();
  const messages = new Map<number, JsonObject>();
  return {
    push({ choices: parts, object: _, ...more }) {
      assignKnown(about, more);
      for (const { index, delta, logprobs, ...rest } of objectsIn(parts)) {
        const at = typeof index === 'number' ? index : 0;
        const choice = choices.get(at) ?? { index: at };
        choices.set(at, choice);
        messages.set(at, merged(messages.get(at) ?? { role: 'assistant', content: null }, delta));
        if (isJsonObject(logprobs)) choice.logprobs = merged(choice.logprobs, logprobs);
        assignKnown(choice, rest);
      }
    },
    answer: () => ({
      ...about,
      object: 'chat.completion',
      choices: [...choices].map(([index, choice]) => {
        const message = withCalls(messages.get(index) ?? {}, ({ index: _, ...call }) => call);
        return { ...choice, index, message };
      }),
    }),
    isWhole: () =>
      choices.size > 0 &&
      [...choices.values()].every(({ finish_reason: end }) => end !== undefined),
  };
}

/** The chat completion that chunks make up; undefined if a choice has no end. */
export function chatAnswer(chunks: readonly JsonObject[]): JsonObject | undefined {
  const collected = collectChatChunks();
  for (const chunk of chunks) collected.push(chunk);
  return collected.isWhole() ? collected.answer() : undefined;
}

function assignKnown(to: JsonObject, from: JsonObject): void {
  for (const [name, value] of Object.entries(from)) if (value !== null) to[name] = value;
}

// Texts of which each chunk has all.
const NOT_ADDED = new Set(['role', 'id', 'type', 'name']);

/** What was known with what a chunk adds: texts and lists grow, calls by their index. */
function merged(known: JsonValue | undefined, more: JsonValue | undefined): JsonObject {
  const all: JsonObject = isJsonObject(known) ? { ...known } : {};
  if (!isJsonObject(more)) return all;
  for (const [name, value] of Object.entries(more)) {
    if (value === null && all[name] !== undefined) continue;
    all[name] = mergedValue(name, all[name], value);
  }
  return all;
}

function mergedValue(name: string, known: JsonValue | undefined, more: JsonValue): JsonValue {
  if (typeof known === 'string' && typeof more === 'string' && !NOT_ADDED.has(name)) {
    return known + more;
  }
  if (isJsonObject(known) && isJsonObject(more)) return merged(known, more);
  if (!Array.isArray(more)) return more;
  const list = Array.isArray(known) ? [...known] : [];
  for (const member of more) {
    const at = isJsonObject(member) ? list.findIndex((one) => isSameCall(one, member)) : -1;
    if (at === -1) list.push(member);
    else list[at] = merged(list[at], member);
  }
  return list;
}

function isSameCall(known: JsonValue, { index }: JsonObject): boolean {
  return typeof index === 'number' && isJsonObject(known) && known.index === index;
}

function withCalls(
  message: JsonObject,
  change: (call: JsonObject, index: number) => JsonObject,
): JsonObject {
  const { tool_calls: calls } = message;
  return calls === undefined ? message : { ...message, tool_calls: objectsIn(calls).map(change) };
}

/** A chat completion as a stream of chunks, without usage. */
export function chatChunks({ choices, usage: _, ...answer }: JsonObject): JsonObject[] {
  const about = { ...answer, object: 'chat.completion.chunk' };
  return objectsIn(choices).flatMap(({ message, index = 0, finish_reason, ...rest }) => {
    const given = isJsonObject(message) ? message : {};
    const delta = withCalls(given, (call, at) => ({ index: at, ...call }));
    return [
      { ...about, choices: [{ index, delta, ...rest, finish_reason: null }] },
      { ...about, choices: [{ index, delta: {}, finish_reason: finish_reason ?? null }] },
    ];
  });
}
