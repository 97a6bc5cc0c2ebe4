import { type Frame, frameOf } from '@assay/schema/guard-stream/frame.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import { isJsonObject, objectsIn } from '../../../core/json-object.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { Endpoint, Exchange } from '../exchange.ts';
import type { After, Note, StreamStep } from '../step.ts';
import { chatAnswer, chatChunks } from './chat-chunks.ts';
import { responseAnswer, responseEvents } from './response-events.ts';

/**
 * Holds a stream until its answer is whole, for a step that needs all of it. An answer that the step
 * leaves alone goes out in the frames that it came in; one that it changes is written anew.
 */
export function onWholeAnswer(
  { endpoint }: Exchange,
  after: (answer: JsonObject) => Promise<After>,
): StreamStep {
  const frames: Frame[] = [];
  let characters = 0;
  let stopped: ReturnType<StreamStep['stopped']>;
  let note: Note;

  async function finish(): Promise<readonly Frame[]> {
    const answer = answerOf(endpoint, frames);
    if (answer === undefined) {
      stopped = { code: 'provider_answer_cut', message: 'The answer of the model ended early.' };
      return [];
    }
    try {
      const done = await after(answer);
      note = done.note;
      return done.answer === undefined ? frames : framesOf(endpoint, done.answer, frames);
    } catch (cause) {
      if (!(cause instanceof ApiProblem)) throw cause;
      stopped = { code: cause.code, message: cause.detail };
      return [];
    }
  }

  return {
    async push(frame) {
      characters += frame.raw.length;
      frames.push(frame);
      if (characters <= LIMITS.guardedStreamBytes) return [];
      frames.length = 0;
      const message = `An answer that is held can have at most ${LIMITS.guardedStreamBytes} bytes.`;
      stopped = { code: 'request_too_large', message };
      return [];
    },
    end: async () => (stopped === undefined ? finish() : []),
    stopped: () => stopped,
    note: () => note,
  };
}

/**
 * Lets a stream through, and notes at its end what a step says of its answer. The stream has gone out by
 * then, so that an answer which the step changed is not used.
 */
export function noteAtEnd(
  { endpoint }: Exchange,
  run: (answer: JsonObject) => Promise<After>,
): StreamStep {
  const frames: Frame[] = [];
  let note: Note;
  return {
    async push(frame) {
      frames.push(frame);
      return [frame];
    },
    async end() {
      const answer = answerOf(endpoint, frames);
      if (answer !== undefined) note = (await run(answer)).note;
      return [];
    },
    stopped: () => undefined,
    note: () => note,
  };
}

/** The answer that frames make up; undefined if its end is missing. */
export function answerOf(endpoint: Endpoint, frames: readonly Frame[]): JsonObject | undefined {
  const values = objectsIn(frames.map(({ value }) => value));
  return endpoint === 'responses' ? responseAnswer(values) : chatAnswer(values);
}

/** An answer as a stream of it. @param came frames of the answer, whose other frames are kept */
export function framesOf(
  endpoint: Endpoint,
  answer: JsonObject,
  came: readonly Frame[] = [],
): Frame[] {
  if (endpoint === 'responses') {
    return responseEvents(answer).map((event) =>
      frameOf(`event: ${event.type}\ndata: ${JSON.stringify(event)}`, event),
    );
  }
  // What was not of a choice, such as usage, comments and events that are not known here.
  const others = came.filter(({ value }) => !hasChoices(value));
  const chunks = chatChunks(answer).map((chunk) =>
    frameOf(`data: ${JSON.stringify(chunk)}`, chunk),
  );
  return [...chunks, ...others];
}

function hasChoices(value: unknown): boolean {
  return isJsonObject(value) && objectsIn(value.choices).length > 0;
}
