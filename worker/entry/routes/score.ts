import { ScoreManyResponse, ScoreRequest } from '@assay/schema/score-request.ts';
import type { ScoreRequest as Request, Score, Verdict } from '@assay/schema/types.ts';
import { Verdict as VerdictSchema } from '@assay/schema/verdict.ts';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import * as z from 'zod';
import { toProblem } from '../../core/problem.ts';
import type { Plan } from '../../features/scoring/plan.ts';
import { planScoring } from '../../features/scoring/plan-scoring.ts';
import { scoreSamples } from '../../features/scoring/score-samples.ts';
import type { App, AppContext } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { describe } from '../http/describe.ts';
import { asApiProblem } from '../http/errors.ts';
import { idempotent } from '../http/idempotency.ts';
import { BODY_PROBLEMS, readBody } from '../http/limits.ts';
import { noQuery, scoringBody } from '../http/parse.ts';
import { requestContextOf } from '../http/request-context.ts';

export function registerScore(app: App): void {
  app.post(
    '/v1/score',
    describe({
      id: 'scoreSamples',
      tag: 'Scoring',
      summary: 'Score up to 100 samples',
      isIdempotent: true,
      isStreamable: true,
      description:
        'For `sample`, returns its verdict; for `samples`, returns `{ "verdicts": […] }` in the same order. With `Accept: text/event-stream`, sends the events `score` (`{ index, score }`), `verdict` (`{ index, verdict }`) and `done` as soon as each is ready.',
      answers: {
        status: 200,
        description: 'The verdict, or the verdicts.',
        schema: z.union([VerdictSchema, ScoreManyResponse]),
      },
      problems: [
        ...BODY_PROBLEMS,
        'unknown_scorer',
        'unknown_suite',
        'suite_outdated',
        'verdict_too_large',
      ],
    }),
    authenticate('score'),
    noQuery,
    readBody,
    idempotent,
    scoringBody(ScoreRequest),
    async (c) => {
      const request = c.req.valid('json');
      const services = c.get('services');
      // What cannot be run is refused before a stream begins.
      const plan = await planScoring(request, c.get('principal').projectId, services);
      if (c.req.header('accept')?.includes('text/event-stream')) return stream(c, request, plan);
      const verdicts = await scoreSamples(request, plan, requestContextOf(c), services);
      return 'sample' in request ? c.json(verdicts[0]) : c.json({ verdicts });
    },
  );
}

function stream(c: AppContext, request: Request, plan: Plan): Response {
  return streamSSE(c, async (events) => {
    const written: Promise<void>[] = [];
    const onScore = (index: number, score: Score) => {
      written.push(send(events, 'score', { index, score }));
    };
    try {
      const verdicts = await scoreSamples(
        request,
        plan,
        requestContextOf(c, onScore),
        c.get('services'),
      );
      await Promise.all(written);
      for (const [index, verdict] of verdicts.entries()) {
        await send(events, 'verdict', { index, verdict });
      }
      await send(events, 'done', { verdicts: verdicts.length });
    } catch (cause) {
      c.set('streamFailed', true);
      await send(events, 'error', toProblem(asApiProblem(cause, c), c.var.requestId));
    }
  });
}

type EventData =
  | { index: number; score: Score }
  | { index: number; verdict: Verdict }
  | { verdicts: number }
  | ReturnType<typeof toProblem>;

async function send(events: SSEStreamingApi, event: string, data: EventData): Promise<void> {
  await events.writeSSE({ event, data: JSON.stringify(data) });
}
