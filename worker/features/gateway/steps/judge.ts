import { derivedId, newId } from '@assay/schema/ids.ts';
import type { JsonObject, PipelineJudge, Verdict } from '@assay/schema/types.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { AnswerQueue } from '../../../store/answer-queue.ts';
import { dataTermsOf } from '../../data-control/data-terms.ts';
import { keepsTexts } from '../../data-control/keep.ts';
import type { Exchange } from '../exchange.ts';
import { callsIn, sampleOf } from '../openai/sample-of.ts';
import { noteAtEnd, onWholeAnswer } from '../openai/whole-answer.ts';
import type { After, Step } from '../step.ts';
import { type Attempt, type Attempted, refineAnswer, type Scored } from './refine.ts';
import {
  type AnswerToScore,
  type ScoreAnswerNeeds,
  scoreAnswer,
  verdictNote,
} from './score-answer.ts';

export interface JudgeStepNeeds extends ScoreAnswerNeeds {
  answerQueue: AnswerQueue;
  random(): number;
}

/**
 * Scores what the first choice of an answer says, after all other steps.
 *
 * `before`: the answer waits for its verdict, a stream is held until it is whole, and `refine` may ask the
 * model again. `after`: the queue has the answer before the caller has its end, and scores it later; one that
 * is too large for the queue, or of a project that keeps no texts, waits for its verdict all the same.
 *
 * A judge that could not judge is an error in the scores; `onError: fail` then fails the request.
 */
export function judge(settings: PipelineJudge, attempt: Attempt, needs: JudgeStepNeeds): Step {
  const { when = 'after', share = 1 } = settings;
  const after = async (exchange: Exchange, answer: JsonObject): Promise<After> => {
    const judging = { settings, exchange, attempt, needs };
    if (exchange.endpoint === 'embeddings') return {};
    if (needs.random() >= share) return { note: { status: 'not_sampled' } };
    if (!hasSomething(exchange, answer)) return { note: NOTHING };
    return when === 'before' ? judgeNow(judging, answer) : judgeLater(judging, answer);
  };
  return {
    name: 'judge',
    after,
    async onStream(exchange) {
      const run = (answer: JsonObject) => after(exchange, answer);
      return when === 'before' ? onWholeAnswer(exchange, run) : noteAtEnd(exchange, run);
    },
  };
}

interface Judging {
  settings: PipelineJudge;
  exchange: Exchange;
  attempt: Attempt;
  needs: JudgeStepNeeds;
}

const NOTHING: JsonObject = {
  status: 'not_run',
  reason: 'The answer says nothing that could be scored, such as a refusal.',
};

function hasSomething(exchange: Exchange, answer: JsonObject): boolean {
  return sampleOf(exchange, answer).output !== '' || callsIn(answer).length > 0;
}

async function judgeNow(judging: Judging, answer: JsonObject): Promise<After> {
  const { settings, exchange, attempt } = judging;
  const { refine, onError = 'keep' } = settings;
  const score = (attempted: Attempted) => scoreAttempt(judging, attempted);
  const first = await score({ answer, notes: {} });
  if (first === undefined) return { note: NOTHING };
  const mayRefine = refine !== undefined && callsIn(answer).length === 0;
  const refined = mayRefine
    ? await refineAnswer(first, { refine, exchange, attempt, score })
    : undefined;
  const { verdict, answer: best } = refined?.best ?? first;
  if (onError === 'fail' && verdict.scores.some(({ status }) => status === 'error')) {
    const detail =
      'A judge of the pipeline could not score the answer, and the pipeline sends none without scores. Retry.';
    throw new ApiProblem('step_failed', { detail });
  }
  const note: JsonObject = {
    status: 'scored',
    ...verdictNote(verdict),
    ...(refined === undefined
      ? {}
      : { ended: refined.ended, attempts: refined.attempts.map((one) => attemptNote(one, best)) }),
  };
  return best === answer ? { note } : { answer: best, note };
}

function attemptNote({ verdict, answer, notes }: Scored, best: JsonObject): JsonObject {
  return { isSent: answer === best, ...verdictNote(verdict), steps: notes };
}

async function scoreAttempt(
  { settings, exchange, needs }: Judging,
  attempted: Attempted,
): Promise<Scored | undefined> {
  if (!hasSomething(exchange, attempted.answer)) return undefined;
  const toScore = answerToScore(settings, exchange, attempted.answer);
  const verdict = await scoreNow(toScore, exchange, needs);
  return { ...attempted, sample: toScore.sample, verdict };
}

function scoreNow(
  toScore: AnswerToScore,
  { context }: Exchange,
  needs: JudgeStepNeeds,
): Promise<Verdict> {
  // Each attempt has a verdict of its own.
  return scoreAnswer(toScore, { ...context, seed: undefined, onScore: undefined }, needs);
}

function answerToScore(
  { suite, scorers, sameFamily }: PipelineJudge,
  exchange: Exchange,
  answer: JsonObject,
): AnswerToScore {
  return {
    sample: sampleOf(exchange, answer),
    scoring: {
      ...(suite === undefined ? {} : { suite }),
      ...(scorers === undefined ? {} : { scorers }),
      ...(sameFamily === undefined ? {} : { sameFamily }),
    },
    tags: [],
    metadata: { ...exchange.metadata, pipeline: exchange.asked },
    store: 'queued',
  };
}

async function judgeLater(judging: Judging, answer: JsonObject): Promise<After> {
  const { settings, exchange, needs } = judging;
  const { projectId } = exchange.context.principal;
  const { keep } = await dataTermsOf({}, projectId, needs);
  const toScore = answerToScore(settings, exchange, answer);
  const { requestId } = exchange.context;
  const seed = newId('attempt', needs.nowMs());
  const message = { projectId, requestId, seed, answer: JSON.stringify(toScore) };
  const isQueued =
    keepsTexts(keep) && needs.answerQueue.fits(message) && (await sent(message, needs));
  if (isQueued) return { note: { status: 'queued', verdictId: derivedId('verdict', seed, 0) } };
  const verdict = await scoreNow(toScore, exchange, needs);
  return { note: { status: 'scored', ...verdictNote(verdict) } };
}

/** Whether the queue has it; one that is out is no reason to lose an answer. */
async function sent(
  message: Parameters<AnswerQueue['send']>[0],
  { answerQueue, log }: JudgeStepNeeds,
): Promise<boolean> {
  try {
    await answerQueue.send(message);
    return true;
  } catch {
    log({ level: 'warn', event: 'queue_refused', verdicts: 1 });
    return false;
  }
}
