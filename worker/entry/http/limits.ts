import { LIMITS } from '@assay/schema/limits.ts';
import { bodyLimit } from 'hono/body-limit';
import { type JsonReading, readJson } from '../../core/json-text.ts';
import { ApiProblem, bodyBrokeOff, fieldsOf } from '../../core/problem.ts';
import { decodeUtf8 } from '../../core/utf8.ts';
import type { AppContext } from '../context.ts';

/** How large and how deep a body may be. */
export interface BodyLimits {
  bytes: number;
  levels: number;
}

const USUAL: BodyLimits = { bytes: LIMITS.requestBytes, levels: LIMITS.nestingDepth };

/**
 * The value of the body, checked for its type and for the limits of size, nesting, numbers and
 * keys. No body is the same as `{}`.
 *
 * @throws ApiProblem `unsupported_media_type`, `request_too_large`, `malformed_json`,
 *   `nesting_too_deep` or `invalid_request`
 */
export async function bodyOf(c: AppContext, limits: BodyLimits = USUAL): Promise<unknown> {
  const known = c.get('json');
  if (known !== undefined) return known;
  const text = await readText(c, limits.bytes);
  const value = text === '' ? {} : valueIn(readJson(text, limits.levels));
  c.set('json', value);
  return value;
}

// A message of JSON-RPC holds what a route takes as its body in `params.arguments`.
const ENVELOPE_LEVELS = 2;

/** The message that the body holds. @throws as `bodyOf` does */
export async function readEnvelope(c: AppContext): Promise<unknown> {
  return valueIn(
    readJson(await readText(c, LIMITS.requestBytes), LIMITS.nestingDepth + ENVELOPE_LEVELS),
  );
}

/** The body as text, empty if there is none. */
async function readText(c: AppContext, most: number): Promise<string> {
  const type = c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === undefined && isEmpty(c)) return '';
  if (type !== 'application/json') throw new ApiProblem('unsupported_media_type');
  // A body that says its length is judged by that; touching its stream would only make reading it slower.
  const length = c.req.header('content-length');
  if (length === undefined || c.req.header('transfer-encoding') !== undefined) {
    await whole(readWithin(most)(c, async () => {}));
  } else if (!(Number(length) <= most)) throw tooLarge(most);
  // The request keeps the bytes, so that they are read once.
  const decoded = decodeUtf8(new Uint8Array(await whole(c.req.arrayBuffer())));
  if ('text' in decoded) return decoded.text;
  throw new ApiProblem('malformed_json', {
    detail: `The body ${decoded.fault}. Send JSON encoded as UTF-8.`,
  });
}

/** A body that the caller did not complete is not an internal error, and is not logged as one. */
async function whole<Value>(reading: Promise<Value>): Promise<Value> {
  try {
    return await reading;
  } catch (cause) {
    if (cause instanceof ApiProblem) throw cause;
    throw bodyBrokeOff();
  }
}

function valueIn(reading: JsonReading): unknown {
  if ('value' in reading) return reading.value;
  const { code, faults } = reading;
  if (faults.length === 0) throw new ApiProblem(code);
  throw new ApiProblem(code, { errors: fieldsOf(faults, 'json') });
}

/** Whether there is no body at all. */
function isEmpty(c: AppContext): boolean {
  return c.req.raw.body === null || c.req.header('content-length') === '0';
}

const readWithin = (most: number) =>
  bodyLimit({
    maxSize: most,
    onError: () => {
      throw tooLarge(most);
    },
  });

function tooLarge(most: number): ApiProblem {
  if (most === LIMITS.requestBytes) return new ApiProblem('request_too_large');
  return new ApiProblem('request_too_large', { detail: `Send at most ${most} bytes.` });
}

const EMPTY_OBJECT = '{}';

/** Rejects a body on routes without one; `{}` is allowed. @throws ApiProblem `invalid_request` */
export async function refuseBody(c: AppContext): Promise<void> {
  await whole(readNothing(c, async () => {}));
  const text = (await whole(c.req.text())).trim();
  if (text !== '' && text !== EMPTY_OBJECT) throw bodyNotTaken();
}

// One that does not say its length is read no further than it may be right.
const readNothing = bodyLimit({
  maxSize: EMPTY_OBJECT.length,
  onError: () => {
    throw bodyNotTaken();
  },
});

function bodyNotTaken(): ApiProblem {
  return new ApiProblem('invalid_request', {
    detail: 'This route does not accept a body. Send the request without one.',
  });
}
