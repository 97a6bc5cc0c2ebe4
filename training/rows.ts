/** The labelled rows that detectors are trained and measured on; they lie beside the checkout. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where the reference data lies, when no `--data` says otherwise. */
export const DATA_FOLDER = join(import.meta.dirname, '..', '..', 'shared', 'data');

/** The rows of one file, one JSON object a line; none where the file is absent. */
export function readRows<Row>(file: string, folder: string = DATA_FOLDER): Row[] {
  const path = join(folder, file);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line): Row => JSON.parse(line));
}
