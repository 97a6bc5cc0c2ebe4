import { DatabaseSync } from 'node:sqlite';
import { fromHex } from '../schema/records/bytes.ts';
import { isConsistent, leafHash, rootOfInclusion } from '../schema/records/merkle-proof.ts';
import { createProjectLog, type LogStorage } from '../worker/store/project-log.ts';

const STEP = 1_000;
const PROOFS = 200;

/** A row for each size: bytes of proofs, and the median milliseconds that making and verifying one takes. */
export async function measureProofs(sizes: readonly number[]): Promise<string[][]> {
  const log = createProjectLog(sqliteStorage());
  const rows: string[][] = [];
  let size = 0;
  for (const wanted of sizes) {
    const from = size;
    const startedAt = performance.now();
    while (size < wanted) {
      const count = Math.min(STEP, wanted - size);
      log.append(Array.from({ length: count }, (_, i) => entryAt(size + i)));
      size += count;
    }
    const perSecond = ((size - from) * 1_000) / (performance.now() - startedAt);
    rows.push(await rowOf(log, size, perSecond));
  }
  return rows;
}

const entryAt = (index: number) => ({
  kind: 'verdict' as const,
  id: `ver_${index}`,
  hash: index.toString(16).padStart(64, '0'),
});

async function rowOf(
  log: ReturnType<typeof createProjectLog>,
  size: number,
  perSecond: number,
): Promise<string[]> {
  const root = fromHex(log.state().root);
  const times = { made: [] as number[], verified: [] as number[], consistency: [] as number[] };
  let [hashes, consistent] = [0, 0];
  for (let i = 0; i < PROOFS; i++) {
    // Spread over the log: golden steps.
    const index = Math.floor((i * 0.618034 * size) % size);
    const startedAt = performance.now();
    const proven = log.prove('verdict', `ver_${index}`, size);
    const madeAt = performance.now();
    if (proven === null) throw new Error(`entry ${index} is not proven`);
    const proof = proven.proof.map(fromHex);
    const leaf = await leafHash(fromHex(proven.entry.commitment));
    const reached = await rootOfInclusion(leaf, { index, size }, proof);
    const verifiedAt = performance.now();
    if (reached?.join() !== root.join()) throw new Error(`the proof of ${index} is wrong`);
    const between = log.consistency(index + 1, size);
    times.consistency.push(performance.now() - verifiedAt);
    times.made.push(madeAt - startedAt);
    times.verified.push(verifiedAt - madeAt);
    hashes = Math.max(hashes, proof.length);
    consistent = Math.max(consistent, between?.length ?? 0);
  }
  if (!(await isConsistent({ size, root }, { size, root }, []))) throw new Error('not consistent');
  return [
    size.toLocaleString('en'),
    `${hashes} hashes, ${hashes * 32} B`,
    `${median(times.made)} ms`,
    `${median(times.verified)} ms`,
    `${consistent} hashes, ${consistent * 32} B`,
    `${median(times.consistency)} ms`,
    perSecond.toFixed(0),
  ];
}

function median(numbers: readonly number[]): string {
  return (numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0).toFixed(2);
}

/** The SQLite of Node.js in the shape of a Durable Object's. */
function sqliteStorage(): LogStorage {
  const database = new DatabaseSync(':memory:');
  const statements = new Map<string, ReturnType<typeof database.prepare>>();
  const exec = (query: string, ...values: unknown[]) => {
    const statement = statements.get(query) ?? database.prepare(query);
    statements.set(query, statement);
    const rows = statement.all(...(values as never[]));
    return { toArray: () => rows, one: () => rows[0] };
  };
  return {
    sql: { exec } as unknown as SqlStorage,
    transactionSync(work) {
      database.exec('BEGIN');
      const value = work();
      database.exec('COMMIT');
      return value;
    },
  };
}
