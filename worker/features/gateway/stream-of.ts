import { DONE, type Frame, frameOf } from '@assay/schema/guard-stream/frame.ts';
import type { GatewayReport, JsonObject } from '@assay/schema/types.ts';
import { isJsonObject } from '../../core/json-object.ts';
import type { Exchange } from './exchange.ts';
import { framesOf } from './openai/whole-answer.ts';
import { endingOf, holdBack, written } from './stream-end.ts';

/** An answer that is whole, as the stream that was asked for. */
export function streamOf(
  { endpoint, body }: Pick<Exchange, 'endpoint' | 'body'>,
  answer: JsonObject,
  report: GatewayReport | undefined,
): string {
  const frames = framesOf(endpoint, answer);
  const { out, kept } = holdBack(frames, { done: undefined, terminal: undefined });
  if (endpoint === 'responses') return written([...out, ...endingOf(kept, answer, report)]);
  const done = frameOf(`data: ${DONE}`, DONE);
  const ending = endingOf({ ...kept, done }, answer, report);
  return written([...out, ...usageOf(body, answer), ...ending]);
}

function usageOf({ stream_options: options }: JsonObject, answer: JsonObject): Frame[] {
  const isAsked = isJsonObject(options) && options.include_usage === true;
  if (!isAsked || answer.usage === undefined) return [];
  const chunk = { ...answer, object: 'chat.completion.chunk', choices: [] };
  return [frameOf(`data: ${JSON.stringify(chunk)}`, chunk)];
}
