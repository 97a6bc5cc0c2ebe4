import gibberishTrigrams from './detectors/gibberish/trigrams.bin';
import injectionWeights from './detectors/model/injection.bin';
import refusalWeights from './detectors/model/refusal.bin';
import toxicityWeights from './detectors/model/toxicity.bin';
import ungroundedWeights from './detectors/model/ungrounded.bin';
import piiWordSets from './detectors/pii/word-sets.bin';
import postgresGrammar from './format/sql/postgresql-tables.bin';
import languageNgrams from './text/language-ngrams.bin';

/** Every data file, as the Workers runtime hands it over: it has no files to read while running. */
const DATA_FILES: Readonly<Record<string, ArrayBuffer>> = {
  'detectors/model/injection.bin': injectionWeights,
  'detectors/model/refusal.bin': refusalWeights,
  'detectors/model/toxicity.bin': toxicityWeights,
  'detectors/model/ungrounded.bin': ungroundedWeights,
  'detectors/gibberish/trigrams.bin': gibberishTrigrams,
  'detectors/pii/word-sets.bin': piiWordSets,
  'format/sql/postgresql-tables.bin': postgresGrammar,
  'text/language-ngrams.bin': languageNgrams,
};

export function readData(path: string): ArrayBuffer {
  const data = DATA_FILES[path];
  if (data === undefined) throw new TypeError(`scorers/data-files.workerd.ts has no ${path}`);
  return data;
}
