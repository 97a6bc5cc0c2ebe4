import { derivedId } from '@assay/schema/ids.ts';
import { fromHex } from '@assay/schema/records/bytes.ts';
import type { Checkpoint } from '@assay/schema/records/checkpoint.ts';
import { commitmentOf } from '@assay/schema/records/commitment.ts';
import {
  droppedHash,
  droppedSampleId,
  verdictOfDropped,
} from '@assay/schema/records/dropped-sample.ts';
import { growingRoot, isSame, leafHash } from '@assay/schema/records/merkle-proof.ts';
import type {
  LogEntriesQuery,
  LogEntry,
  LogEntryKind,
  LoggedRow,
  LogPage,
} from '@assay/schema/types.ts';
import { batchOf, walkResults } from './log-results.ts';

/** What is wrong with a log, or with a row of the database. */
export interface LogFinding {
  code:
    | 'history_rewritten'
    | 'root_differs'
    | 'entry_missing'
    | 'entry_altered'
    | 'erased_without_deletion'
    | 'row_altered'
    | 'row_missing'
    | 'row_restored'
    | 'row_unlogged';
  /** Of the entry. */
  index: number | null;
  kind: LogEntryKind | null;
  /** Id of the verdict, of the results or of the audit entry. */
  id: string | null;
  message: string;
  /** Of a batch: the results that it is about, where that can be told. */
  results?: FoundResult[];
}

/** A result of a batch that was altered. */
export interface FoundResult {
  /** Place of its sample in the batch, from 0. */
  index: number;
  verdictId: string;
}

interface Walk {
  /** Reads the log up to a checkpoint, and compares it with that. */
  to(head: Checkpoint): Promise<void>;
  /** @param pending what will be sealed next, as kind and id */
  end(pending: ReadonlySet<string>): {
    findings: LogFinding[];
    entries: Record<LogEntryKind, number>;
    erased: number;
  };
}

const PAGE_ENTRIES = 1_000;

/** Reads a log from its start, and compares each entry with its leaf and with its row. */
export function walkLog(
  source: { entries(query: LogEntriesQuery): PromiseLike<LogPage> },
  onProgress?: (seen: number, size: number) => void,
): Walk {
  const growing = growingRoot();
  const findings: LogFinding[] = [];
  const entries = { verdict: 0, sample: 0, results: 0, deletion: 0, audit: 0 };
  // Rows that are gone, entries that are erased and samples that are not the judged ones: each must be
  // explained by a later entry.
  const gone = unexplained();
  const erased = unexplained();
  const samples = unexplained();
  // Verdicts that are not what was sealed: what stays of them after their samples were dropped, or altered.
  const shortened = new Map<string, { entry: LogEntry; before: string; after: string }>();
  const batches = walkResults();
  let erasedCount = 0;
  let size = 0;
  let isBroken = false;

  const find = (
    code: LogFinding['code'],
    message: string,
    entry: LogEntry | null,
    places: readonly number[] = [],
  ) =>
    findings.push({
      ...{ code, message, index: entry?.index ?? null },
      ...{ kind: entry?.kind ?? null, id: entry?.id ?? null },
      ...(entry && places.length > 0 && { results: resultsAt(entry, places) }),
    });

  async function take(entry: LogEntry): Promise<void> {
    const { kind, id, salt, hash, commitment, row } = entry;
    await growing.add(await leafHash(fromHex(commitment)));
    size += 1;
    entries[kind] += 1;
    if (kind === 'deletion') {
      const dropped = verdictOfDropped(id) ?? id;
      samples.explain(dropped);
      const short = shortened.get(dropped);
      const isExplained =
        short &&
        (dropped === id || hash === (await droppedHash(dropped, short.before, short.after)));
      if (isExplained) shortened.delete(dropped);
      gone.explain(id);
      erased.explain(id);
      batches.deleted(id);
    }
    if (kind === 'sample') samples.explain(id);
    const subject = kind === 'results' ? batchOf(id) : id;
    if (salt === null || hash === null) {
      erasedCount += 1;
      erased.add(subject, entry);
      if (row) find('row_restored', 'The row is there again, although it was deleted.', entry);
      return;
    }
    const committed = async (value: string) =>
      (await commitmentOf({ kind, id, salt, hash: value })) === commitment;
    if (!(await committed(hash))) {
      find('entry_altered', 'Salt and hash of the entry are not those of its leaf.', entry);
    }
    if (row === undefined) return;
    if (row === null) gone.add(subject, entry);
    else if (!(await committed(row.hash))) {
      // It may have been dropped since, as a later entry says.
      if (kind === 'sample') samples.add(id, entry);
      else if (kind === 'verdict') {
        shortened.set(id, { entry, before: hash, after: row.hash });
        if (row.sampleHash !== null) samples.add(id, entry);
      } else find('row_altered', alteredText(row), entry, row.results?.altered);
    } else if (row.sampleHash !== null) samples.add(id, entry);
    if (row?.results === undefined) return;
    if (row.results.withoutSample > 0) samples.add(subject, entry);
    batches.take(entry, row.results);
  }

  return {
    async to(head) {
      while (size < head.size && !isBroken) {
        const start = size;
        const limit = Math.min(PAGE_ENTRIES, head.size - start);
        const { items } = await source.entries({ start, limit, include: 'rows' });
        for (const entry of items) if (entry.index === size) await take(entry);
        onProgress?.(size, head.size);
        if (size > start && size === start + items.length) continue;
        isBroken = true;
        find('entry_missing', `The log has no entry ${size}: the rest was not looked at.`, null);
      }
      if (isBroken || isSame(await growing.root(), head.root)) return;
      isBroken = true;
      find('root_differs', `The ${size} entries are not those that were signed.`, null);
    },
    end(pending) {
      const isPending = (id: string) => pending.has(`deletion ${id}`);
      for (const entry of gone.left(isPending)) {
        find('row_missing', 'The row is gone, and no entry says that it was deleted.', entry);
      }
      for (const entry of erased.left(isPending)) {
        find('erased_without_deletion', 'The entry is erased, and no deletion follows.', entry);
      }
      for (const entry of samples.left((id) => isPending(id) || isPending(droppedSampleId(id)))) {
        find('row_altered', 'The stored sample is not the one that was sealed.', entry);
      }
      for (const [id, { entry }] of shortened) {
        if (isPending(droppedSampleId(id)) || isPending(id)) continue;
        find('row_altered', 'The row is not what was sealed.', entry);
      }
      for (const { code, message, entry, place } of batches.end(pending)) {
        find(code, message, entry, [place]);
      }
      return { findings, entries, erased: erasedCount };
    },
  };
}

const MOST_NAMED = 10;

function alteredText({ results }: LoggedRow): string {
  const { altered = [] } = results ?? {};
  if (altered.length === 0) return 'The row is not what was sealed.';
  const named = altered.slice(0, MOST_NAMED).join(', ');
  const more = altered.length - MOST_NAMED;
  const samples = `${named}${more > 0 ? ` and ${more} more` : ''}`;
  return altered.length === 1
    ? `The result of sample ${samples} is not what was sealed.`
    : `The results of samples ${samples} are not what was sealed.`;
}

function resultsAt({ id }: LogEntry, places: readonly number[]): FoundResult[] {
  const batchId = batchOf(id);
  return places.map((index) => ({ index, verdictId: derivedId('verdict', batchId, index) }));
}

interface Unexplained {
  /** @param subject what an entry must say something of, so that this one is explained */
  add(subject: string, entry: LogEntry): void;
  explain(subject: string): void;
  /** Those that are not explained, nor by what `isExplained`. */
  left(isExplained: (subject: string) => boolean): LogEntry[];
}

function unexplained(): Unexplained {
  const bySubject = new Map<string, LogEntry[]>();
  return {
    add(subject, entry) {
      bySubject.set(subject, [...(bySubject.get(subject) ?? []), entry]);
    },
    explain: (subject) => void bySubject.delete(subject),
    left: (isExplained) =>
      [...bySubject].flatMap(([subject, entries]) => (isExplained(subject) ? [] : entries)),
  };
}
