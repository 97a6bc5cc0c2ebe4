/** What SQL says, by the grammar of PostgreSQL 17 itself. */
import type { SqlStatements, Unread } from '../statements.ts';
import { checkTree } from './check.ts';
import { PostgresFault } from './fault.ts';
import { inspectPostgres } from './inspect.ts';
import { parsePostgres, TooDeep } from './parse.ts';

/** Reads SQL as PostgreSQL does. */
export function readPostgres(text: string): SqlStatements | Unread {
  if (text.includes('\0')) return { fault: 'it has a NUL character' };
  try {
    const tree = parsePostgres(text);
    checkTree(tree);
    const found = inspectPostgres(tree);
    return found.kinds.size === 0 ? { fault: 'there is no statement' } : found;
  } catch (cause) {
    // Deeper than the grammar goes, or than the stack on the way through the tree.
    if (cause instanceof TooDeep || cause instanceof RangeError) return 'too-large';
    if (!(cause instanceof PostgresFault)) throw cause;
    return { fault: `${cause.message}${placeOf(text, cause.at)}` };
  }
}

function placeOf(text: string, at: number): string {
  const before = text.slice(0, at).split('\n');
  return `, at line ${before.length}, column ${[...(before.at(-1) ?? '')].length + 1}`;
}
