import { DETECTABLE, detectLanguage } from '@assay/scorers/text/detect-language.ts';
import { eld } from 'eld/extrasmall';
import { franc } from 'franc';
import { tableOf } from '../print.ts';
import type { DataFolder } from './task.ts';

interface Labelled {
  text: string;
  label: string;
}

type Detect = (text: string) => string | undefined;

/** What people use for the same. */
export const OTHERS: Readonly<Record<string, Detect>> = {
  'eld (extra small)': (text) => eld.detect(text).language || undefined,
  franc: (text) => languageOf(franc(text)),
};

const LIBRARIES: Readonly<Record<string, Detect>> = {
  '`language`': (text) => detectLanguage(text)[0]?.language,
  ...OTHERS,
};

/** franc answers with three letters where the others answer with two; `und` is none. */
function languageOf(code: string): string | undefined {
  return code === 'und' ? undefined : Intl.getCanonicalLocales(code)[0];
}

// What short texts cannot be told apart from counts as one language, for all of them.
const AS_ONE: Readonly<Record<string, string>> = { nb: 'no', nn: 'no', id: 'ms', bs: 'hr' };

function same(language: string | undefined): string | undefined {
  return language === undefined ? undefined : (AS_ONE[language] ?? language);
}

const TIMED_CHARACTERS = 2_000;
const TIMED_CALLS = 300;

/** How often each library names the language, how often rightly, and what a call takes. */
export function languageTable(data: DataFolder): string {
  const rows = data
    .rows<Labelled>('language_id.dev.jsonl')
    .filter(({ label }) => DETECTABLE.includes(label));
  return tableOf(
    ['library', 'texts', 'named', 'right', 'right of those named', 'µs per 2,000 characters'],
    Object.entries(LIBRARIES).map(([name, detect]) => [
      name,
      String(rows.length),
      ...sharesOf(rows, detect),
      timeOf(rows, detect).toFixed(0),
    ]),
  );
}

function sharesOf(
  rows: readonly Labelled[],
  detect: (text: string) => string | undefined,
): string[] {
  const found = rows.map(({ text, label }) => ({ label: same(label), found: same(detect(text)) }));
  const named = found.filter(({ found: language }) => language !== undefined);
  const right = named.filter(({ label, found: language }) => label === language).length;
  const percent = (part: number, of: number) => `${((100 * part) / Math.max(1, of)).toFixed(1)} %`;
  return [
    percent(named.length, rows.length),
    percent(right, rows.length),
    percent(right, named.length),
  ];
}

/** Microseconds of processor time a call, on texts of 2,000 characters. */
function timeOf(rows: readonly Labelled[], detect: (text: string) => unknown): number {
  const texts = rows
    .slice(0, 40)
    .map(({ text }) =>
      text.repeat(Math.ceil(TIMED_CHARACTERS / text.length)).slice(0, TIMED_CHARACTERS),
    );
  if (texts.length === 0) return Number.NaN;
  for (const text of texts) detect(text);
  const before = process.cpuUsage();
  for (let i = 0; i < TIMED_CALLS; i++) detect(texts[i % texts.length] ?? '');
  const { user, system } = process.cpuUsage(before);
  return (user + system) / TIMED_CALLS;
}
