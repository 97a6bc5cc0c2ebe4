import { PROBLEMS, type ProblemCode } from '@assay/schema/errors.ts';
import { Problem } from '@assay/schema/problem.ts';
import { type DescribeRouteOptions, describeRoute, resolver } from 'hono-openapi';
import type { z } from 'zod';

interface Description {
  summary: string;
  description?: string;
  tag: 'Scoring' | 'Verdicts' | 'Suites' | 'Keys' | 'Scorers' | 'Health';
  /** Status, sentence and schema of the answer when all goes well. */
  answers: { status: 200 | 201 | 204; description: string; schema?: z.ZodType };
  /** Problems of this route's own, beside those that every authenticated route has. */
  problems?: readonly ProblemCode[];
  /** Whether the route does without a key. */
  isOpen?: boolean;
  more?: Partial<DescribeRouteOptions>;
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

/** Describes a route for the OpenAPI document. */
export function describe({
  answers,
  problems = [],
  tag,
  isOpen = false,
  more,
  ...texts
}: Description) {
  const codes = isOpen ? problems : [...problems, ...EVERYWHERE];
  return describeRoute({
    ...texts,
    tags: [tag],
    security: isOpen ? [] : [{ bearer: [] }],
    responses: {
      [answers.status]: {
        description: answers.description,
        ...(answers.schema
          ? { content: { 'application/json': { schema: resolver(answers.schema) } } }
          : {}),
      },
      ...problemResponses(codes),
    },
    ...more,
  });
}

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
