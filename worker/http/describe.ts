import { PROBLEMS, type ProblemCode } from '@assay/schema/errors.ts';
import { Problem } from '@assay/schema/problem.ts';
import { describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';

interface Description {
  summary: string;
  description?: string;
  tag: 'Scoring' | 'Verdicts' | 'Suites' | 'Keys' | 'Project' | 'Scorers' | 'Health';
  /** Status, sentence and schema of the answer when all goes well. */
  answers: { status: 200 | 201 | 204; description: string; schema?: z.ZodType };
  /** Problems of this route's own, beside those that every authenticated route has. */
  problems?: readonly ProblemCode[];
  /** What each parameter of the path is. */
  path?: Record<string, string>;
  /** Whether the route takes an Idempotency-Key. */
  isIdempotent?: boolean;
  /** Whether the answer can be had as server-sent events too. */
  isStreamable?: boolean;
  /** Whether the route does without a key. */
  isOpen?: boolean;
}

const EVERYWHERE: readonly ProblemCode[] = [
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
export function describe({
  answers,
  problems = [],
  path = {},
  tag,
  isIdempotent = false,
  isStreamable = false,
  isOpen = false,
  ...texts
}: Description) {
  const codes = [...problems, ...(isIdempotent ? IDEMPOTENCY : []), ...(isOpen ? [] : EVERYWHERE)];
  const { schema } = answers;
  const stream = { 'text/event-stream': { schema: { type: 'string' as const } } };
  return describeRoute({
    ...texts,
    tags: [tag],
    security: isOpen ? [] : [{ bearer: [] }],
    parameters: [
      ...Object.entries(path).map(([name, description]) => parameter('path', name, description)),
      ...(isIdempotent ? [IDEMPOTENCY_KEY] : []),
    ],
    responses: {
      [answers.status]: {
        description: answers.description,
        ...(schema
          ? {
              content: {
                'application/json': { schema: resolver(schema) },
                ...(isStreamable ? stream : {}),
              },
            }
          : {}),
      },
      ...problemResponses(codes),
    },
  });
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
  'Up to 255 characters of yours. A repeated request with the same key gets the first answer, for 24 hours.',
);

function problemResponses(codes: readonly ProblemCode[]) {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, grouped]) => [
      status,
      {
        description: grouped.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: resolver(Problem) } },
      },
    ]),
  );
}
