import { canonicalJson } from '@assay/schema/canonical-json.ts';
import { fromHex, sha256OfBytes, toBase64, utf8Bytes } from '@assay/schema/records/bytes.ts';
import { consistencyRanges } from '@assay/schema/records/merkle.ts';
import { leafHash, rootsAt } from '@assay/schema/records/merkle-proof.ts';
import { hexOf } from '@assay/schema/records/statement.ts';
import type {
  LogEntry,
  LoggedRow,
  StoredVerdict,
  UnloggedRow,
  Verdict,
} from '@assay/schema/types.ts';
import type { LogSource } from '../log.ts';
import type { Log } from '../resources/log.ts';
import { CliError } from './cli-error.ts';
import { parseJson } from './key-set.ts';

const PAGE_ENTRIES = 1_000;

/** A log as JSON Lines: its checkpoint, then each entry. */
export async function* logLines(log: Pick<Log, 'checkpoint' | 'entries'>): AsyncGenerator<string> {
  const { checkpoint, size } = await log.checkpoint();
  yield `${JSON.stringify({ checkpoint })}\n`;
  for (let start = 0; start < size; ) {
    const limit = Math.min(PAGE_ENTRIES, size - start);
    const { items } = await log.entries({ start, limit });
    if (items.length === 0) throw new CliError(`The log has no entry ${start}.`);
    for (const entry of items) yield `${JSON.stringify(entry)}\n`;
    start += items.length;
  }
}

/** A log that was written as lines, with the verdicts that there are copies of as its rows. */
export function logInFile(
  text: string,
  name: string,
  copies: ReadonlyMap<string, LoggedRow>,
): LogSource {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const { checkpoint } = parseJson<{ checkpoint?: string }>(first, `Line 1 of ${name}`);
  if (checkpoint === undefined) {
    throw new CliError(`${name} is not a log: its first line has no \`checkpoint\`.`);
  }
  const entries = lines.map((line, i) => parseJson<LogEntry>(line, `Line ${i + 2} of ${name}`));
  const withRow = (entry: LogEntry): LogEntry => {
    const row = entry.kind === 'verdict' ? copies.get(entry.id) : undefined;
    return row === undefined ? entry : { ...entry, row };
  };
  return {
    checkpoint: async () => ({ checkpoint }),
    entries: async ({ start = 0, limit = PAGE_ENTRIES }) => ({
      items: entries.slice(start, start + limit).map(withRow),
      size: entries.length,
    }),
    async consistency(from, to) {
      const leaves = await Promise.all(
        entries.slice(0, to).map(({ commitment }) => leafHash(fromHex(commitment))),
      );
      const hashes = await Promise.all(
        consistencyRanges(from, to).map(([start, end]) =>
          rootsAt([end - start], leaves.slice(start, end)),
        ),
      );
      return { proof: hashes.flat().map(toBase64) };
    },
    pending: nothing,
    unlogged: nothing,
  };
}

// A file knows nothing of the database.
async function* nothing(): AsyncGenerator<UnloggedRow> {}

/** What copies of verdicts hash to, by id: one verdict, a list or page of them, or one on each line. */
export async function rowsOfCopies(text: string, name: string): Promise<Map<string, LoggedRow>> {
  const rows = new Map<string, LoggedRow>();
  for (const { sample, ...verdict } of verdictsIn(text, name)) {
    const { sampleHash } = verdict.lineage;
    const stored = sample === undefined ? null : await hashOf(sample);
    const isJudged = stored === null || stored === hexOf(sampleHash);
    rows.set(verdict.id, { hash: await hashOf(verdict), sampleHash: isJudged ? null : stored });
  }
  return rows;
}

type Copy = Verdict & Partial<Pick<StoredVerdict, 'sample'>>;

function verdictsIn(text: string, name: string): Copy[] {
  const lines = text.trim().split('\n');
  const isWhole = /^[[{]$/.test(lines[0]?.trim() ?? '') || lines.length === 1;
  const found = isWhole
    ? listed(parseJson<Copy | Copy[] | { items: Copy[] }>(text, name))
    : lines.map((line, i) => parseJson<Copy>(line, `Line ${i + 1} of ${name}`));
  if (found.every((copy) => typeof copy?.lineage?.sampleHash === 'string')) return found;
  throw new CliError(`${name} has something that is not a verdict.`);
}

function listed(value: Copy | Copy[] | { items: Copy[] }): Copy[] {
  if (Array.isArray(value)) return value;
  return 'items' in value ? value.items : [value];
}

function hashOf(value: unknown): Promise<string> {
  return sha256OfBytes(utf8Bytes(canonicalJson(value)));
}
