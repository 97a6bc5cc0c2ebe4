import { openingOf, promptFeatures } from '@assay/scorers/detectors/model/refusal-features.ts';
import { readWords } from '@assay/scorers/detectors/model/words.ts';
import { harmlessTexts, LEARNT } from '../harmless.ts';
import { REFUSAL_CLASSES } from '../lexicons/refusal.ts';
import { readRows } from '../rows.ts';
import { fill } from '../templates/fill.ts';
import { HARMLESS_ANSWERS, PARTIAL_REFUSALS, REFUSALS, TOPICS } from '../templates/refusals.ts';
import type { Example } from '../text-training.ts';
import type { TextTraining } from '../train-text-detector.ts';

interface RefusalRow {
  input: string;
  output: string;
  label: '1_full_compliance' | '2_full_refusal' | '3_partial_refusal';
  refusal: number;
  source: string;
}

export const refusal: TextTraining = {
  detector: 'refusal',
  heads: ['refusal'],
  classHeads: ['full'],
  classes: REFUSAL_CLASSES,
  keep: 16_000,
  epochs: 16,
  l2: 1e-3,
  mostFalseAlarms: 0.01,
  load(folder) {
    const rows = readRows<RefusalRow>('refusal.dev.jsonl', folder);
    return [
      ...rows.map(({ input, output, label, refusal: refused, source }) => ({
        ...exampleOf(output, input),
        labels: {
          refusal: refused,
          full: refused === 1 ? Number(label === '2_full_refusal') : undefined,
        },
        // The answers of five models to one question are one family.
        family: input,
        source,
      })),
      ...fromTemplates(REFUSALS, { refusal: 1, full: 1 }),
      ...fromTemplates(PARTIAL_REFUSALS, { refusal: 1, full: 0 }),
      ...fromTemplates(HARMLESS_ANSWERS, { refusal: 0 }),
      ...harmlessTexts(LEARNT, folder)
        .filter(({ source }) => source.endsWith('/output') || source === 'lingua/text')
        .map(({ text, source, family }) => ({
          ...exampleOf(text),
          labels: { refusal: 0 },
          family,
          source,
          weight: 0.3,
          harmless: true,
        })),
    ];
  },
};

function exampleOf(output: string, input?: string) {
  const words = readWords(output);
  return {
    text: output,
    opening: openingOf(words),
    counted: promptFeatures(words, input),
  };
}

function fromTemplates(templates: readonly string[], labels: Example['labels']): Example[] {
  return templates.flatMap((template) => {
    const texts = fill(template, { topic: TOPICS });
    return texts.map((text) => ({
      ...exampleOf(text),
      labels,
      family: template,
      source: 'templates',
      weight: 1 / Math.sqrt(texts.length),
    }));
  });
}
