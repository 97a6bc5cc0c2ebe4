/** What SQL says, by the grammar of PostgreSQL 17 itself. */
import { parsePostgres } from './postgresql-parser.ts';
import { inspectPostgres } from './postgresql-tree.ts';
import type { SqlStatements, Unread } from './statements.ts';

/** Reads SQL as PostgreSQL does. */
export function readPostgres(text: string): SqlStatements | Unread {
  // The parser reads to the first NUL; PostgreSQL takes none.
  if (text.includes('\0')) return { fault: 'it has a NUL character' };
  try {
    const parsed = parsePostgres(text);
    if ('tree' in parsed) {
      const found = inspectPostgres(parsed.tree);
      return found.kinds.size === 0 ? { fault: 'there is no statement' } : found;
    }
    if (/memory exhausted|stack depth limit|out of memory/.test(parsed.fault)) return 'too-large';
    return { fault: `${parsed.fault}${placeOf(text, parsed.at)}` };
  } catch (cause) {
    // Deeper than the stack: in the parser, or on the way through its tree.
    if (cause instanceof RangeError || cause instanceof WebAssembly.RuntimeError)
      return 'too-large';
    throw cause;
  }
}

/** Where in the text: PostgreSQL counts characters from 1. */
function placeOf(text: string, at: number): string {
  if (at <= 0) return '';
  const before = [...text]
    .slice(0, at - 1)
    .join('')
    .split('\n');
  return `, at line ${before.length}, column ${[...(before.at(-1) ?? '')].length + 1}`;
}
