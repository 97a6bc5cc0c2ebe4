/** What erases: a deletion whose counts a statement adds to, or a request by itself, which counts nothing. */
export interface ErasureJob {
  projectId: string;
  id: string | null;
}

/** A deletion whose counts a statement adds to. */
export interface DeletionJob extends ErasureJob {
  id: string;
}

/**
 * Adds what the statement before it, in the same transaction, changed to a deletion's count of a class:
 * what is deleted is counted once, whatever is tried again. A report is final: nothing is added to it.
 */
export function countErased(
  d1: D1Database,
  { projectId, id }: ErasureJob,
  erasedClass: string,
): D1PreparedStatement {
  return d1
    .prepare(
      `UPDATE deletions SET erased = json_set(erased, '$.' || ?3,
         coalesce(json_extract(erased, '$.' || ?3), 0) + changes())
       WHERE project_id = ?1 AND id = ?2 AND status = 'running' AND changes() > 0`,
    )
    .bind(projectId, id, erasedClass);
}
