/** `npm run bench:language`: how often the language detector is right, beside eld. See README.md. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLAIN_SENTENCES } from '@assay/scorers/testing/plain-sentences.ts';
import { DETECTABLE, detectLanguage } from '@assay/scorers/text/detect-language.ts';
import { eld } from 'eld/extrasmall';
import { printHeading, printTable } from './print.ts';

interface Labelled {
  text: string;
  label: string;
}

// What short texts cannot be told apart from counts as one language, for eld too.
const AS_ONE: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', id: 'ms', bs: 'hr' };

const plain = Object.entries(PLAIN_SENTENCES).flatMap(([label, sentences]) =>
  sentences.map((text) => ({ text, label })),
);
const reference = readReference();
const known = reference.filter(({ label }) => DETECTABLE.includes(label));
const sets: Record<string, readonly Labelled[]> = {
  'plain sentences': plain,
  'reference texts': known,
  'their words 2 to 9': known.flatMap((row) => wordsOf(row, 8)),
  'their words 2 to 6': known.flatMap((row) => wordsOf(row, 5)),
  'their words 2 to 4': known.flatMap((row) => wordsOf(row, 3)),
  'languages unknown to both': reference.filter(({ label }) => !DETECTABLE.includes(label)),
};

const detectors: Record<string, (text: string) => string | undefined> = {
  Assay: (text) => detectLanguage(text)[0]?.language,
  eld: (text) => eld.detect(text).language || undefined,
  'eld, where it is sure': (text) => {
    const found = eld.detect(text);
    return found.isReliable() ? found.language : undefined;
  },
};

printHeading('Languages');
const rows = Object.entries(sets).flatMap(([set, texts]) =>
  texts.length === 0
    ? []
    : Object.entries(detectors).map(([name, detect]) => [set, name, ...figures(texts, detect)]),
);
printTable(['texts', 'detector', 'of', 'named', 'right', 'right of those named'], rows);

function figures(
  texts: readonly Labelled[],
  detect: (text: string) => string | undefined,
): string[] {
  const named = texts
    .map(({ text, label }) => ({ found: detect(text), label }))
    .filter(({ found }) => found !== undefined);
  const right = named.filter(({ found, label }) => found === label).length;
  return [
    String(texts.length),
    percent(named.length, texts.length),
    percent(right, texts.length),
    percent(right, named.length),
  ];
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** So many words of a text, its first omitted; none where it has fewer, or writes no spaces. */
function wordsOf({ text, label }: Labelled, count: number): Labelled[] {
  const words = text.split(/\s+/).filter((word) => /^\p{L}[\p{L}\p{M}'’-]*[.,!?]?$/u.test(word));
  const some = words.slice(1, 1 + count);
  return some.length < count ? [] : [{ text: some.join(' '), label }];
}

/** The labelled texts beside the checkout; none where they are absent. */
function readReference(): Labelled[] {
  const path = join(import.meta.dirname, '..', '..', 'shared', 'data', 'language_id.dev.jsonl');
  if (!existsSync(path)) {
    console.log(`${path} is absent: only the plain sentences are measured.`);
    return [];
  }
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const { text, label }: Labelled = JSON.parse(line);
    return { text, label: AS_ONE[label] ?? label };
  });
}
