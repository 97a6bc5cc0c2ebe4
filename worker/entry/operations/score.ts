import { plainScoreRequest } from '@assay/schema/plain-score-request.ts';
import { ScoreManyResponse, ScoreRequest } from '@assay/schema/score-request.ts';
import type { ScoreManyResponse as Many, Verdict as One } from '@assay/schema/types.ts';
import { Verdict } from '@assay/schema/verdict.ts';
import * as z from 'zod';
import { dataTermsOf } from '../../features/data-control/data-terms.ts';
import { planScoring } from '../../features/scoring/plan-scoring.ts';
import { scoreSamples } from '../../features/scoring/score-samples.ts';
import { streamScores, wantsEvents } from '../http/score-events.ts';
import { scoring } from './bodies.ts';
import { operation } from './operation.ts';

// Most requests are for scores: this one is loaded at the start, the others when first asked for.
export const SCORE = operation({
  id: 'scoreSamples',
  scope: 'score',
  route: 'POST /v1/score',
  tag: 'Scoring',
  summary: 'Score up to 100 samples',
  description:
    'For `sample`, returns its verdict; for `samples`, returns `{ "verdicts": […] }` in the same order. With `Accept: text/event-stream`, sends the events `score` (`{ index, score }`), `verdict` (`{ index, verdict }`) and `done` as soon as each is ready.',
  body: scoring(ScoreRequest, plainScoreRequest),
  isIdempotent: true,
  answers: {
    status: 200,
    description: 'The verdict, or the verdicts.',
    schema: z.union([Verdict, ScoreManyResponse]),
  },
  mediaTypes: ['text/event-stream'],
  problems: [
    'unknown_scorer',
    'unknown_suite',
    'suite_outdated',
    'keep_not_allowed',
    'redaction_impossible',
    'verdict_too_large',
  ],
  async run({ projectId, body, context }, services): Promise<One | Many> {
    const plan = await planScoring(body, projectId, services);
    const verdicts = await scoreSamples(body, plan, context, services);
    const [only] = verdicts;
    return 'sample' in body && only !== undefined ? only : { verdicts };
  },
  respond: (c, { projectId, body }, services) =>
    wantsEvents(c)
      ? // What cannot be run is refused before a stream begins.
        dataTermsOf(body, projectId, services)
          .then(() => planScoring(body, projectId, services))
          .then((plan) => streamScores(c, body, plan))
      : undefined,
  rpc: 'score',
  tool: {
    name: 'score',
    title: 'Score samples',
    description:
      'Scores one `sample`, or up to 100 `samples`, with `scorers` (ids, or objects with params and threshold) or a `suite`, and returns one verdict per sample, in order. Stores the verdicts unless `store` is "none".',
    output: ScoreManyResponse,
    wrap: (value) => ('verdicts' in value ? value : { verdicts: [value] }),
    isReading: false,
    isOpen: true,
  },
});
