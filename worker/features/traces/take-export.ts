import { Buffer } from 'node:buffer';
import { LIMITS } from '@assay/schema/limits.ts';
import type { TraceQueue } from '../../store/trace-queue.ts';
import type { TraceFacts, TracePart, TraceStore } from '../../store/traces.ts';
import type { ActiveRules } from './active-rules.ts';
import { isSampled, positionOf, type SpanFacts } from './match-rule.ts';
import type { LogRecord, Rejected, Span } from './otlp/span.ts';
import { readLog, readSpan, type SpanReading } from './read-span.ts';

export interface TakeExportNeeds {
  traces: TraceStore;
  traceQueue: TraceQueue;
  activeRules: ActiveRules;
  nowMs(): number;
}

/** What an exporter is told: how many of its records were not taken, and why the first was not. */
export interface Taken {
  rejected: number;
  fault: string;
}

const DEFAULT_DELAY_SECONDS = 30;
/** A trace whose spans never end is scored after so many of its delays. */
const MOST_DELAYS = 10;
/** Facts kept for previews in one export, which is at most that often a second. */
const MOST_FACTS = 100;
// D1 takes 2 MB in a row.
const MOST_READING_BYTES = 1_000_000;

/**
 * Takes the spans of one export: what they say of samples is kept if a rule may want it, until their
 * trace is scored. The same export sent again changes nothing.
 *
 * @throws ApiProblem `storage_unavailable`, after which nothing of it is kept
 */
export async function takeSpans(
  projectId: string,
  spans: Iterable<Span | Rejected>,
  needs: TakeExportNeeds,
): Promise<Taken> {
  const intake = await openIntake(projectId, needs);
  for (const span of spans) {
    if (!intake.accepts(span)) continue;
    const read = readSpan(span);
    if (read === undefined) continue;
    const fault = timeFault(span, needs.nowMs());
    if (fault !== undefined) {
      intake.reject(fault);
      continue;
    }
    intake.seen += 1;
    if (intake.facts.length < MOST_FACTS) {
      intake.facts.push({
        traceId: span.traceId,
        spanId: span.spanId,
        facts: JSON.stringify({ ...previewFactsOf(read), ...factsOf(read) }),
      });
    }
    intake.keep(span.traceId, span.spanId, read);
  }
  return intake.write();
}

/** Takes the log records of one export, as `takeSpans` does. */
export async function takeLogs(
  projectId: string,
  logs: Iterable<LogRecord | Rejected>,
  needs: TakeExportNeeds,
): Promise<Taken> {
  const intake = await openIntake(projectId, needs);
  for (const log of logs) {
    if (!intake.accepts(log)) continue;
    const read = readLog(log);
    if (read) intake.keep(log.traceId, `${log.spanId} ${log.eventName} ${log.timeMs}`, read);
  }
  return intake.write();
}

export function factsOf({ reading, isError, startMs, endMs, attributes }: SpanReading): SpanFacts {
  const { generator } = reading;
  return {
    attributes,
    ...(generator !== undefined && { generator }),
    isError,
    latencyMs: Math.max(0, endMs - startMs),
  };
}

/** What a preview must know of a span beside what filters test. */
export interface PreviewFacts {
  name: string;
  kind?: string;
  parent: string | null;
  startMs: number;
  session?: string;
}

function previewFactsOf({ name, reading, parentSpanId, startMs }: SpanReading): PreviewFacts {
  const { kind, session } = reading;
  return {
    ...{ name, parent: parentSpanId, startMs },
    ...(kind !== undefined && { kind }),
    ...(session !== undefined && { session }),
  };
}

const DAY_MS = 86_400_000;
/** Before live traces were kept anywhere: a clock that was never set. */
const EARLIEST_MS = Date.UTC(2015, 0);

/** Verdicts are listed and kept by the time of their span: what no clock of today can show is refused. */
function timeFault({ startMs }: Span, nowMs: number): string | undefined {
  if (startMs >= EARLIEST_MS && startMs <= nowMs + DAY_MS) return undefined;
  return 'startTimeUnixNano must be between 2015 and tomorrow, in nanoseconds since 1970. Check the clock of the application.';
}

async function openIntake(
  projectId: string,
  { traces, traceQueue, activeRules, nowMs }: TakeExportNeeds,
) {
  const rules = await activeRules.of(projectId);
  const parts: TracePart[] = [];
  const facts: TraceFacts[] = [];
  const taken: Taken = { rejected: 0, fault: '' };
  const reject = (fault: string) => {
    taken.rejected += 1;
    if (taken.fault === '') taken.fault = fault;
  };
  let records = 0;
  // Spans of one trace come together; which rules want it is asked once.
  const wanted = new Map<string, boolean>();
  // Which session a trace is of is known once all of it has come.
  const wantsAll = rules.some(
    ({ content: { level, share = 1 } }) => level === 'session' || share >= 1,
  );
  const isSampledBySome = (position: number) =>
    rules.some(({ content }) => isSampled(content, position));
  const isWanted = (traceId: string) => {
    if (wantsAll) return true;
    const known = wanted.get(traceId);
    if (known !== undefined) return known;
    const answer = isSampledBySome(positionOf(traceId));
    wanted.set(traceId, answer);
    return answer;
  };

  return {
    facts,
    seen: 0,
    reject,

    accepts<Member extends object>(record: Member | Rejected): record is Member {
      records += 1;
      if (records > LIMITS.exportRecords) {
        reject(
          `An export may have ${LIMITS.exportRecords} records. Lower the batch size of the exporter.`,
        );
        return false;
      }
      if ('fault' in record) {
        reject(record.fault);
        return false;
      }
      return true;
    },

    keep(traceId: string, part: string, read: object): void {
      if (!isWanted(traceId)) return;
      const reading = JSON.stringify(read);
      // A character has three bytes at most.
      const mayBeLong = reading.length * 3 > MOST_READING_BYTES;
      if (mayBeLong && Buffer.byteLength(reading) > MOST_READING_BYTES) {
        reject(`A span has more than ${MOST_READING_BYTES} bytes of content.`);
        return;
      }
      parts.push({ traceId, part, reading });
    },

    async write(): Promise<Taken> {
      if (this.seen === 0 && parts.length === 0) return taken;
      const delays = rules.map(({ content: { level, delaySeconds } }) =>
        level === 'session' ? DEFAULT_DELAY_SECONDS : (delaySeconds ?? DEFAULT_DELAY_SECONDS),
      );
      const delaySeconds = Math.max(0, ...delays);
      const delayMs = delaySeconds * 1_000;
      const atMs = nowMs();
      await traces.take({
        projectId,
        parts,
        facts,
        seen: this.seen,
        nowMs: atMs,
        dueAtMs: atMs + delayMs,
        mostWaitMs: MOST_DELAYS * delayMs,
      });
      const traceIds = [...new Set(parts.map(({ traceId }) => traceId))];
      await traceQueue.send({ projectId, traceIds }, delaySeconds);
      return taken;
    },
  };
}
