import { SCORE_ERRORS } from '@assay/schema/errors.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { Evidence, Sample, Score } from '@assay/schema/types.ts';
import type { Always, Capabilities, ModelCapabilities } from './define.ts';
import { extract, moveEvidence, nameStep } from './extract/extract.ts';
import { NO_EMBEDDER, NO_JUDGE, NO_RERANKER } from './judging/judge.ts';
import { all, andThen, type MaybePromise } from './maybe-promise.ts';
import { type Failed, failed, type Outcome, type Scored, scored, scoreError } from './outcome.ts';
import { type RedactedView, redactView } from './redaction/redact-view.ts';
import { type ResolvedScorer, usesModels } from './resolve.ts';
import type { SampleField, SampleView } from './sample.ts';
import { sizeOf } from './sample-size.ts';
import { shorten } from './shorten.ts';
import { createWork, type Work, WorkExceeded } from './work.ts';

/** What running scorers needs from outside. */
export interface RunContext {
  /** Milliseconds on a clock that never goes back. */
  nowMs(): number;
  /** The time on that clock after which nothing more is begun. */
  deadlineAtMs: number;
  /** Whether scores without `required` of their own must pass, as the policy says. */
  requiredByDefault: boolean;
  /** Models for one scorer to ask; without it every model is unconfigured. */
  models?(resolved: ResolvedScorer): ModelCapabilities;
  /** Lets the clock, and other requests, go on between scorers. */
  pace?: Pace;
  /** Puts what is known of a judge on its score, which may make it abstain. */
  calibrate?(resolved: ResolvedScorer, score: Score): Score;
  /** The scorer that these are a part of: what they do counts as its work. */
  within?: Work;
  /** Hears of each score as it is ready. */
  onScore?(score: Score): void;
}

/** Lets scorers begin with pauses between, by the work that was done. */
export interface Pace {
  /** Asked before each scorer, which waits for the promise, or begins at once when there is none. */
  turn(): Promise<void> | undefined;
  /** Told of all work. */
  spend(steps: number): void;
}

// A hair under the threshold is rounding, not failure: 0.1 + 0.7 is 0.7999999999999999.
const ROUNDING = 1e-9;

/**
 * Scores one sample by many scorers. No scorer can break another: one that throws is an error
 * score. Scorers with the same fingerprint run once.
 *
 * @returns one score a scorer, in their order
 */
export function runScorers(
  scorers: readonly ResolvedScorer[],
  sample: SampleView,
  context: RunContext,
): MaybePromise<Score[]> {
  const results = new Map<string, MaybePromise<Result>>();
  // Many scores share what evidence a verdict may hold.
  const evidence = Math.floor(LIMITS.evidencePerVerdict / countScorers(scorers));
  const mostEvidence = Math.min(LIMITS.evidence, Math.max(1, evidence));

  function scoreOf(resolved: ResolvedScorer): MaybePromise<Score> {
    const result = results.get(resolved.fingerprint) ?? run(resolved, sample, context, scoreOf);
    results.set(resolved.fingerprint, result);
    return andThen(result, (settled) => {
      const score = toScore(resolved, settled, context.requiredByDefault, mostEvidence);
      return context.calibrate?.(resolved, score) ?? score;
    });
  }

  function tell(score: Score): Score {
    context.onScore?.(score);
    return score;
  }

  return all(scorers.map((resolved) => andThen(scoreOf(resolved), tell)));
}

function countScorers(scorers: readonly ResolvedScorer[]): number {
  return scorers.reduce((sum, { children }) => sum + 1 + countScorers(children), 0);
}

type ScoreOf = (child: ResolvedScorer) => MaybePromise<Score>;

function run(
  resolved: ResolvedScorer,
  sample: SampleView,
  context: RunContext,
  scoreOf: ScoreOf,
): MaybePromise<Result> {
  const turn = context.pace?.turn();
  if (turn === undefined) return begin(resolved, sample, context, scoreOf);
  return turn.then(() => begin(resolved, sample, context, scoreOf));
}

const NO_SCORES: readonly Score[] = [];

function begin(
  resolved: ResolvedScorer,
  sample: SampleView,
  context: RunContext,
  scoreOf: ScoreOf,
): MaybePromise<Result> {
  const startedAtMs = context.nowMs();
  if (startedAtMs >= context.deadlineAtMs) {
    const reason = 'The deadline passed before this scorer could start.';
    return { outcome: failed('deadline_exceeded', reason), children: NO_SCORES, latencyMs: 0 };
  }
  const usesScores = resolved.scorer.uses.includes('scores');
  return andThen(usesScores ? all(resolved.children.map(scoreOf)) : NO_SCORES, (children) => {
    const work = createWork(LIMITS.scoreSteps, context.within ?? context.pace);
    const can: Capabilities & Always = {
      work,
      scores: children,
      scoreBy: (i, part) => scorePart(resolved, i, part, { ...context, within: work }),
      ...modelsFor(resolved, context),
    };
    return andThen(attemptRedacted(resolved, sample, can, context), (outcome) => ({
      outcome,
      children,
      latencyMs: context.nowMs() - startedAtMs,
    }));
  });
}

/** Scores what models may see of the sample; the outcome speaks of the sample as sent. */
function attemptRedacted(
  resolved: ResolvedScorer,
  sample: SampleView,
  can: Capabilities & Always,
  context: RunContext,
): MaybePromise<Outcome | Skipped> {
  const { redaction, scorer } = resolved;
  if (redaction === undefined || !usesModels(scorer)) {
    return attemptExtracted(resolved, sample, can);
  }
  const seen = redactedFor(sample, redaction.detectors, context);
  if ('status' in seen) return seen;
  return andThen(attemptExtracted(resolved, seen.view, can), (outcome) =>
    outcome.status === 'skipped' ? outcome : seen.restore(outcome),
  );
}

const redactedViews = new WeakMap<SampleView, Map<string, RedactedView | Failed>>();

function redactedFor(
  sample: SampleView,
  detectors: readonly ResolvedScorer[],
  context: RunContext,
): RedactedView | Failed {
  const key = detectors.map((detector) => detector.fingerprint).join();
  const known = redactedViews.get(sample) ?? new Map<string, RedactedView | Failed>();
  redactedViews.set(sample, known);
  const work = createWork(LIMITS.scoreSteps, context.within ?? context.pace);
  const redacted = known.get(key) ?? redactView(sample, detectors, work);
  known.set(key, redacted);
  return redacted;
}

const NO_MODELS = { judge: NO_JUDGE, embed: NO_EMBEDDER, rerank: NO_RERANKER };

function modelsFor(resolved: ResolvedScorer, context: RunContext) {
  return resolved.asksModels && context.models ? context.models(resolved) : NO_MODELS;
}

async function scorePart(
  { scorer, children }: ResolvedScorer,
  i: number,
  part: SampleView,
  context: RunContext,
): Promise<Score> {
  const child = children[i];
  if (child === undefined) throw new RangeError(`${scorer.id} has no inner scorer ${i}`);
  const [score] = await runScorers([child], part, { ...context, onScore: () => {} });
  if (score === undefined) throw new RangeError('one scorer gives one score');
  return score;
}

interface Result {
  outcome: Outcome | Skipped;
  children: readonly Score[];
  latencyMs: number;
}

interface Skipped {
  status: 'skipped';
  reason: string;
}

/** Scores what the reference extracts of the output; the outcome speaks of the output as sent. */
function attemptExtracted(
  resolved: ResolvedScorer,
  sample: SampleView,
  can: Capabilities & Always,
): MaybePromise<Outcome | Skipped> {
  const { extraction, negated } = resolved;
  const { output } = sample;
  if (extraction === undefined || output === undefined) return attempt(resolved, sample, can);
  const { steps, onNoMatch } = extraction;
  const extracted = tryAtOnce(() => extract(output, steps, can.work));
  if ('status' in extracted) return extracted;
  if ('missedBy' in extracted) {
    if (onNoMatch === 'whole') return attempt(resolved, sample, can);
    const step = nameStep(steps[extracted.missedBy]);
    const reason = `Nothing was extracted: ${step} finds nothing in the output.`;
    if (onNoMatch === 'error') return failed('extraction_failed', reason);
    // An answer that is not there is wrong, also for a scorer that is negated.
    const wrong = scored(negated ? 1 : 0, reason);
    if (resolved.scorer.corpus === undefined) return wrong;
    // In a corpus it is a segment without output.
    return andThen(attempt(resolved, { ...sample, output: '' }, can), (empty) =>
      empty.status === 'scored' ? { ...wrong, ...pickCounts(empty) } : empty,
    );
  }
  return andThen(attempt(resolved, { ...sample, output: extracted.text }, can), (outcome) => {
    if (!('evidence' in outcome)) return outcome;
    return { ...outcome, evidence: outcome.evidence.map((one) => moveEvidence(one, extracted)) };
  });
}

function attempt(
  { scorer, params, onMissing }: ResolvedScorer,
  sample: SampleView,
  can: Capabilities & Always,
): MaybePromise<Outcome | Skipped> {
  const attempted =
    checkNeeds(scorer.needs, sample) ??
    tryScore(() => {
      can.work.spend(sizeOf(sample) * STEPS_PER_CHARACTER, 'reading the sample');
      return scorer.score(sample, params, can);
    });
  if (onMissing !== 'skip') return attempted;
  return andThen(attempted, (outcome) => {
    const isMissing = outcome.status === 'error' && outcome.code === 'sample_field_missing';
    return isMissing ? { status: 'skipped', reason: outcome.reason } : outcome;
  });
}

// What every scorer does a few times over: walking the texts, copying them, changing their case.
const STEPS_PER_CHARACTER = 10;

function tryScore(score: () => MaybePromise<Outcome>): MaybePromise<Outcome> {
  const outcome = tryAtOnce(() => andThen(score(), checkValue));
  return outcome instanceof Promise ? outcome.catch(failureOf) : outcome;
}

/** What a piece of work gives, or the failure of what it throws. */
function tryAtOnce<Result>(work: () => Result): Result | Failed {
  try {
    return work();
  } catch (cause) {
    return failureOf(cause);
  }
}

function failureOf(cause: unknown): Failed {
  if (cause instanceof WorkExceeded) {
    const { detail } = SCORE_ERRORS.work_limit_exceeded;
    return failed('work_limit_exceeded', `${cause.message} ${detail}`);
  }
  const name = cause instanceof Error ? cause.name : 'something that is no Error';
  // The message may quote the sample, which must not reach logs or answers by this way.
  return failed('scorer_failed', `The scorer threw ${name}. ${SCORE_ERRORS.scorer_failed.detail}`);
}

function checkNeeds(needs: readonly SampleField[], sample: SampleView): Outcome | undefined {
  const missing = needs.filter((field) => sample[field] === undefined);
  if (needs.includes('references') && (sample.references?.length ?? 0) > LIMITS.references) {
    return failed(
      'sample_too_large',
      `\`expected\` has ${sample.references?.length} texts; at most ${LIMITS.references} can be compared.`,
    );
  }
  if (missing.length === 0) return undefined;
  if (missing.includes('references') && sample.expected !== undefined) {
    return failed(
      'sample_field_invalid',
      'This scorer compares texts. Send `expected` as a text, or as a non-empty list of texts.',
    );
  }
  const names = [...new Set(missing.map(fieldName))].map((name) => `\`${name}\``).join(' and ');
  return failed('sample_field_missing', `The sample has no ${names}, which this scorer needs.`);
}

/** The name by which users know a field of the view. */
export function fieldName(field: SampleField): keyof Sample {
  return field === 'references' ? 'expected' : field;
}

function checkValue(outcome: Outcome): Outcome {
  if (outcome.status !== 'scored') return outcome;
  const { value, raw } = outcome;
  const inRange = value >= -ROUNDING && value <= 1 + ROUNDING;
  if (!inRange) {
    return failed(
      'scorer_failed',
      `The scorer returned ${value}, which is not a value from 0 to 1.`,
    );
  }
  if (raw !== null && !Number.isFinite(raw)) {
    return failed(
      'scorer_failed',
      `The scorer returned ${raw} as its raw number, which is not finite.`,
    );
  }
  if (value >= 0 && value <= 1) return outcome;
  return { ...outcome, value: Math.min(1, Math.max(0, value)) };
}

function toScore(
  resolved: ResolvedScorer,
  result: Result,
  requiredByDefault: boolean,
  mostEvidence: number,
): Score {
  const { scorer, threshold, negated } = resolved;
  const { outcome, latencyMs } = result;
  const common = {
    scorer: scorer.id,
    name: resolved.name,
    version: scorer.version,
    kind: scorer.kind,
    fingerprint: resolved.fingerprint,
    threshold,
    weight: resolved.weight,
    required: resolved.required ?? requiredByDefault,
    negated,
    reason: shorten(outcome.reason, LIMITS.reasonCharacters),
    evidence: 'evidence' in outcome ? outcome.evidence.slice(0, mostEvidence).map(trim) : [],
    usage: null,
    costUsd: 0,
    latencyMs,
    cached: false,
  };
  const base = isMore(result) ? { ...common, ...moreOf(result) } : common;
  const nothing = { value: null, raw: null, passed: null };

  if (outcome.status === 'error') {
    const error = scoreError({ ...outcome, reason: base.reason });
    return { ...base, ...nothing, status: 'error', error };
  }
  if (outcome.status !== 'scored') return { ...base, ...nothing, status: outcome.status };
  const passes = threshold === null ? null : outcome.value >= threshold - ROUNDING;
  return {
    ...base,
    status: 'scored',
    value: negated ? 1 - outcome.value : outcome.value,
    raw: outcome.raw,
    passed: passes === null ? null : passes !== negated,
    ...pickCounts(outcome),
  };
}

function pickCounts({ counts }: Pick<Scored, 'counts'>): { counts?: number[] } {
  return counts === undefined ? {} : { counts: [...counts] };
}

/** Whether a score says of children or of models. */
function isMore({ outcome, children }: Result): boolean {
  return children.length > 0 || 'spent' in outcome || 'judgement' in outcome;
}

function moreOf({ outcome, children }: Result) {
  return {
    ...(children.length > 0 ? { children: [...children] } : {}),
    ...('spent' in outcome ? outcome.spent : {}),
    ...('judgement' in outcome ? outcome.judgement : {}),
  };
}

function trim(evidence: Evidence): Evidence {
  const trimmed = { ...evidence };
  if (trimmed.text !== undefined) trimmed.text = shorten(trimmed.text, LIMITS.excerptCharacters);
  if (trimmed.note !== undefined) trimmed.note = shorten(trimmed.note, LIMITS.excerptCharacters);
  return trimmed;
}
