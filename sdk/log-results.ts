import { derivedId } from '@assay/schema/ids.ts';
import { droppedSampleId } from '@assay/schema/records/dropped-sample.ts';
import type { LogEntry, LoggedResults } from '@assay/schema/types.ts';

/** What is wrong with the results of a batch. */
export interface ResultFinding {
  code: 'row_altered' | 'erased_without_deletion';
  message: string;
  entry: LogEntry;
  /** Of the first sample that it is about. */
  place: number;
}

export interface ResultsWalk {
  /** @param results what the database has of those of the entry */
  take(entry: LogEntry, results: LoggedResults): void;
  /** @param id what an entry says was deleted */
  deleted(id: string): void;
  /** @param pending what will be sealed next, as kind and id */
  end(pending: ReadonlySet<string>): ResultFinding[];
}

/** An entry with results of a batch. */
interface Leaf {
  version: number;
  entry: LogEntry;
  results: LoggedResults;
}

/**
 * Compares the entries of batches with each other: results that are not those of their entry any more must
 * be those of a later one, and what was erased must have been deleted.
 */
export function walkResults(): ResultsWalk {
  const batches = new Map<string, Leaf[]>();
  const deletions = new Set<string>();

  function* findings(batchId: string, pending: ReadonlySet<string>): Generator<ResultFinding> {
    const leaves = batches.get(batchId) ?? [];
    const waiting = [...pending].filter((key) => key.startsWith(`results ${batchId}/`));
    const isDeleted = (id: string) => deletions.has(id) || pending.has(`deletion ${id}`);
    // Then what stays of a result is what it is without its texts.
    const isDropped = isDeleted(droppedSampleId(batchId));
    for (const { version, entry, results } of leaves) {
      const isHeldLater = (at: number) =>
        waiting.some((key) => versionOf(key) > version) ||
        leaves.some((other) => other.version > version && hasPlace(other.results, at));
      const lost = results.replaced.find((at) => !isHeldLater(at));
      if (lost !== undefined) {
        const message = `The result of sample ${lost} was replaced, and no entry has another.`;
        yield { code: 'row_altered', message, entry, place: lost };
      }
      if (!isErasure(version) || isDropped) continue;
      const kept = placesIn(results).find((at) => !isDeleted(derivedId('verdict', batchId, at)));
      if (kept === undefined) continue;
      const message = `The result of sample ${kept} was emptied, and no entry says that it was deleted.`;
      yield { code: 'erased_without_deletion', message, entry, place: kept };
    }
  }

  return {
    take(entry, results) {
      const batchId = batchOf(entry.id);
      const leaves = batches.get(batchId) ?? [];
      leaves.push({ version: versionOf(entry.id), entry, results });
      batches.set(batchId, leaves);
    },
    deleted: (id) => void deletions.add(id),
    end: (pending) => [...batches.keys()].flatMap((batchId) => [...findings(batchId, pending)]),
  };
}

/** The batch of an entry with results, whose id is `batch/place/version`. */
export function batchOf(id: string): string {
  return id.slice(0, id.indexOf('/'));
}

function versionOf(id: string): number {
  return Number(id.slice(id.lastIndexOf('/') + 1));
}

/** Versions count by twos; those between are of results of which values alone are left. */
function isErasure(version: number): boolean {
  return version > 0 && version % 2 === 1;
}

function hasPlace({ places }: LoggedResults, at: number): boolean {
  return places.some(([from, to]) => at >= from && at < to);
}

function placesIn({ places }: LoggedResults): number[] {
  return places.flatMap(([from, to]) => Array.from({ length: to - from }, (_, i) => from + i));
}
