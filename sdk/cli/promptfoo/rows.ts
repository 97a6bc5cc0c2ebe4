import { AGENT_ROWS } from './agent-rows.ts';
import { CODE_ROWS } from './code-rows.ts';
import { FORMAT_ROWS } from './format-rows.ts';
import { JUDGE_ROWS } from './judge-rows.ts';
import type { Row, Rows } from './row.ts';
import { TEXT_ROWS } from './text-rows.ts';
import { UNMAPPED_ROWS } from './unmapped-rows.ts';

/**
 * Every type of assertion that promptfoo has, and what happens to it. A type more is a row more.
 */
export const ROWS: Rows = {
  ...TEXT_ROWS,
  ...FORMAT_ROWS,
  ...JUDGE_ROWS,
  ...AGENT_ROWS,
  ...CODE_ROWS,
  ...UNMAPPED_ROWS,
};

export function rowOf(type: string): Row {
  const known = Object.hasOwn(ROWS, type) ? ROWS[type] : undefined;
  if (known) return known;
  if (type.startsWith('promptfoo:redteam:')) {
    return { scorer: null, why: 'Red-team graders are not imported.', instead: 'harmfulness' };
  }
  return { scorer: null, why: 'The importer does not know this type of assertion.' };
}
