import { DONE, type Frame, frameOf } from '@assay/schema/guard-stream/frame.ts';
import { createFrameReader, writeFrame } from '@assay/schema/guard-stream/frames.ts';
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from '../../core/json-object.ts';
import { type About, finishOf, textOf } from './chat-answer.ts';

/**
 * A stream of Workers AI as one of chat completion chunks, with the same end: one that is cut off has no
 * `[DONE]` here either. Newer models stream such chunks themselves; older ones `response` and `tool_calls`,
 * and their usage at the end.
 *
 * @param includeUsage whether the request asks for a chunk with the usage
 */
export function chatStream(
  source: ReadableStream<Uint8Array>,
  about: About,
  includeUsage: boolean,
): ReadableStream<Uint8Array> {
  const reader = createFrameReader('sse', false);
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  const chunks = createChunks(about, includeUsage);
  const write = (frames: readonly Frame[]) =>
    encoder.encode(
      frames
        .flatMap(chunks.of)
        .map((frame) => writeFrame(frame, 'sse'))
        .join(''),
    );
  return source.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(bytes, controller) {
        controller.enqueue(write(reader.read(decoder.decode(bytes, { stream: true }))));
      },
      flush(controller) {
        controller.enqueue(write(reader.read(decoder.decode(), true)));
      },
    }),
  );
}

function createChunks(about: About, includeUsage: boolean) {
  const { id, created, model } = about;
  const known = { id, object: 'chat.completion.chunk', created, model };
  const calls = createCallIndex(id);
  let isOlder = false;
  let reason: JsonValue | undefined;
  let usage: JsonValue | undefined;

  const framed = (value: JsonObject) => frameOf(`data: ${JSON.stringify(value)}`, value);
  const chunk = (delta: JsonObject, finish_reason: string | null = null) =>
    framed({ ...known, choices: [{ index: 0, delta, logprobs: null, finish_reason }] });

  function older(value: JsonObject): Frame[] {
    const begin = isOlder ? [] : [chunk({ role: 'assistant', content: '' })];
    isOlder = true;
    reason = value.finish_reason ?? reason;
    if (isJsonObject(value.usage)) usage = value.usage;
    const text = textOf(value.response);
    const parts = calls.read(objectsIn(value.tool_calls));
    return [
      ...begin,
      ...(text === '' ? [] : [chunk({ content: text })]),
      ...(parts.length === 0 ? [] : [chunk({ tool_calls: parts })]),
    ];
  }

  function ending(): Frame[] {
    if (!isOlder) return [];
    const finish = finishOf(reason, { hasCalls: calls.size() > 0, usage, about });
    const counted = includeUsage && usage !== undefined ? [usage] : [];
    return [
      chunk({}, finish),
      ...counted.map((used) => framed({ ...known, choices: [], usage: used })),
    ];
  }

  return {
    of(frame: Frame): Frame[] {
      const { value } = frame;
      if (value === DONE) return [...ending(), frame];
      if (!isJsonObject(value)) return [frame];
      if (Array.isArray(value.choices)) return [completed(frame, value, known)];
      const error = errorIn(value);
      if (error !== undefined) return [framed({ error })];
      return 'response' in value || 'tool_calls' in value ? older(value) : [frame];
    },
  };
}

/** A chunk with what clients of OpenAI expect in each; it stays as it came if it has all. */
function completed(frame: Frame, value: JsonObject, known: JsonObject): Frame {
  return Object.keys(known).every((name) => name in value)
    ? frame
    : { ...frame, value: { ...known, ...value } };
}

/** An error that came within a stream. */
function errorIn({ errors, error, internalCode, description }: JsonObject): JsonValue | undefined {
  if (error != null) return error;
  const [first] = objectsIn(errors);
  const message = first?.message ?? (internalCode === undefined ? undefined : description);
  return message === undefined ? undefined : { message };
}

/** Numbers the calls of tools in a stream, which come whole, or in parts by their index. */
function createCallIndex(id: string) {
  const seen = new Set<number>();
  return {
    size: () => seen.size,
    read: (calls: readonly JsonObject[]): JsonObject[] =>
      calls.flatMap((call) => {
        const { name, arguments: args } = isJsonObject(call.function) ? call.function : call;
        // The last part of a call can say that nothing is left.
        if (!name && !args) return [];
        const index = typeof call.index === 'number' ? call.index : seen.size;
        const about: JsonObject = seen.has(index)
          ? {}
          : { id: call.id || `call_${id}_${index}`, type: 'function' };
        seen.add(index);
        const said = args === undefined || args === null ? '' : textOf(args);
        return [{ index, ...about, function: { ...(name ? { name } : {}), arguments: said } }];
      }),
  };
}
