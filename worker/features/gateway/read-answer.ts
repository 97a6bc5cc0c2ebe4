import { LIMITS } from '@assay/schema/limits.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import { isJsonObject } from '../../core/json-object.ts';
import { ApiProblem } from '../../core/problem.ts';
import { boundedText } from '../../models/openai/bounded-text.ts';
import { ModelError } from '../../models/provider.ts';

/** An answer that is no stream, as text and as a value. */
export interface WholeAnswer {
  text: string;
  value: JsonObject;
}

/** An answer that was made here. */
export function ofValue(value: JsonObject): WholeAnswer {
  return { text: JSON.stringify(value), value };
}

/**
 * Reads an answer to its end.
 *
 * @throws ApiProblem `provider_answer_cut` or `provider_answer_invalid`
 */
export async function readAnswer(response: Response, provider: string): Promise<WholeAnswer> {
  const text = await readText(response, provider);
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return { text, value };
  } catch {
    // Said below.
  }
  const detail = `${provider} answered with something other than a JSON object.`;
  throw new ApiProblem('provider_answer_invalid', { detail });
}

async function readText(response: Response, provider: string): Promise<string> {
  const text = await boundedText(response.body, LIMITS.gatewayBytes).catch((cause: unknown) => {
    throw cutOff(cause, provider);
  });
  if (text !== undefined) return text;
  const detail = `The answer of ${provider} has more than ${LIMITS.gatewayBytes} bytes.`;
  throw new ApiProblem('provider_answer_invalid', { detail });
}

/** The connection ended before the answer did. */
export function cutOff(cause: unknown, provider: string): ApiProblem {
  if (cause instanceof ApiProblem) return cause;
  if (cause instanceof ModelError) return new ApiProblem('provider_timeout');
  const detail = `The answer of ${provider} ended before it was complete. Retry.`;
  return new ApiProblem('provider_answer_cut', { detail });
}

/** The answer with the report in it; what else it says stays as it was written. */
export function withAssay({ text, value }: WholeAnswer, report: object): string {
  if ('assay' in value) return JSON.stringify({ ...value, assay: report });
  const open = text.slice(0, text.lastIndexOf('}'));
  const comma = Object.keys(value).length === 0 ? '' : ',';
  return `${open}${comma}"assay":${JSON.stringify(report)}}`;
}
