import type {
  GatewayAttempt,
  GatewayGuard,
  GatewayReport,
  JsonObject,
  JsonValue,
} from '@assay/schema/types.ts';
import type { Exchange } from './exchange.ts';
import type { Meter } from './meter.ts';
import type { Plan } from './plan.ts';
import type { Note } from './step.ts';

/** Notes how an answer comes about. */
export interface Reporter {
  attempted(attempt: GatewayAttempt): void;
  /** @param rank how many targets were passed over before it */
  answeredBy(model: string, rank: number): void;
  /** The answer is one that was given before. */
  remembered(model: string): void;
  noted(step: string, note: Note): void;
  /** The answer is stored with this verdict. */
  recorded(verdictId: string): void;
  report(): GatewayReport;
}

export function createReporter(exchange: Exchange, plan: Plan, meter: Meter): Reporter {
  const attempts: GatewayAttempt[] = [];
  const steps: Record<string, JsonObject> = {};
  const { pipeline } = plan;
  let answered: { model: string | null; rank: number } = { model: null, rank: 0 };
  let isCached = false;
  let verdictId: string | null = null;
  return {
    attempted: (attempt) => attempts.push(attempt),
    answeredBy(model, rank) {
      answered = { model, rank };
    },
    remembered(model) {
      answered = { model, rank: 0 };
      isCached = true;
    },
    noted(step, note) {
      if (note !== undefined) steps[step] = note;
    },
    recorded(id) {
      verdictId = id;
    },
    report: () => ({
      requestId: exchange.context.requestId,
      verdictId: verdictId ?? verdictIdIn(steps),
      pipeline: pipeline === undefined ? null : `${pipeline.name}@${pipeline.version}`,
      model: answered.model,
      fallbackRank: answered.rank,
      isCached,
      attempts: [...attempts],
      ...meter.total(),
      guard: guardOf(steps),
      steps: { ...steps },
    }),
  };
}

/** The verdict of the step `judge`, which stores it; null if no answer was scored. */
function verdictIdIn({ judge }: Record<string, JsonObject>): string | null {
  return typeof judge?.verdictId === 'string' ? judge.verdictId : null;
}

// From the weakest. A guard says what it did as `action` of its note, and whether it could look as `status`.
const OUTCOMES: readonly GatewayGuard[] = ['allow', 'not_run', 'flag', 'redact', 'block'];
const GUARDS = ['guardInput', 'guardOutput'];

/** What the guards did: a request that one of them did not look at has not passed. */
function guardOf(steps: Record<string, JsonObject>): GatewayGuard {
  const found = GUARDS.flatMap((name) => (steps[name] ? [outcomeOf(steps[name])] : []));
  return OUTCOMES.findLast((outcome) => found.includes(outcome)) ?? 'not_run';
}

function outcomeOf({ action, status }: JsonObject): JsonValue | undefined {
  return action === 'allow' && status === 'not_run' ? 'not_run' : action;
}

/** The report as headers; what a stream has yet to show is left out of those. */
export function headersOf(report: GatewayReport, isStream: boolean): Record<string, string> {
  const { model, attempts, fallbackRank, costUsd, isCostExact, guard, verdictId } = report;
  return {
    ...(model === null ? {} : { 'X-Assay-Model': encodeURI(model) }),
    'X-Assay-Attempts': String(attempts.length),
    'X-Assay-Fallback-Rank': String(fallbackRank),
    'X-Assay-Guard': guard,
    ...(verdictId === null ? {} : { 'X-Assay-Verdict-Id': verdictId }),
    ...(isStream
      ? {}
      : {
          ...(costUsd === null ? {} : { 'X-Assay-Cost-Usd': String(costUsd) }),
          'X-Assay-Cost-Exact': String(isCostExact),
        }),
  };
}
