import { derivedId, newId } from '@assay/schema/ids.ts';
import type {
  JsonObject,
  PipelineIdentity,
  PipelineJudge,
  PipelineRefine,
  Verdict,
} from '@assay/schema/types.ts';
import { ApiProblem } from '../../../core/problem.ts';
import type { AnswerQueue } from '../../../store/answer-queue.ts';
import { dataTermsOf } from '../../data-control/data-terms.ts';
import { keepsTexts } from '../../data-control/keep.ts';
import type { Exchange } from '../exchange.ts';
import { choicesIn } from '../openai/choices.ts';
import { noteAtEnd, onWholeAnswer } from '../openai/whole-answer.ts';
import type { ChoiceSample, Sampler } from '../sampler.ts';
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

/** What a judge knows of the request and of the pipeline that it is a part of. */
export interface JudgeSurroundings {
  pipeline: PipelineIdentity;
  sampler: Pick<Sampler, 'samplesOf'>;
  attempt: Attempt;
}

/**
 * Scores what an answer says, after all other steps: each of its choices, as a sample with a verdict.
 *
 * `before`: the answer waits for its verdict, a stream is held until it is whole, and `refine` may ask the
 * model again where there is one choice. `after`: the queue has the answer before the caller has its end, and
 * scores it later; one that is too large for the queue, or of which no texts are kept, waits for its verdict
 * all the same.
 *
 * A judge that could not judge is an error in the scores; `onError: fail` then fails the request.
 */
export function judge(
  settings: PipelineJudge,
  surroundings: JudgeSurroundings,
  needs: JudgeStepNeeds,
): Step {
  const { when = 'after', share = 1 } = settings;
  const after = async (exchange: Exchange, answer: JsonObject): Promise<After> => {
    const judging = { settings, exchange, needs, ...surroundings };
    if (exchange.endpoint === 'embeddings') return {};
    if (exchange.isTrial && when === 'after') return { note: { status: 'not_sampled' } };
    if (needs.random() >= share) return { note: { status: 'not_sampled' } };
    const choices = surroundings.sampler.samplesOf(answer).filter(hasSomething);
    if (choices.length === 0) return { note: NOTHING };
    return when === 'before' ? judgeNow(judging, answer, choices) : judgeLater(judging, choices);
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

interface Judging extends JudgeSurroundings {
  settings: PipelineJudge;
  exchange: Exchange;
  needs: JudgeStepNeeds;
}

const NOTHING: JsonObject = {
  status: 'not_run',
  reason: 'The answer says nothing that could be scored, such as a refusal.',
};

function hasSomething({ sample: { output, toolCalls = [] } }: ChoiceSample): boolean {
  return output !== '' || toolCalls.length > 0;
}

async function judgeNow(
  judging: Judging,
  answer: JsonObject,
  choices: readonly ChoiceSample[],
): Promise<After> {
  const { settings } = judging;
  if (settings.refine !== undefined && mayRefine(answer, choices)) {
    return judgeAndRefine(judging, settings.refine, answer);
  }
  const scored = await Promise.all(
    choices.map(async (choice) => ({
      index: choice.index,
      verdict: await scoreNow(judging, choice),
    })),
  );
  refuseErrors(
    settings,
    scored.map(({ verdict }) => verdict),
  );
  const notes = scored.map(({ index, verdict }) => ({ index, ...verdictNote(verdict) }));
  const isLeft = settings.refine !== undefined && choicesIn(answer).length > 1;
  return {
    note: {
      status: 'scored',
      ...ofChoices(notes, answer),
      ...(isLeft ? { ended: 'several_choices' } : {}),
    },
  };
}

/** Whether an answer can be asked for again: one choice that calls no tools. */
function mayRefine(answer: JsonObject, choices: readonly ChoiceSample[]): boolean {
  const hasCalls = choices.some(({ sample }) => sample.toolCalls !== undefined);
  return choicesIn(answer).length === 1 && !hasCalls;
}

async function judgeAndRefine(
  judging: Judging,
  refine: PipelineRefine,
  answer: JsonObject,
): Promise<After> {
  const { settings, exchange, attempt } = judging;
  const score = (attempted: Attempted) => scoreAttempt(judging, attempted);
  const first = await score({ answer, notes: {} });
  if (first === undefined) return { note: NOTHING };
  const { best, attempts, ended } = await refineAnswer(first, { refine, exchange, attempt, score });
  refuseErrors(settings, [best.verdict]);
  const note: JsonObject = {
    status: 'scored',
    ...verdictNote(best.verdict),
    ended,
    attempts: attempts.map((one) => ({
      isSent: one === best,
      ...verdictNote(one.verdict),
      steps: one.notes,
    })),
  };
  return best.answer === answer ? { note } : { answer: best.answer, note };
}

/** @throws ApiProblem `step_failed` where the pipeline sends nothing without scores */
function refuseErrors({ onError }: PipelineJudge, verdicts: readonly Verdict[]): void {
  const hasError = verdicts.some(({ scores }) => scores.some(({ status }) => status === 'error'));
  if (onError !== 'fail' || !hasError) return;
  const detail =
    'A judge of the pipeline could not score the answer, and the pipeline sends none without scores. Retry.';
  throw new ApiProblem('step_failed', { detail });
}

/** The first choice, and all of them where there are several. */
function ofChoices(notes: readonly JsonObject[], answer: JsonObject): JsonObject {
  const { index: _, ...first } = notes[0] ?? {};
  return choicesIn(answer).length === 1 ? first : { ...first, choices: [...notes] };
}

async function scoreAttempt(judging: Judging, attempted: Attempted): Promise<Scored | undefined> {
  const [choice] = judging.sampler.samplesOf(attempted.answer, attempted.given);
  if (!hasSomething(choice)) return undefined;
  const verdict = await scoreNow(judging, choice);
  return { ...attempted, sample: choice.sample, verdict };
}

function scoreNow(judging: Judging, choice: ChoiceSample): Promise<Verdict> {
  const { exchange, needs } = judging;
  // Each choice and each attempt has a verdict of its own.
  const context = { ...exchange.context, seed: undefined, onScore: undefined };
  return scoreAnswer(answerToScore(judging, choice), context, needs);
}

function answerToScore(
  { settings: { suite, scorers, sameFamily }, exchange, pipeline }: Judging,
  { sample }: ChoiceSample,
): AnswerToScore {
  const { store = 'queued', tags, ...kept } = exchange.storing;
  return {
    sample,
    scoring: {
      ...(suite === undefined ? {} : { suite }),
      ...(scorers === undefined ? {} : { scorers }),
      ...(sameFamily === undefined ? {} : { sameFamily }),
    },
    tags: ['gateway', ...tags],
    metadata: { ...exchange.metadata, pipeline: exchange.asked },
    ...{ ...kept, store, pipeline },
  };
}

async function judgeLater(judging: Judging, choices: readonly ChoiceSample[]): Promise<After> {
  const { exchange, needs } = judging;
  const { storing, context } = exchange;
  const { keep } = await dataTermsOf(storing, context.principal.projectId, needs);
  const mayQueue = keepsTexts(keep) && storing.store !== 'none';
  const done = await Promise.all(
    choices.map(async (choice) => {
      const { index } = choice;
      const queued = mayQueue ? await queue(judging, choice) : undefined;
      if (queued !== undefined) return { index, status: 'queued', verdictId: queued };
      const verdict = await scoreNow(judging, choice);
      return { index, status: 'scored', ...verdictNote(verdict) };
    }),
  );
  const { index: _, ...first } = done[0] ?? { index: 0 };
  return { note: { ...first, ...(done.length > 1 ? { choices: done } : {}) } };
}

/** @returns the id that the verdict will have; undefined for an answer that the queue does not take */
async function queue(judging: Judging, choice: ChoiceSample): Promise<string | undefined> {
  const { exchange, needs } = judging;
  const { principal, requestId } = exchange.context;
  const seed = newId('attempt', needs.nowMs());
  const answer = JSON.stringify(answerToScore(judging, choice));
  const message = { projectId: principal.projectId, requestId, seed, answer };
  if (!needs.answerQueue.fits(message)) return undefined;
  try {
    await needs.answerQueue.send(message);
    return derivedId('verdict', seed, 0);
  } catch {
    // A queue that is out is no reason to lose an answer.
    needs.log({ level: 'warn', event: 'queue_refused', verdicts: 1 });
    return undefined;
  }
}
