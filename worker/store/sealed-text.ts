/** What begins an encrypted text: the id of the key, and the ciphertext, follow. */
export const SEALED = 'enc1:';

/** SQL that tells whether a column has an encrypted text, which no function of JSON may look into. */
export function isSealedText(column: string): string {
  return `substr(${column}, 1, ${SEALED.length}) = '${SEALED}'`;
}

/** SQL for the id of the key of an encrypted text in a column. */
export function keyOfText(column: string): string {
  const rest = `substr(${column}, ${SEALED.length + 1})`;
  return `substr(${rest}, 1, instr(${rest}, ':') - 1)`;
}
