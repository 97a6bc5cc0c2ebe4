import { createActiveRules } from '../worker/features/traces/active-rules.ts';
import { spansInProtobuf } from '../worker/features/traces/otlp/decode-protobuf.ts';
import { takeSpans } from '../worker/features/traces/take-export.ts';
import { createDatabase } from '../worker/store/database.ts';
import { createTraceStore } from '../worker/store/traces.ts';

/** A database that takes all it is given, so that what it costs is left out. */
function takingAll(): D1Database {
  const statement = { bind: () => statement };
  const batch = async (statements: unknown[]) => statements.map(() => ({ results: [], meta: {} }));
  return { prepare: () => statement, batch } as unknown as D1Database;
}

/**
 * The intake of the Worker, from the bytes of a request to the statements for D1 and the messages for
 * the queue, for a project with one rule that wants every span.
 */
export function createIntake(): (bytes: Uint8Array) => Promise<void> {
  const rule = {
    ...{ projectId: 'prj', name: 'all', version: 1, description: '', fingerprint: '' },
    ...{ createdAtMs: 0, deletedAtMs: null, attempt: null },
    content: { level: 'trace' as const, scorers: ['json-valid'] },
  };
  const nowMs = () => Date.now();
  const needs = {
    traces: createTraceStore(createDatabase(takingAll())),
    traceQueue: { send: async () => {} },
    activeRules: createActiveRules({ list: async () => [rule] }, nowMs),
    nowMs,
  };
  return async (bytes) => {
    const { rejected, fault } = await takeSpans('prj', spansInProtobuf(bytes), needs);
    if (rejected > 0) throw new Error(`${rejected} spans were refused: ${fault}`);
  };
}

/** What decoding alone does: every span is read, and dropped. */
export function decodeAlone(bytes: Uint8Array): number {
  let count = 0;
  for (const _ of spansInProtobuf(bytes)) count += 1;
  return count;
}
