import type { LogReading, SpanReading } from './read-span.ts';
import { hashUser } from './score-matched.ts';

/** What is kept of a span or a log record until its trace is scored, or of a turn of a session. */
type Kept = KeptSpan | { span: KeptSpan };
type KeptSpan = LogReading & Partial<Pick<SpanReading, 'attributes'>>;

/**
 * Whether verdicts of what is kept would have a value under a key of their metadata, or whether an
 * attribute of the span has. Users are found by their id and by its hash.
 */
export function isAbout(
  kept: Kept,
  { key, value }: { key: string; value: string },
  projectId: string,
): boolean {
  const { traceId, spanId, reading, attributes = {} } = 'span' in kept ? kept.span : kept;
  const { session, user } = reading;
  const known: Readonly<Record<string, readonly unknown[]>> = {
    traceId: [traceId],
    spanId: [spanId],
    session: [session, session?.slice(0, 256)],
    user: user === undefined ? [] : [user, user.slice(0, 256), hashUser(projectId, user)],
    service: [attributes['service.name']],
    release: [attributes['service.version']],
  };
  const values = Object.hasOwn(known, key) ? (known[key] ?? []) : [];
  const ofAttributes = Object.hasOwn(attributes, key) ? [attributes[key]] : [];
  return [...values, ...ofAttributes].some((each) => each !== undefined && String(each) === value);
}
