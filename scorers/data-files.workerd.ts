import piiWordSets from './detectors/pii/word-sets.bin';
import languageNgrams from './text/language-ngrams.bin';

/** Every data file, as the Workers runtime hands it over: it has no files to read while running. */
const DATA_FILES: Readonly<Record<string, ArrayBuffer>> = {
  'detectors/pii/word-sets.bin': piiWordSets,
  'text/language-ngrams.bin': languageNgrams,
};

export function readData(path: string): ArrayBuffer {
  const data = DATA_FILES[path];
  if (data === undefined) throw new TypeError(`scorers/data-files.workerd.ts has no ${path}`);
  return data;
}
