import { familiesOf } from '../families.ts';
import { harmlessTexts, LEARNT } from '../harmless.ts';
import { TOXICITY_CLASSES } from '../lexicons/toxicity.ts';
import { readRows } from '../rows.ts';
import { fill } from '../templates/fill.ts';
import {
  GROUPS,
  HARMLESS_ABOUT_GROUPS,
  HARMLESS_BUT_STRONG,
  HATEFUL,
  THINGS,
} from '../templates/hateful.ts';
import { HARMLESS_BUT_VIOLENT, INSULTS, SELF_HARM, THREATS } from '../templates/hostile.ts';
import type { Example } from '../text-training.ts';
import type { TextTraining } from '../train-text-detector.ts';

interface LabelledRow {
  input: string;
  label: number;
}

interface ModerationRow extends LabelledRow {
  /** Categories of OpenAI's moderation set; those that nobody looked at are absent. */
  categories: Readonly<Record<string, number>>;
}

interface HateCheckRow extends LabelledRow {
  functionality: string;
}

// The detector reads longer texts in pieces of about this length.
const LONGEST = 3_000;

/** OpenAI's category, or categories, of each of ours. */
const CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  sexual: ['S', 'S3'],
  hate: ['H', 'H2'],
  violence: ['V', 'V2'],
  harassment: ['HR'],
  'self-harm': ['SH'],
};

// HateCheck fills templates with these: what is left is the template.
const TARGETS =
  /\b(?:gay|black|trans|disabled|muslims?|immigrants?|women|woman|people|persons?|an?)\b/gi;

export const toxicity: TextTraining = {
  detector: 'toxicity',
  heads: ['toxic'],
  classHeads: Object.keys(CATEGORIES),
  classes: TOXICITY_CLASSES,
  keep: 20_000,
  epochs: 14,
  rate: 0.03,
  // Where nobody wants a warning, one in a few hundred is the most that may be wrong.
  mostFalseAlarms: 0.01,
  load(folder) {
    const moderation = readRows<ModerationRow>('toxicity_openai_moderation.dev.jsonl', folder);
    const surge = readRows<LabelledRow>('toxicity_surge.dev.jsonl', folder);
    const hateCheck = readRows<HateCheckRow>('hate_hatecheck.dev.jsonl', folder);
    return [
      ...examplesOf('OpenAI moderation', moderation, ({ categories }) =>
        Object.fromEntries(
          Object.entries(CATEGORIES).map(([name, of]) => [name, anyOf(categories, of)]),
        ),
      ),
      ...examplesOf('Surge AI', surge, ({ label }) =>
        label === 1 ? {} : Object.fromEntries(Object.keys(CATEGORIES).map((name) => [name, 0])),
      ),
      ...hateCheck.map(({ input, label, functionality }) => ({
        text: input,
        labels: { toxic: label, hate: label, sexual: 0, 'self-harm': 0 },
        family: `${functionality} ${input.replace(TARGETS, '').toLowerCase().replace(/\s+/g, ' ')}`,
        source: 'HateCheck',
        weight: 0.5,
      })),
      ...fromTemplates(HATEFUL, 1),
      ...fromTemplates(HARMLESS_ABOUT_GROUPS, 0),
      ...fromTemplates(HARMLESS_BUT_STRONG, 0),
      ...sentences(THREATS, 'violence'),
      ...sentences(INSULTS, 'harassment'),
      ...sentences(SELF_HARM, 'self-harm'),
      ...sentences(HARMLESS_BUT_VIOLENT),
      ...harmlessTexts(LEARNT, folder).map(({ text, source, family }) => ({
        text: text.slice(0, LONGEST),
        labels: {
          toxic: 0,
          ...Object.fromEntries(Object.keys(CATEGORIES).map((name) => [name, 0])),
        },
        family,
        source,
        weight: 0.3,
        harmless: true,
      })),
    ];
  },
};

/** Sentences of one category, or of none. */
function sentences(texts: readonly string[], category?: string): Example[] {
  const labels = Object.fromEntries(
    Object.keys(CATEGORIES).map((name) => [name, Number(name === category)]),
  );
  return texts.map((text) => ({
    text,
    labels: { toxic: Number(category !== undefined), ...labels },
    family: text,
    source: 'templates',
    weight: 1,
  }));
}

function fromTemplates(templates: readonly string[], label: number): Example[] {
  return templates.flatMap((template) =>
    fill(template, { group: GROUPS, thing: THINGS }).map((text) => ({
      text,
      labels: { toxic: label, hate: label, sexual: 0, 'self-harm': 0 },
      family: template,
      source: 'templates',
      weight: 0.5,
    })),
  );
}

function examplesOf<Row extends LabelledRow>(
  source: string,
  rows: readonly Row[],
  more: (row: Row) => Record<string, number | undefined>,
): Example[] {
  const families = familiesOf(rows.map(({ input }) => input));
  return rows.map((row, i) => ({
    text: row.input.slice(0, LONGEST),
    labels: { toxic: row.label, ...more(row) },
    family: families[i] ?? row.input,
    source,
  }));
}

/** 1 where one of the categories is marked, 0 where all are known not to be. */
function anyOf(known: ModerationRow['categories'], names: readonly string[]): number | undefined {
  if (names.some((name) => known[name] === 1)) return 1;
  return names.every((name) => known[name] === 0) ? 0 : undefined;
}
