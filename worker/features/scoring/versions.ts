import type { Page } from '@assay/schema/types.ts';
import { PAGE_ITEMS, pageFrom } from '../../core/page-from.ts';
import type { ApiProblem } from '../../core/problem.ts';
import type { VersionedStore } from '../../store/versioned.ts';
import { parseVersionReference } from './version-cache.ts';

/** A page of a list, as queries ask for it. */
interface PageAsked {
  limit?: number | undefined;
  cursor?: string | undefined;
}

/** What is read and deleted alike of everything that has a name and versions. */
export interface Versions<Row, Value> {
  /** @param reference `name` for the newest version, or `name@3` */
  find(projectId: string, reference: string): Promise<Row>;
  get(projectId: string, reference: string): Promise<Value>;
  /** The newest version of each, by name. */
  list(projectId: string, asked: PageAsked): Promise<Page<Value>>;
  /** Every version of one, newest first. */
  all(projectId: string, name: string): Promise<Value[]>;
  /** Deletes all versions, or one. @returns the name */
  remove(projectId: string, reference: string, atMs: number): Promise<string>;
}

/** @param notFound what all but `list` throw for a reference that finds nothing */
export function versionsIn<Row extends { name: string }, Value extends { name: string }>(
  store: VersionedStore<Row>,
  toValue: (row: Row) => Value,
  notFound: (reference: string) => ApiProblem,
): Versions<Row, Value> {
  async function find(projectId: string, reference: string): Promise<Row> {
    const { name, version } = parseVersionReference(reference);
    const found = await store.find(projectId, name, version);
    if (found) return found;
    throw notFound(reference);
  }
  return {
    find,
    get: async (projectId, reference) => toValue(await find(projectId, reference)),

    async list(projectId, { limit = PAGE_ITEMS, cursor }) {
      const rows = await store.list(projectId, limit + 1, cursor);
      return pageFrom(rows, limit, toValue, ({ name }) => name);
    },

    async all(projectId, name) {
      const versions = await store.versions(projectId, name);
      if (versions.length === 0) throw notFound(name);
      return versions.map(toValue);
    },

    async remove(projectId, reference, atMs) {
      await find(projectId, reference);
      const { name, version } = parseVersionReference(reference);
      await store.remove(projectId, name, version, atMs);
      return name;
    },
  };
}
