import { type Frame, frameOf } from '@assay/schema/guard-stream/frame.ts';
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import type { Exchange } from '../features/gateway/exchange.ts';
import { answerOf } from '../features/gateway/openai/whole-answer.ts';
import type { Note, Step } from '../features/gateway/step.ts';

/** What came out of a step over a stream. */
export interface Streamed {
  frames: Frame[];
  /** Frames that were out before the stream ended. */
  early: Frame[];
  stopped: { code: string; message: string } | undefined;
  /** The answer that the frames make up; undefined if its end is missing. */
  answer: JsonObject | undefined;
  note: Note;
}

/** Sends events through a step, as the gateway does. */
export async function streamThrough(
  step: Step,
  exchange: Exchange,
  events: readonly JsonObject[],
): Promise<Streamed> {
  const stream = await step.onStream?.(exchange);
  if (stream === undefined) throw new Error(`${step.name} does not look at streams`);
  const early: Frame[] = [];
  for (const event of events) {
    early.push(...(await stream.push(frameOf(`data: ${JSON.stringify(event)}`, event))));
    if (stream.stopped()) break;
  }
  const rest = stream.stopped() ? [] : await stream.end();
  const frames = [...early, ...rest];
  return {
    frames,
    early,
    stopped: stream.stopped(),
    answer: answerOf(exchange.endpoint, frames),
    note: stream.note(),
  };
}

/** A text as the chunks of a chat completion, cut where `cuts` says. */
export function chatStream(content: string, cuts: readonly number[] = [], index = 0): JsonObject[] {
  const about = {
    id: 'chatcmpl-1',
    object: 'chat.completion.chunk',
    created: 1,
    model: 'writer-1',
  };
  const chunk = (delta: JsonObject, end: JsonValue = null): JsonObject => ({
    ...about,
    choices: [{ index, delta, logprobs: null, finish_reason: end }],
  });
  return [
    chunk({ role: 'assistant', content: '' }),
    ...piecesOf(content, cuts).map((text) => chunk({ content: text })),
    chunk({}, 'stop'),
  ];
}

function piecesOf(text: string, cuts: readonly number[]): string[] {
  const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].toSorted((a, b) => a - b);
  const pieces = [...at, text.length].map((end, i) => text.slice(at[i - 1] ?? 0, end));
  return pieces.filter((piece) => piece !== '');
}
