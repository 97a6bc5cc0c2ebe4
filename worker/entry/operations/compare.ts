import { CompareRequest, Comparison } from '@assay/schema/compare.ts';
import { compare } from '../../features/scoring/compare.ts';
import { json } from './bodies.ts';
import { operation } from './operation.ts';

export const COMPARE = [
  operation({
    id: 'compareOutputs',
    scope: 'score',
    route: 'POST /v1/compare',
    tag: 'Scoring',
    summary: 'Compare two outputs, or two sets of outputs',
    description:
      'A judge sees each pair in both orders. If its decision depends on the order, the pair is a tie. Nothing is stored.',
    body: json(CompareRequest),
    isIdempotent: true,
    answers: {
      status: 200,
      description: 'The wins of each side, and the result of each pair.',
      schema: Comparison,
    },
    problems: ['unknown_scorer', 'redaction_unsupported'],
    run: ({ body, context }, services) => compare(body, context, services),
    rpc: 'compare',
    tool: {
      name: 'compare',
      title: 'Compare outputs',
      description:
        'Decides which output is better, `a` or `b`: a judge sees each pair in both orders. Each side is a sample, or up to 100 samples paired by `id`. Requires a configured judge model; stores nothing.',
      isReading: true,
      isOpen: true,
    },
  }),
] as const;
