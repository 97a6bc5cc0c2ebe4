/** What begins an encrypted text: the id of the key, and the ciphertext, follow. */
export const SEALED = 'enc1:';

/** SQL that tells whether a column has an encrypted text, which no function of JSON may look into. */
export function isSealedText(column: string): string {
  return `substr(${column}, 1, ${SEALED.length}) = '${SEALED}'`;
}

/**
 * SQL that is the value of a column that is required, and NULL, which that refuses, if the key that sealed
 * what is written beside it was dropped. Texts that no key sealed have none.
 */
export function unlessDropped(value: string, key: string, projectId: string): string {
  return `CASE WHEN ${key} IS NULL OR EXISTS (SELECT 1 FROM data_keys k WHERE k.project_id = ${projectId}
    AND k.id = ${key} AND k.dropped_at_ms IS NULL) THEN ${value} END`;
}

/** SQL for the id of the key of an encrypted text in a column. */
export function keyOfText(column: string): string {
  const rest = `substr(${column}, ${SEALED.length + 1})`;
  return `substr(${rest}, 1, instr(${rest}, ':') - 1)`;
}
