import type { Score, ScoreRequest, Verdict } from '@assay/schema/types.ts';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { toProblem } from '../../core/problem.ts';
import type { Plan } from '../../features/scoring/plan.ts';
import { scoreSamples } from '../../features/scoring/score-samples.ts';
import type { AppContext } from '../context.ts';
import { asApiProblem } from './errors.ts';
import { requestContextOf } from './request-context.ts';

export function wantsEvents(c: AppContext): boolean {
  return c.req.header('accept')?.includes('text/event-stream') ?? false;
}

/** Scores as they are ready, then the verdicts, as server-sent events. */
export function streamScores(c: AppContext, request: ScoreRequest, plan: Plan): Response {
  return streamSSE(c, async (events) => {
    const written: Promise<void>[] = [];
    const onScore = (index: number, score: Score) => {
      written.push(send(events, 'score', { index, score }));
    };
    try {
      const context = requestContextOf(c, onScore);
      const verdicts = await scoreSamples(request, plan, context, c.var.services);
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
