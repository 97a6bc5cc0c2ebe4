import { PROBLEMS, type ProblemCode } from '@assay/schema/errors.ts';
import { Problem } from '@assay/schema/problem.ts';
import type { MiddlewareHandler } from 'hono';
import type * as z from 'zod';
import type { AppEnv } from '../context.ts';
import { documented, type Operation } from './documented.ts';

interface Description {
  /** Names the operation in generated clients: a verb and what it acts on. */
  id: string;
  summary: string;
  description?: string;
  tag:
    | 'Scoring'
    | 'Batches'
    | 'Webhooks'
    | 'Verdicts'
    | 'Suites'
    | 'Keys'
    | 'Project'
    | 'Scorers'
    | 'Health';
  /** Status, sentence and schema of the answer when all goes well. */
  answers: {
    status: 200 | 201 | 202 | 204;
    description: string;
    schema?: z.ZodType;
    /** What 200 says with the same schema, where `status` is another. */
    unchanged?: string;
  };
  /** Problems of this route's own, beside those that every authenticated route has. */
  problems?: readonly ProblemCode[];
  /** What each parameter of the path is. */
  path?: Record<string, string>;
  /** Schema of a body in JSON that may come as lines of samples too; `none` when there is no body. */
  body?: z.ZodType | 'none';
  /** Other media types the answer can be had in. */
  mediaTypes?: readonly string[];
  /** Whether the route takes an Idempotency-Key. */
  isIdempotent?: boolean;
  /** Whether the answer can be had as server-sent events too. */
  isStreamable?: boolean;
  /** Whether the route does without a key. */
  isOpen?: boolean;
}

// What validates nothing else refuses a query that it does not know.
const EVERYWHERE: readonly ProblemCode[] = [
  'invalid_request',
  'key_missing',
  'key_malformed',
  'key_unknown',
  'key_expired',
  'key_revoked',
  'scope_missing',
  'rate_limited',
  'internal',
  'storage_unavailable',
];

const IDEMPOTENCY: readonly ProblemCode[] = ['idempotency_in_flight', 'idempotency_mismatch'];

/** Describes a route for the OpenAPI document. */
export function describe(description: Description): MiddlewareHandler<AppEnv> {
  return documented((_, next) => next(), { operation: () => operationOf(description) });
}

function operationOf({
  id,
  answers,
  problems = [],
  path = {},
  tag,
  body,
  mediaTypes = [],
  isIdempotent = false,
  isStreamable = false,
  isOpen = false,
  ...texts
}: Description): Operation {
  const codes = new Set([
    ...problems,
    ...(isIdempotent ? IDEMPOTENCY : []),
    ...(isOpen ? [] : EVERYWHERE),
  ]);
  const { schema } = answers;
  const others = isStreamable ? [...mediaTypes, 'text/event-stream'] : mediaTypes;
  return {
    operationId: id,
    ...texts,
    tags: [tag],
    security: isOpen ? [] : [{ bearer: [] }],
    parameters: [
      ...Object.entries(path).map(([name, description]) => parameter('path', name, description)),
      ...(isIdempotent ? [IDEMPOTENCY_KEY] : []),
    ],
    ...(body === undefined ? {} : { requestBody: requestBody(body) }),
    responses: {
      [answers.status]: success(answers.description),
      ...(answers.unchanged === undefined ? {} : { 200: success(answers.unchanged) }),
      ...problemResponses(codes),
    },
  };

  function success(description: string) {
    return {
      description,
      headers: { ...HEADERS, ...(isIdempotent ? REPLAYED : {}) },
      ...(schema
        ? {
            content: {
              'application/json': { schema },
              ...Object.fromEntries(others.map((type) => [type, { schema: TEXT }])),
            },
          }
        : {}),
    };
  }
}

const TEXT = { type: 'string' as const };

function header(description: string) {
  return { description, schema: TEXT };
}

const HEADERS = {
  'X-Request-Id': header(
    'Id of the request: the id that the caller sent if it is well-formed, otherwise a new one.',
  ),
  'Server-Timing': header('Milliseconds spent in `auth`, `score` and `store`.'),
};

const REPLAYED = {
  'Idempotency-Replayed': header('`true` if this is the stored response to an earlier request.'),
};

/** Headers that problems with a status have beside. */
const PROBLEM_HEADERS: Record<string, Record<string, ReturnType<typeof header>>> = {
  401: { 'WWW-Authenticate': header('`Bearer`, as defined in RFC 6750.') },
  405: { Allow: header('The methods that the route supports.') },
  409: { 'Retry-After': header('Seconds to wait before a retry. Present if a retry can succeed.') },
  429: {
    'Retry-After': header('Seconds to wait before a retry.'),
    'RateLimit-Policy': header('The limit: `q` requests in `w` seconds.'),
    RateLimit: header('The remaining quota: `r` requests within `t` seconds.'),
  },
};

function requestBody(body: z.ZodType | 'none') {
  if (body === 'none') {
    const schema = { type: 'object' as const, maxProperties: 0 };
    return { required: false, content: { 'application/json': { schema } } };
  }
  return {
    required: true,
    content: {
      'application/json': { schema: body },
      'application/x-ndjson': {
        schema: { ...TEXT, description: 'One sample per line; can be gzipped (Content-Encoding).' },
      },
    },
  };
}

function parameter(place: 'path' | 'header', name: string, description: string) {
  return {
    in: place,
    name,
    description,
    required: place === 'path',
    schema: { type: 'string' as const },
  };
}

const IDEMPOTENCY_KEY = parameter(
  'header',
  'Idempotency-Key',
  'A unique key of up to 255 characters. For 24 hours, a repeated request with the same key gets the first response.',
);

function problemResponses(codes: Iterable<ProblemCode>): Operation['responses'] {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, grouped]) => [
      status,
      {
        description: grouped.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
        headers: { 'X-Request-Id': HEADERS['X-Request-Id'], ...PROBLEM_HEADERS[status] },
        content: { 'application/problem+json': { schema: Problem } },
      },
    ]),
  );
}
