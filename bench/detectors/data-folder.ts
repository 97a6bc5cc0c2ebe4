import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DataFolder } from './task.ts';

/** Labelled data, one JSON object a line; a file that is absent is reported once and has no rows. */
export function openDataFolder(folder: string): DataFolder {
  return {
    path: folder,
    rows(file) {
      const path = join(folder, file);
      if (!existsSync(path)) {
        console.log(`${file} is absent: nothing is measured on it.`);
        return [];
      }
      const lines = readFileSync(path, 'utf8').trim().split('\n');
      return lines.map((line) => JSON.parse(line));
    },
  };
}
