import { PROBLEMS, type ProblemCode } from '@assay/schema/errors.ts';
import { OpenAiError } from '@assay/schema/gateway.ts';
import { Problem } from '@assay/schema/problem.ts';
import type * as z from 'zod';
import type { BodyKind } from '../operations/bodies.ts';
import {
  type DocumentedOpenRoute,
  type DocumentedOperation,
  parameterNames,
} from '../operations/operation.ts';
import type { Write } from './write-schemas.ts';

// Whatever takes no query refuses one.
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

const WITH_BODY: readonly ProblemCode[] = [
  'malformed_json',
  'invalid_request',
  'nesting_too_deep',
  'request_too_large',
  'unsupported_media_type',
];

const IDEMPOTENCY: readonly ProblemCode[] = ['idempotency_in_flight', 'idempotency_mismatch'];

/** A route as the OpenAPI document has it. */
export function describeRoute(
  route: DocumentedOperation | DocumentedOpenRoute,
  path: string,
  write: Write,
): object {
  return route.scope === 'none'
    ? describeOpen(route, path, write)
    : describeOperation(route, path, write);
}

function describeOpen(route: DocumentedOpenRoute, path: string, write: Write): object {
  const { problems = [], parameters = {} } = route;
  return {
    ...textsOf(route),
    security: [],
    parameters: parameterNames(path).map((name) => parameter('path', name, parameters[name] ?? '')),
    responses: {
      ...successes(route, {}, write),
      ...problemResponses(problems, PROBLEM_DETAILS, write),
    },
  };
}

function describeOperation(operation: DocumentedOperation, path: string, write: Write): object {
  const { body, problems = [], isIdempotent = false, parameters = {} } = operation;
  const errors = operation.hasOpenAiErrors ? OPENAI_ERRORS : PROBLEM_DETAILS;
  const codes = new Set([
    ...(takesJson(body) ? WITH_BODY : []),
    ...problems,
    ...(isIdempotent ? IDEMPOTENCY : []),
    ...EVERYWHERE,
  ]);
  const query = body?.kind === 'lines' ? body.query : operation.query;
  return {
    ...textsOf(operation),
    security: [{ bearer: [] }],
    parameters: [
      ...parameterNames(path).map((name) => parameter('path', name, parameters[name] ?? '')),
      ...(isIdempotent ? [IDEMPOTENCY_KEY] : []),
      ...(query === undefined ? [] : queryParameters(query, write)),
    ],
    ...(body === undefined ? {} : { requestBody: requestBody(body, write) }),
    responses: {
      ...successes(operation, isIdempotent ? REPLAYED : {}, write),
      ...problemResponses(codes, errors, write),
    },
  };
}

function textsOf({
  id,
  tag,
  summary,
  description,
}: Pick<DocumentedOperation, 'id' | 'tag' | 'summary' | 'description'>) {
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
  };
}

function successes(
  { answers, mediaTypes = [] }: Pick<DocumentedOperation, 'answers' | 'mediaTypes'>,
  headers: object,
  write: Write,
): Record<string, object> {
  const { status, description, schema, unchanged } = answers;
  const types = [
    ...(schema === undefined ? [] : [['application/json', { schema: write(schema) }]]),
    ...mediaTypes.map((type) => [type, { schema: TEXT }]),
  ];
  const content = types.length > 0 && Object.fromEntries(types);
  const success = (sentence: string) => ({
    description: sentence,
    headers: { ...HEADERS, ...headers },
    ...(content && { content }),
  });
  return {
    [status]: success(description),
    ...(unchanged === undefined ? {} : { 200: success(unchanged) }),
  };
}

function takesJson(body: BodyKind<unknown> | undefined): boolean {
  return body !== undefined && body.kind !== 'none' && body.kind !== 'stream';
}

function requestBody(body: BodyKind<unknown>, write: Write): object {
  if (body.kind === 'none') {
    const schema = { type: 'object', maxProperties: 0 };
    return { required: false, content: { 'application/json': { schema } } };
  }
  if (body.kind === 'stream') {
    const types = body.mediaTypes.map((type) => [type, { schema: TEXT }]);
    return { required: true, content: Object.fromEntries(types) };
  }
  return {
    required: true,
    content: {
      'application/json': { schema: write(body.schema) },
      ...(body.kind === 'lines' && { 'application/x-ndjson': { schema: linesOf(body.list) } }),
    },
  };
}

function queryParameters(query: z.ZodType, write: Write): object[] {
  const { properties = {}, required = [] }: { properties?: object; required?: string[] } =
    write(query);
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema }: { description?: string } = Object(property);
    return {
      in: 'query',
      name,
      schema,
      ...(required.includes(name) ? { required: true } : {}),
      ...(description === undefined ? {} : { description }),
    };
  });
}

const TEXT = { type: 'string' as const };

function linesOf(list: string): object {
  const one = list.slice(0, -1);
  return { ...TEXT, description: `One ${one} per line; can be gzipped (Content-Encoding).` };
}

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

/** What the body of an error is. */
interface ErrorBody {
  mediaType: string;
  schema: z.ZodType;
}

const PROBLEM_DETAILS: ErrorBody = { mediaType: 'application/problem+json', schema: Problem };
const OPENAI_ERRORS: ErrorBody = { mediaType: 'application/json', schema: OpenAiError };

function problemResponses(
  codes: Iterable<ProblemCode>,
  { mediaType, schema }: ErrorBody,
  write: Write,
): Record<string, object> {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, grouped]) => [
      status,
      {
        description: grouped.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
        headers: { 'X-Request-Id': HEADERS['X-Request-Id'], ...PROBLEM_HEADERS[status] },
        content: { [mediaType]: { schema: write(schema) } },
      },
    ]),
  );
}
