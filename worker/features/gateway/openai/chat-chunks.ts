import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from './json-object.ts';

/** The chat completion that chunks make up; undefined if a choice has no end. */
export function chatAnswer(chunks: readonly JsonObject[]): JsonObject | undefined {
  const answer: JsonObject = {};
  const choices = new Map<number, JsonObject>();
  const messages = new Map<number, JsonObject>();
  for (const { choices: parts, object: _, ...about } of chunks) {
    assignKnown(answer, about);
    for (const { index, delta, logprobs, ...rest } of objectsIn(parts)) {
      const at = typeof index === 'number' ? index : 0;
      const choice = choices.get(at) ?? { index: at };
      choices.set(at, choice);
      messages.set(at, merged(messages.get(at) ?? { role: 'assistant', content: null }, delta));
      if (isJsonObject(logprobs)) choice.logprobs = merged(choice.logprobs, logprobs);
      assignKnown(choice, rest);
    }
  }
  const all = [...choices.values()];
  if (all.length === 0 || all.some(({ finish_reason: end }) => end === undefined)) return undefined;
  return {
    ...answer,
    object: 'chat.completion',
    choices: all.map(({ index = 0, ...choice }) => {
      const message = messages.get(Number(index)) ?? {};
      return { index, message: withCalls(message, ({ index: __, ...call }) => call), ...choice };
    }),
  };
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
