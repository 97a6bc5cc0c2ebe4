import * as z from 'zod';
import type { Answer } from './post-json.ts';

/** The error response of a server. */
export interface Complaint {
  /** The HTTP status, or the one within the body where that came with 200. */
  status: number;
  /** Codes, names and message in lower case, without addresses: to tell kinds of complaints apart. */
  text: string;
  /** Names of request fields that it points at, in lower case. */
  fields: readonly string[];
  /** The server's own message; empty when it gave none. */
  message: string;
  retryAfterMs: number | undefined;
}

const label = z.union([z.string(), z.number()]).nullish().catch(undefined);

const ErrorObject = z.object({
  message: z.string().nullish().catch(undefined),
  code: label,
  status: label,
  param: label,
  type: label,
  innererror: z.object({ code: label }).nullish().catch(undefined),
  details: z
    .array(z.object({ retryDelay: label, reason: label }))
    .nullish()
    .catch(undefined),
  metadata: z
    .object({ raw: z.string().nullish().catch(undefined) })
    .nullish()
    .catch(undefined),
  n_prompt_tokens: z.number().optional().catch(undefined),
  n_ctx: z.number().optional().catch(undefined),
});
type ErrorObject = z.output<typeof ErrorObject>;

// FastAPI's list of faults; what was sent is echoed in `input`, which is not read.
const Faults = z.array(z.object({ loc: z.array(label).default([]), msg: z.string(), type: label }));

const Body = z.object({
  error: z.union([z.string(), ErrorObject]).nullish().catch(undefined),
  message: z.string().nullish().catch(undefined),
  detail: z.union([z.string(), Faults]).nullish().catch(undefined),
  code: label,
  type: label,
  object: z.string().nullish().catch(undefined),
});

const LONGEST = 4_000;

/** What a server complains of; undefined for an answer that is none of a complaint. */
export function readComplaint(
  { status, headers, json }: Answer,
  nowMs: number,
): Complaint | undefined {
  // Google's OpenAI endpoint wraps its errors in a list.
  const parsed = Body.safeParse(Array.isArray(json) ? json[0] : json);
  const body = parsed.data;
  const isError =
    status !== 200 ||
    body?.error != null ||
    body?.object === 'error' ||
    (body?.detail != null && !hasChoices(json));
  if (!isError) return undefined;
  const error = toErrorObject(body);
  const faults = Array.isArray(body?.detail) ? body.detail : [];
  const message = [error.message, ...faults.map(describe), error.metadata?.raw]
    .filter((part) => part)
    .join('; ')
    .slice(0, LONGEST);
  const details = (error.details ?? []).map(({ reason }) => reason);
  const labels = [
    error.code,
    error.status,
    error.param,
    error.type,
    error.innererror?.code,
    ...details,
  ]
    // A status among them would be taken for a limit.
    .filter((each) => typeof each === 'string');
  const window =
    error.n_ctx === undefined
      ? ''
      : `n_prompt_tokens ${error.n_prompt_tokens} n_ctx ${error.n_ctx}`;
  const text = [...labels, message, window]
    .join(' ')
    .toLowerCase()
    .replace(/https?:\/\/\S+/g, '')
    // 4,096 and 4_096 are one number.
    .replace(/(?<=\d)[,_](?=\d{3}(?!\d))/g, '');
  return {
    status: status === 200 ? statusWithin(error) : status,
    text,
    fields: [error.param, ...faults.flatMap(({ loc }) => loc)].map((name) =>
      String(name ?? '').toLowerCase(),
    ),
    message,
    retryAfterMs: readRetryAfter(headers, nowMs) ?? readDelay(error, text),
  };
}

/** What a server calls its error, and the field that it is about. */
export interface ErrorNames {
  type: string | null;
  code: string | null;
  param: string | null;
}

export function readErrorNames(json: unknown): ErrorNames {
  const { data } = Body.safeParse(Array.isArray(json) ? json[0] : json);
  const { type, code, param } = toErrorObject(data);
  const [fault] = Array.isArray(data?.detail) ? data.detail : [];
  return {
    type: textOf(type),
    code: textOf(code),
    param: textOf(param ?? fault?.loc.slice(1).join('.')),
  };
}

function textOf(given: string | number | null | undefined): string | null {
  return given === undefined || given === null || given === '' ? null : String(given).slice(0, 200);
}

function hasChoices(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'choices' in json && json.choices != null;
}

function toErrorObject(body: z.output<typeof Body> | undefined): ErrorObject {
  if (body === undefined) return {};
  const { error, message, detail, code, type } = body;
  if (typeof error === 'string') return { message: error, code };
  if (error != null) return error;
  return { message: message ?? (typeof detail === 'string' ? detail : undefined), code, type };
}

function describe({ loc, msg }: z.output<typeof Faults>[number]): string {
  return `${loc.join('.')}: ${msg}`;
}

// Statuses of errors that name none, by their codes, types and words.
const UNNAMED: readonly [RegExp, number][] = [
  [/insufficient_quota|rate.?limit|too many requests|resource_exhausted/i, 429],
  [/invalid_api_key|authentication|unauthorized/i, 401],
  [/overloaded/i, 529],
  [/content_filter|invalid_request|invalid_argument|bad.?request/i, 400],
];

/** An error that came with 200; one of no known kind is a fault of the server. */
function statusWithin({ code, status, type, message }: ErrorObject): number {
  const named = [code, status].map(Number).find((number) => number >= 400 && number < 600);
  const words = [code, status, type, message].join(' ');
  return named ?? UNNAMED.find(([pattern]) => pattern.test(words))?.[1] ?? 500;
}

/** Source: RFC 9110, section 10.2.3; `retry-after-ms` as OpenAI and Azure send it. */
export function readRetryAfter(headers: Headers, nowMs: number): number | undefined {
  const exact = Number(headers.get('retry-after-ms') ?? Number.NaN);
  if (exact >= 0) return exact;
  const given = headers.get('retry-after');
  if (given === null) return undefined;
  const seconds = Number(given);
  if (given.trim() !== '' && seconds >= 0) return seconds * 1_000;
  const atMs = Date.parse(given);
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs);
}

/** A wait that the body asks for: Google's `retryDelay`, or “try again in 1m4.77s”. */
function readDelay({ details }: ErrorObject, text: string): number | undefined {
  const delay = details?.find(({ retryDelay }) => retryDelay)?.retryDelay;
  const words = /(?:try again|retry) in ((?:\d+(?:\.\d+)?(?:ms|h|m|s)\s?)+)/.exec(text)?.[1];
  const given = typeof delay === 'string' ? delay : words;
  if (given === undefined) return undefined;
  const parts = [...given.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  const units: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
  return parts.reduce(
    (sum, [, number, unit = 's']) => sum + Number(number) * (units[unit] ?? 0),
    0,
  );
}
