import type { ProblemCode } from '@assay/schema/errors.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { Next } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { AppContext, AppEnv } from '../context.ts';
import { ApiProblem } from '../problem.ts';

/**
 * Holds the body of a request to its type and to the limits of size, nesting and numbers.
 *
 * @throws ApiProblem `unsupported_media_type`, `request_too_large`, `nesting_too_deep` or
 *   `invalid_request`
 */
export const readBody = createMiddleware<AppEnv>((c, next) => hold(c, next, LIMITS.nestingDepth));

// A message of JSON-RPC holds what a route takes as its body in `params.arguments`.
const ENVELOPE_LEVELS = 2;

/** The same for a body that stands inside a message. */
export const readEnvelope = createMiddleware<AppEnv>((c, next) =>
  hold(c, next, LIMITS.nestingDepth + ENVELOPE_LEVELS),
);

async function hold(c: AppContext, next: Next, levels: number): Promise<void> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === undefined && isEmpty(c)) return next();
  if (type !== 'application/json') throw new ApiProblem('unsupported_media_type');
  await refuseLargeBody(c);
  // The request keeps the text, so that it is read once.
  const text = await c.req.text();
  if (isNestedDeeper(text, levels)) throw new ApiProblem('nesting_too_deep');
  if (hasInfiniteNumber(text)) {
    throw new ApiProblem('invalid_request', {
      detail: 'A number is too large to be kept as it is: 1.8e308 is the largest.',
    });
  }
  // As a key, this one vanishes when objects are copied: what is kept would not be what was sent.
  if (/"__proto__"\s*:/.test(text)) {
    throw new ApiProblem('invalid_request', { detail: 'No key may be called "__proto__".' });
  }
  await next();
}

/** Whether there is no body at all. */
function isEmpty(c: AppContext): boolean {
  return c.req.raw.body === null || c.req.header('content-length') === '0';
}

/** A body that says its length is judged by that; touching its stream would only make reading it slower. */
async function refuseLargeBody(c: AppContext): Promise<void> {
  const length = c.req.header('content-length');
  if (length === undefined || c.req.header('transfer-encoding') !== undefined) {
    await readWithinLimit(c, async () => {});
  } else if (!(Number(length) <= LIMITS.requestBytes)) throw new ApiProblem('request_too_large');
}

const readWithinLimit = bodyLimit({
  maxSize: LIMITS.requestBytes,
  onError: () => {
    throw new ApiProblem('request_too_large');
  },
});

/** What a route that reads a body may answer for it. */
export const BODY_PROBLEMS = [
  'malformed_json',
  'invalid_request',
  'nesting_too_deep',
  'request_too_large',
  'unsupported_media_type',
] as const satisfies readonly ProblemCode[];

/**
 * Whether JSON text has a number beyond the range of doubles, such as 1e999: parsing makes it infinite,
 * and writing an infinite number makes it null, so that what is kept would not be what was sent.
 */
export function hasInfiniteNumber(json: string): boolean {
  // An exponent, or 309 digits in a row, are the least it takes; texts may have them too.
  if (!/\d[eE]\+?\d|\d{309}/.test(json)) return false;
  let isFound = false;
  try {
    JSON.parse(json, (_, value: unknown) => {
      if (typeof value === 'number' && !Number.isFinite(value)) isFound = true;
      return value;
    });
  } catch {
    // What is no JSON is told by whoever parses it next.
    return false;
  }
  return isFound;
}

/** Refuses a body where there is nothing to say; `{}` says nothing. */
export const readNothing = createMiddleware<AppEnv>(async (c, next) => {
  const length = Number(c.req.header('content-length') ?? 0);
  const text = length > 2 ? undefined : (await c.req.text()).trim();
  if (text !== '' && text !== '{}') {
    throw new ApiProblem('invalid_request', { detail: 'This route takes no body.' });
  }
  await next();
});

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Whether JSON text nests deeper than a limit: told before parsing, so that no walk can overflow. */
export function isNestedDeeper(json: string, limit: number): boolean {
  let depth = 0;
  for (let i = 0; i < json.length; i += 1) {
    const code = json.charCodeAt(i);
    if (code === QUOTE) i = endOfString(json, i);
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) {
      depth += 1;
      if (depth > limit) return true;
    } else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) depth -= 1;
  }
  return false;
}

/** The index of the quote that closes the string opened at `start`, or of the text's end. */
function endOfString(json: string, start: number): number {
  let end = start;
  for (;;) {
    end = json.indexOf('"', end + 1);
    if (end === -1) return json.length;
    let backslashes = 0;
    while (json.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
}
