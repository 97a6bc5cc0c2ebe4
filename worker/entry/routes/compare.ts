import { CompareRequest, Comparison } from '@assay/schema/compare.ts';
import { compare } from '../../features/scoring/compare.ts';
import type { App } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { idempotent } from '../http/idempotency.ts';
import { readBody } from '../http/limits.ts';
import { body, noQuery } from '../http/parse.ts';
import { requestContextOf } from '../http/request-context.ts';

export function registerCompare(app: App): void {
  app.post(
    '/v1/compare',
    describe({
      id: 'compareOutputs',
      tag: 'Scoring',
      summary: 'Compare two outputs, or two sets of outputs',
      description:
        'A judge sees each pair in both orders. If its decision depends on the order, the pair is a tie. Nothing is stored.',
      isIdempotent: true,
      answers: {
        status: 200,
        description: 'The wins of each side, and the result of each pair.',
        schema: Comparison,
      },
      problems: [
        'malformed_json',
        'invalid_request',
        'nesting_too_deep',
        'unknown_scorer',
        'request_too_large',
        'unsupported_media_type',
      ],
    }),
    authenticate('score'),
    noQuery,
    readBody,
    idempotent,
    body(CompareRequest),
    async (c) => c.json(await compare(c.req.valid('json'), requestContextOf(c), c.var.services)),
  );
}
