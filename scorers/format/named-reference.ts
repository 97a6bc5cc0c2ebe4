import { decodeHTMLStrict } from 'entities/decode';

/**
 * The characters that a name between `&` and `;` stands for, or false where it is none.
 *
 * In the Worker micromark imports it in the place of `decode-named-character-reference`, which has a table of
 * its own beside that of the HTML parser (`scripts/worker-build.ts`).
 */
export function decodeNamedCharacterReference(name: string): string | false {
  const reference = `&${name};`;
  const decoded = decodeHTMLStrict(reference);
  return decoded === reference ? false : decoded;
}
