import { ulid } from 'ulid';

/** The prefixes of every id that Assay makes. */
export const ID_PREFIXES = {
  verdict: 'ver',
  key: 'key',
  project: 'prj',
  request: 'req',
} as const;

/** A new id: a prefix and a ULID, so that ids sort by the time they were made. */
export function newId(kind: keyof typeof ID_PREFIXES, nowMs?: number): string {
  return `${ID_PREFIXES[kind]}_${ulid(nowMs).toLowerCase()}`;
}
