import { FRAME_FEATURES, framesBy } from '@assay/scorers/detectors/model/toxicity-frames.ts';
import { WINDOW } from '@assay/scorers/detectors/model/toxicity-windows.ts';
import { readWords } from '@assay/scorers/detectors/model/words.ts';
import { familiesOf } from '../families.ts';
import { type HarmlessText, harmlessTexts, LEARNT } from '../harmless.ts';
import { TOXICITY_CLASSES } from '../lexicons/toxicity.ts';
import { readRows } from '../rows.ts';
import { fill } from '../templates/fill.ts';
import {
  HARMLESS_BUT_VIOLENT,
  INSULTS,
  PERSONS,
  SELF_HARM,
  SEXUAL,
  THREATS,
  THREATS_AGAINST,
} from '../templates/hostile.ts';
import { statements } from '../templates/statements.ts';
import { type Example, lexiconOf, type Trained } from '../text-training.ts';
import type { TextTraining } from '../train-text-detector.ts';
import { windowTexts } from '../window-texts.ts';

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

// There are many of them, and they are much alike.
const STATEMENT_WEIGHT = 0.15;
const SENTENCE_WEIGHT = 2;
// A false alarm costs more than a miss.
const HARMLESS_MORE = 1.5;

// The fewest rows, and the only ones of insults by people who mean them.
const WEIGHTS: Readonly<Record<string, number>> = { 'Surge AI': 2 };
const HARMLESS_WEIGHT = 0.3;
const MOST_WINDOWS = 3;

// HateCheck fills templates with these: what is left is the template.
const TARGETS =
  /\b(?:gay|black|trans|disabled|muslims?|immigrants?|women|woman|people|persons?|an?)\b/gi;

export const toxicity: TextTraining = {
  detector: 'toxicity',
  heads: ['toxic'],
  classHeads: Object.keys(CATEGORIES),
  classes: TOXICITY_CLASSES,
  keep: 16_000,
  epochs: 14,
  rate: 0.03,
  // Where nobody wants a warning, one in a few hundred is the most that may be wrong.
  mostFalseAlarms: 0.005,
  margin: 0.92,
  logit: (model, example, head) =>
    head === 0 ? toxicLogit(model, example) : model.logit(example, head),
  load(folder) {
    const moderation = readRows<ModerationRow>('toxicity_openai_moderation.dev.jsonl', folder);
    const surge = readRows<LabelledRow>('toxicity_surge.dev.jsonl', folder);
    const hateCheck = readRows<HateCheckRow>('hate_hatecheck.dev.jsonl', folder);
    const examples: Example[] = [
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
        weight: label === 1 ? 0.5 : 0.8,
      })),
      ...statements().map(({ text, isHateful, family }) => ({
        text,
        labels: { toxic: Number(isHateful), hate: Number(isHateful), sexual: 0, 'self-harm': 0 },
        family,
        source: 'templates',
        isOurs: true,
        weight: isHateful ? STATEMENT_WEIGHT : HARMLESS_MORE * STATEMENT_WEIGHT,
      })),
      ...sentences(THREATS, 'violence'),
      ...sentences(
        THREATS_AGAINST.flatMap((template) => fill(template, { person: PERSONS })),
        'violence',
        0.4,
      ),
      ...sentences(INSULTS, 'harassment'),
      ...sentences(SELF_HARM, 'self-harm'),
      ...sentences(SEXUAL, 'sexual'),
      ...sentences(HARMLESS_BUT_VIOLENT),
      ...harmlessTexts(LEARNT, folder).flatMap(harmlessExamples),
    ];
    return examples.map((example) => ({ ...example, counted: framesOf(example.text) }));
  },
};

const names = Object.keys(TOXICITY_CLASSES);
const frames = framesBy(names);
const lexicon = lexiconOf(TOXICITY_CLASSES);

function framesOf(text: string): number[] {
  const words = readWords(text);
  const classes = Int8Array.from(words.hashes, (hash) => lexicon.get(hash) ?? -1);
  const features = frames(words, classes, 0, words.count);
  return Array.from({ length: FRAME_FEATURES }, (_, i) => features[i] ?? 0);
}

/** A harmless text, and each of its windows: the worst of them decides as well. */
function harmlessExamples({ text, source, family }: HarmlessText): Example[] {
  const whole = {
    text: text.slice(0, LONGEST),
    labels: { toxic: 0, ...Object.fromEntries(Object.keys(CATEGORIES).map((name) => [name, 0])) },
    family,
    source,
    weight: HARMLESS_WEIGHT,
  };
  const windows = windowTexts(whole.text, WINDOW, WINDOW);
  const weight = HARMLESS_WEIGHT * Math.min(1, MOST_WINDOWS / windows.length);
  return [
    { ...whole, harmless: true },
    ...windows.map((window) => ({ ...whole, text: window, labels: { toxic: 0 }, weight })),
  ];
}

/** As the detector does it: the mean of the whole text and of the window that looks worst. */
function toxicLogit(model: Trained, example: Example): number {
  const whole = model.logit(example);
  const windows = windowTexts(example.text, WINDOW, WINDOW);
  if (windows.length === 0) return whole;
  const logits = windows.map((text) => model.logit({ ...example, text, counted: framesOf(text) }));
  return (whole + Math.max(...logits)) / 2;
}

/** Sentences of one category, or of none. */
function sentences(
  texts: readonly string[],
  category?: string,
  weight = SENTENCE_WEIGHT,
): Example[] {
  const labels = Object.fromEntries(
    Object.keys(CATEGORIES).map((name) => [name, Number(name === category)]),
  );
  return texts.map((text) => ({
    text,
    labels: { toxic: Number(category !== undefined), ...labels },
    family: text,
    source: 'templates',
    isOurs: true,
    weight,
  }));
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
    weight: WEIGHTS[source] ?? 1,
  }));
}

/** 1 where one of the categories is marked, 0 where all are known not to be. */
function anyOf(known: ModerationRow['categories'], names: readonly string[]): number | undefined {
  if (names.some((name) => known[name] === 1)) return 1;
  return names.every((name) => known[name] === 0) ? 0 : undefined;
}
