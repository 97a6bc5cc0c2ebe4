import type { JsonObject } from '@assay/schema/types.ts';
import type { Scorer } from '@assay/scorers/define.ts';
import type { Detector } from '@assay/scorers/detectors/define-detector.ts';
import { isDetector } from '@assay/scorers/detectors/define-detector.ts';
import { SCORERS } from '@assay/scorers/registry.ts';
import { HARMLESS_TEXTS } from '@assay/scorers/testing/harmless-texts.ts';
import { tableOf } from '../print.ts';
import { findingsBy } from './measure.ts';
import type { DataFolder } from './task.ts';

/** Parameters of detectors that look for nothing without any. */
const PARAMS: Readonly<Record<string, JsonObject>> = {
  'detect-canary': { tokens: ['cnry-8e21b7'] },
  'detect-urls': {},
};

interface Answered {
  output: string;
  label: string;
}

/** How many harmless texts each detector flags, as it is and as an output. */
export function harmlessTable(data: DataFolder): string {
  const answers = data
    .rows<Answered>('refusal.dev.jsonl')
    .map(({ output }) => output)
    .filter((output) => output !== '');
  const sets = { 'support and coding texts': HARMLESS_TEXTS, 'answers of models': answers };
  const detectors = (SCORERS as readonly Scorer[]).filter(isDetector).filter(
    // What compares with contexts has nothing to compare these with.
    ({ needs }) => needs.length === 0,
  );
  return tableOf(
    ['detector', ...Object.entries(sets).map(([name, { length }]) => `${name} (${length})`)],
    detectors.map((detector) => [
      `\`${detector.id}\``,
      ...Object.values(sets).map((texts) => share(detector, texts)),
    ]),
  );
}

function share({ id, examples }: Detector, texts: readonly string[]): string {
  if (texts.length === 0) return '';
  const params = PARAMS[id] ?? examples[0]?.params ?? {};
  const find = findingsBy(id, { ...params, over: ['output'] });
  const flagged = texts.filter((output) =>
    find({ output, input: 'Please help.' }).some(({ certainty }) => certainty > 0.5),
  );
  return `${((100 * flagged.length) / texts.length).toFixed(1)} %`;
}
