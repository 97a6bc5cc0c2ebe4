import type { SampleView } from '@assay/scorers/sample.ts';
import { ExactMatch, JSONDiff, Levenshtein, ListContains, NumericDiff, ValidJSON } from 'autoevals';
import damerauLevenshtein from 'damerau-levenshtein';
import { distance } from 'fastest-levenshtein';
import jaroWinkler from 'jaro-winkler';
import * as rouge from 'js-rouge';
import { OTHERS } from './detectors/language.ts';
import { LIBRARIES } from './detectors/libraries.ts';
import type { Beside } from './detectors/task.ts';

/** The library that others use for what a scorer does. */
export interface Counterpart {
  library: string;
  run(sample: SampleView): unknown;
}

const fastestLevenshtein: Counterpart = {
  library: 'fastest-levenshtein',
  run: (sample) => distance(outputOf(sample), referenceOf(sample)),
};

const autoevalsLevenshtein: Counterpart = {
  library: 'autoevals Levenshtein',
  run: (sample) => Levenshtein({ output: outputOf(sample), expected: referenceOf(sample) }),
};

/** Those of detectors, whose quality beside them is in detectors.md. */
const ofDetectors = Object.fromEntries(
  Object.entries(LIBRARIES).map(([detector, libraries]: [string, readonly Beside[]]) => [
    detector,
    libraries.map(({ library, certainty }) => ({
      library,
      run: ({ output, input = '' }: SampleView) => certainty({ output: output ?? input }),
    })),
  ]),
);

/** Counterparts by scorer. Scorers without one are measured alone. */
export const COUNTERPARTS: Readonly<Record<string, readonly Counterpart[]>> = {
  'exact-match': [
    {
      library: 'autoevals ExactMatch',
      run: (sample) => ExactMatch({ output: outputOf(sample), expected: referenceOf(sample) }),
    },
  ],
  levenshtein: [fastestLevenshtein, autoevalsLevenshtein],
  'damerau-levenshtein': [
    {
      library: 'damerau-levenshtein',
      run: (sample) => damerauLevenshtein(outputOf(sample), referenceOf(sample)),
    },
  ],
  'jaro-winkler': [
    {
      library: 'jaro-winkler',
      run: (sample) => jaroWinkler(outputOf(sample), referenceOf(sample)),
    },
  ],
  'rouge-n': [
    {
      library: 'js-rouge',
      run: (sample) => rouge.n(outputOf(sample), referenceOf(sample), { n: 1 }),
    },
  ],
  'rouge-l': [
    { library: 'js-rouge', run: (sample) => rouge.l(outputOf(sample), referenceOf(sample)) },
  ],
  'numeric-diff': [
    {
      // It takes numbers, so its users look for them themselves.
      library: 'autoevals NumericDiff',
      run: (sample) =>
        NumericDiff({
          output: Number(/-?\d+(\.\d+)?/.exec(outputOf(sample))?.[0]),
          expected: Number(sample.expected),
        }),
    },
  ],
  'list-contains': [
    {
      library: 'autoevals ListContains',
      run: (sample) =>
        ListContains({
          output: outputOf(sample).split('\n'),
          expected: sample.expected as string[],
          allowExtraEntities: false,
        }),
    },
  ],
  'json-valid': [
    {
      library: 'autoevals ValidJSON',
      run: (sample) => ValidJSON({ output: outputOf(sample) }),
    },
  ],
  'json-diff': [
    {
      library: 'autoevals JSONDiff',
      run: (sample) =>
        JSONDiff({ output: JSON.parse(outputOf(sample)), expected: sample.expected }),
    },
  ],
  language: Object.entries(OTHERS).map(([library, detect]) => ({
    library,
    run: (sample: SampleView) => detect(outputOf(sample)),
  })),
  ...ofDetectors,
};

function outputOf({ output }: SampleView): string {
  if (output === undefined) throw new Error('a counterpart needs an output');
  return output;
}

function referenceOf({ references }: SampleView): string {
  if (references === undefined) throw new Error('a counterpart needs an expected text');
  return references[0];
}
