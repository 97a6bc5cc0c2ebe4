import { LEAST_ROOM } from './openai/adapt-limits.ts';
import { ModelError } from './provider.ts';

/** The code of an answer that JSON mode could not give, though the model has the mode. */
export const FORMAT_NOT_MET = 'judge_output_invalid';

function toMessage(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Whether the model has no JSON mode at all. */
export function lacksJsonMode(cause: unknown): boolean {
  return /(?:doesn['’]t|does not|not) support.{0,20}JSON/i.test(toMessage(cause));
}

const WINDOW =
  /estimated number of input and maximum output tokens \((\d+)\) exceeded this model context window limit \((\d+)\)/;

/**
 * The tokens that the prompt leaves for an answer, when both exceed the model's window; undefined
 * for other errors, and when they are too few for a verdict.
 */
export function readRoom(cause: unknown, maxTokens: number): number | undefined {
  const [, both, window] = WINDOW.exec(toMessage(cause)) ?? [];
  if (both === undefined) return undefined;
  const room = Number(window) - (Number(both) - maxTokens);
  return room >= LEAST_ROOM && room < maxTokens ? room : undefined;
}

/** Source: the error codes of Workers AI's documentation. */
export function toModelError(cause: unknown): ModelError {
  const message = toMessage(cause);
  if (/JSON Mode couldn['’]t be met/i.test(message)) {
    const what = 'The model returned no JSON that matches the schema.';
    return new ModelError(FORMAT_NOT_MET, what, { isTransient: true });
  }
  if (WINDOW.test(message)) {
    return new ModelError('judge_input_too_large', 'The sample is too large for the model.');
  }
  const code = /\b(3\d{3}|5\d{3})\b/.exec(message)?.[1] ?? '';
  switch (code) {
    case '3040':
      return new ModelError('judge_rate_limited', 'Workers AI is out of capacity.', {
        isTransient: true,
      });
    case '3036':
      return new ModelError(
        'judge_quota_exhausted',
        'The account’s daily allowance of Workers AI is used up.',
      );
    case '3006':
      return new ModelError('judge_input_too_large', 'The sample is too large for Workers AI.');
    case '3007':
    case '3008':
      return new ModelError('judge_timeout', 'Workers AI did not answer in time.', {
        isTransient: true,
      });
    case '3042':
    case '5007':
      return new ModelError('judge_rejected', 'Workers AI does not have this model.');
    case '5016':
      return new ModelError('judge_rejected', 'The terms of the model must be accepted first.');
    case '3003':
    case '5004':
      return new ModelError('judge_rejected', 'Workers AI rejected the call as invalid.');
    default:
      return new ModelError('judge_unavailable', 'Workers AI failed.', { isTransient: true });
  }
}
