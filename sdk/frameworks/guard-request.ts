import { LIMITS } from '@assay/schema/limits.ts';
import type { GuardRequest, GuardResult } from '@assay/schema/types.ts';
import type { Context } from 'hono';
import { AssayError } from '../errors.ts';
import { GuardBlockedError } from '../guard-blocked-error.ts';
import { isFault } from '../guard-stream.ts';
import { type AskGuard, type GuardedText, type GuardedTexts, guardTexts } from './guard-texts.ts';
import { setTextAt, TooManyTexts, textsInJson, wellFormed } from './json-texts.ts';
import { readWithin } from './read-within.ts';

export interface GuardRequestOptions {
  maxBytes: number;
  pointersOf(body: unknown): readonly string[] | undefined;
  /** What a check that fails means. */
  onError: 'allow' | 'block';
  ask: AskGuard;
}

/** What the guard made of a request. */
export interface GuardedRequest {
  /** Whether it has a body. */
  hasText: boolean;
  /** Why it is refused; undefined if it goes on. */
  refusal: AssayError | undefined;
  /** Why it goes on unchecked, if a check failed. */
  failure: unknown;
  results: GuardResult[];
  tokens: GuardRequest['tokens'];
}

const READABLE = /^(?:text\/|application\/(?:[\w.-]+\+)?json\b|$)/;
/** Texts of one request: each is a message of one check. */
const MOST_TEXTS = LIMITS.messages;

/**
 * Checks the body of a request, which goes on with its redactions.
 *
 * What cannot be read, or is too large, is refused: nobody can go round the guard by sending it.
 */
export async function guardRequest(
  c: Context,
  options: GuardRequestOptions,
): Promise<GuardedRequest> {
  const nothing = {
    ...{ hasText: true, refusal: undefined, failure: undefined, results: [], tokens: undefined },
  };
  const text = await readBody(c, options.maxBytes);
  if (text instanceof AssayError) return { ...nothing, refusal: text };
  if (text === '') return { ...nothing, hasText: false };
  const json = jsonOf(text);
  try {
    const pointers = json && options.pointersOf(json);
    const texts =
      json === undefined
        ? [{ stage: 'input' as const, text: wellFormed(text), path: [] }]
        : textsInJson(json, pointers, MOST_TEXTS);
    if (texts.length === 0 && pointers && pointers.length > 0) {
      const message = 'The body has none of the texts that the guard looks for.';
      return { ...nothing, refusal: unreadable(message, 422) };
    }
    if (texts.some(isTooLong)) throw new TooManyTexts('A text of the body is too long.');
    const guarded = await guardTexts(texts, options.ask);
    const { blocked, results, tokens } = guarded;
    const refusal = blocked && new GuardBlockedError(blocked);
    if (!blocked) rewrite(c, json, texts, guarded);
    return { ...nothing, refusal, results, tokens };
  } catch (cause) {
    if (cause instanceof TooManyTexts) return { ...nothing, refusal: tooLarge(cause.message) };
    if (cause instanceof AssayError && cause.status === 413) {
      return { ...nothing, refusal: tooLarge('The body has more text than one check can have.') };
    }
    if (isFault(cause) || !(cause instanceof AssayError)) throw cause;
    if (options.onError === 'block') return { ...nothing, refusal: cause, failure: cause };
    return { ...nothing, failure: cause };
  }
}

async function readBody(c: Context, maxBytes: number): Promise<string | AssayError> {
  const { req } = c;
  const hasBody = req.raw.body !== null || Object.keys(req.bodyCache).length > 0;
  if (req.method === 'GET' || req.method === 'HEAD' || !hasBody) return '';
  const type = (req.header('content-type') ?? '').trim().toLowerCase();
  if (!READABLE.test(type) || req.header('content-encoding')) {
    const message = 'The guard reads JSON and text only, without Content-Encoding.';
    return unreadable(message, 415);
  }
  if (Number(req.header('content-length') ?? 0) > maxBytes) return tooLarge(sizeOf(maxBytes));
  // Middleware before this one may have read the body; Hono then keeps it.
  if (req.raw.bodyUsed) return req.text();
  const text = await readWithin(req.raw, maxBytes, req.raw.signal);
  if (text === undefined) return tooLarge(sizeOf(maxBytes));
  setBody(c, text);
  return text;
}

function jsonOf(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function isTooLong({ text }: GuardedText): boolean {
  return text.length * 3 > LIMITS.textBytes && byteLength(text) > LIMITS.textBytes;
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}

/** Puts the redactions into the body that the route reads. */
function rewrite(
  c: Context,
  json: object | undefined,
  texts: readonly (GuardedText & { path: readonly (string | number)[] })[],
  { texts: redacted }: GuardedTexts,
): void {
  const changed = texts.flatMap(({ text, path }, i) => {
    const other = redacted[i];
    return other === undefined || other === text ? [] : [{ path, text: other }];
  });
  if (changed.length === 0) return;
  if (json !== undefined) for (const { path, text } of changed) setTextAt(json, path, text);
  setBody(c, json === undefined ? (redacted[0] ?? '') : JSON.stringify(json));
}

/** The route reads this body, however it does so. */
function setBody(c: Context, text: string): void {
  const { raw } = c.req;
  const headers = new Headers(raw.headers);
  headers.delete('content-length');
  c.req.raw = new Request(raw, { headers, body: text });
  c.req.bodyCache = {};
}

function sizeOf(maxBytes: number): string {
  return `The body has more than ${maxBytes} bytes.`;
}

function unreadable(message: string, status: number): AssayError {
  return new AssayError({ code: 'unreadable_request', message, status });
}

function tooLarge(message: string): AssayError {
  return new AssayError({ code: 'request_too_large', message, status: 413 });
}
