import { DONE, type Frame, frameOf } from '@assay/schema/guard-stream/frame.ts';
import { writeFrame } from '@assay/schema/guard-stream/frames.ts';
import type { GatewayReport, JsonObject } from '@assay/schema/types.ts';
import { isJsonObject } from '../../core/json-object.ts';
import { isTerminal } from './assemble.ts';

/** What goes out only when all is known. */
export interface Held {
  done: Frame | undefined;
  /** The last event of responses. */
  terminal: Frame | undefined;
}

export function holdBack(frames: readonly Frame[], held: Held): { out: Frame[]; kept: Held } {
  const out: Frame[] = [];
  const kept = { ...held };
  for (const frame of frames) {
    if (frame.value === DONE) kept.done = frame;
    else if (isTerminal(frame.value)) kept.terminal = frame;
    else out.push(frame);
  }
  return { out, kept };
}

/** The last frames of a stream, with the report. */
export function endingOf(
  { done, terminal }: Held,
  answer: JsonObject,
  report: GatewayReport | undefined,
): Frame[] {
  const end = done === undefined ? [] : [done];
  if (terminal !== undefined) return [withReport(terminal, report), ...end];
  if (report === undefined) return end;
  // Clients of chat completions expect these fields in all that they read.
  const { id = '', created = 0, model = '' } = answer;
  const object = 'chat.completion.chunk';
  const chunk = { id, object, created, model, choices: [], assay: { ...report } };
  return [frameOf(`data: ${JSON.stringify(chunk)}`, chunk), ...end];
}

function withReport(frame: Frame, report: GatewayReport | undefined): Frame {
  const { value } = frame;
  if (report === undefined || !isJsonObject(value) || !isJsonObject(value.response)) return frame;
  return { ...frame, value: { ...value, response: { ...value.response, assay: { ...report } } } };
}

export function written(frames: readonly Frame[]): string {
  return frames.map((frame) => writeFrame(frame, 'sse')).join('');
}
