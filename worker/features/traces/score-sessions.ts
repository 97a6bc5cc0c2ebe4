import { hashedId } from '@assay/schema/ids.ts';
import { sha256Hex } from '@assay/schema/sha256.ts';
import type { SessionTraceStore } from '../../store/session-traces.ts';
import type { TraceQueue } from '../../store/trace-queue.ts';
import type { StoredTraceRule } from '../../store/trace-rules.ts';
import type { TraceTurn } from '../../store/traces.ts';
import { isSampled, positionOf } from './match-rule.ts';
import type { SpanReading } from './read-span.ts';
import { reading } from './reading.ts';
import { type SessionTurn, sampleOfSession, sessionOf } from './sample-of-session.ts';
import type { TraceSample } from './samples-of-trace.ts';
import { type ScoreMatchedNeeds, scoreMatched } from './score-matched.ts';

export type ScoreSessionNeeds = ScoreMatchedNeeds & {
  traceQueue: TraceQueue;
  sessionTraces: SessionTraceStore;
};

const DEFAULT_IDLE_SECONDS = 600;
const DEFAULT_WINDOW_SECONDS = 14_400;
/** Traces in one sample of a session; those after them are in the next. */
const MOST_READ = { parts: 100, characters: 16_000_000 };

const SESSION = 'session:';

/** Whether what waits is a session: it is kept as traces are, with its turns as its parts. */
export function isSessionKey(traceId: string): boolean {
  return traceId.startsWith(SESSION);
}

const HASH_DIGITS = 32;

function sessionKey(rule: string, session: string): string {
  return `${SESSION}${rule}:${sha256Hex(session).slice(0, HASH_DIGITS)}`;
}

function ruleOf(key: string): string {
  return key.slice(SESSION.length, key.lastIndexOf(':'));
}

interface TurnContext {
  rule: StoredTraceRule;
  projectId: string;
  spans: readonly SpanReading[];
  needs: ScoreSessionNeeds;
}

/** Adds a trace to its session, if it has one and the rule wants it; a trace that is there stays as it is. */
export async function addTurn(
  { span, sample }: TraceSample,
  { rule, projectId, spans, needs: { traces, traceQueue, nowMs } }: TurnContext,
): Promise<void> {
  const session = sessionOf(span, spans);
  if (session === undefined || !isSampled(rule.content, positionOf(session))) return;
  const { delaySeconds = DEFAULT_IDLE_SECONDS, windowSeconds = DEFAULT_WINDOW_SECONDS } =
    rule.content;
  const key = sessionKey(rule.name, session);
  // The sample has the content.
  const { kind, generator, user } = span.reading;
  const turn: SessionTurn = {
    sample,
    span: { ...span, reading: { ...reading({ kind, generator, user }), session } },
  };
  const atMs = nowMs();
  await traces.take({
    projectId,
    parts: [{ traceId: key, part: span.traceId, reading: JSON.stringify(turn) }],
    facts: [],
    seen: 0,
    nowMs: atMs,
    dueAtMs: atMs + delaySeconds * 1_000,
    mostWaitMs: windowSeconds * 1_000,
  });
  await traceQueue.send({ projectId, traceIds: [key] }, delaySeconds);
}

/**
 * Scores what a session had since it was scored last, once. Which traces are in a sample is written
 * before it is scored: whatever dies in between, and whatever comes again, no trace is in two samples.
 */
export async function scoreSession(
  turn: TraceTurn,
  rules: readonly StoredTraceRule[],
  needs: ScoreSessionNeeds,
): Promise<void> {
  const { projectId, traceId: key } = turn;
  const rows = await needs.traces.parts(projectId, key, MOST_READ);
  const turns = new Map<string, SessionTurn>(
    rows.map((row) => [row.part, JSON.parse(row.reading)]),
  );
  const rule = rules.find(({ name }) => name === ruleOf(key));
  if (rule !== undefined && turns.size > 0) {
    const claimed = await claim(turn, turns, needs);
    for (const [first, members] of claimed) {
      const session = sampleOfSession(members);
      if (session === undefined) continue;
      const seed = seedOf(key, first, members);
      await scoreMatched({ rule, projectId, matched: [{ ...session, seed }], needs });
    }
  }
  await needs.sessionTraces.finish(turn, [...turns.keys()], needs.nowMs());
}

/** The turns that are to be scored, by the first trace of their sample. */
async function claim(
  { projectId, traceId: session }: TraceTurn,
  turns: ReadonlyMap<string, SessionTurn>,
  { sessionTraces, nowMs }: ScoreSessionNeeds,
): Promise<Map<string, SessionTurn[]>> {
  const [first] = [...turns].toSorted(([, a], [, b]) => a.span.startMs - b.span.startMs);
  const members = await sessionTraces.claim({
    ...{ projectId, session, traceIds: [...turns.keys()], sample: first?.[0] ?? '' },
    nowMs: nowMs(),
  });
  const unscored = members.filter(({ isScored }) => !isScored);
  return new Map(
    [...Map.groupBy(unscored, ({ sample }) => sample)].map(([sample, traces]) => [
      sample,
      traces.flatMap(({ traceId }) => turns.get(traceId) ?? []),
    ]),
  );
}

/** The id has the time of the last turn, so that verdicts are listed in the order of sessions' ends. */
function seedOf(key: string, first: string, members: readonly SessionTurn[]): string {
  const lastMs = Math.max(...members.map(({ span }) => span.startMs));
  return hashedId('request', lastMs, sha256Hex(`${key} ${first}`));
}
