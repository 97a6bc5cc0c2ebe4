import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data');

interface ReferenceRow {
  id: string;
  [field: string]: unknown;
}

/**
 * Rows of a reference file that lies beside the checkout and is not part of it. Where the file is
 * absent there are none, and one test is skipped in their name.
 *
 * @param file name in the reference folder, one JSON object a line
 * @param match only rows with these field values
 */
export function referenceRows(file: string, match: Record<string, unknown> = {}): ReferenceRow[] {
  const text = referenceText(file);
  if (text === undefined) return [];
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): ReferenceRow => JSON.parse(line))
    .filter((row) => Object.entries(match).every(([field, value]) => row[field] === value));
}

/** The text of a reference file; undefined, with one test skipped in its name, where it is absent. */
export function referenceText(file: string): string | undefined {
  const path = join(folder, file);
  if (existsSync(path)) return readFileSync(path, 'utf8');
  test.skip(`reference data ${file} is absent`, () => {});
  return undefined;
}
