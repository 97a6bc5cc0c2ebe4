import type { BatchItem, Score } from '@assay/schema/types.ts';
import { nameOf } from '../failing.ts';
import { decimal } from '../text.ts';
import type { ReportSample } from './collect.ts';
import { cutTexts } from './cut.ts';
import { type Html, html } from './html.ts';
import { wordDiff } from './word-diff.ts';

interface Told {
  title: string;
  text: string;
}

/** A sample as a row that opens. @param mostBytes of its texts */
export function sampleHtml({ row, item, baseItem }: ReportSample, mostBytes: number): Html {
  const { status, value, base } = row;
  const change = base?.change ?? '';
  const told = textsOf(item, baseItem);
  const cut = cutTexts(
    told.map(({ text }) => text),
    mostBytes,
  );
  const texts = compared(told.map(({ title }, i) => ({ title, text: cut[i] ?? '' }))).map(
    ({ title, text }) => html`<dt>${title}</dt><dd><pre>${text}</pre></dd>`,
  );
  const before = base ? html`<span class="before">${decimal(base.value)} → </span>` : html``;
  const [name = ''] = cutTexts([nameOf(item)], 120);
  return html`<details class="sample" data-status="${status}" data-change="${change}"><summary><b class="${status}">${status}</b><i class="${change}">${change}</i><span>${before}${decimal(value)}</span><bdi>${name}</bdi></summary><dl>${texts}</dl></details>
`;
}

/** Marks of a diff may take so much more room than both outputs. */
const MOST_MARKS = 600;

/** The texts, with both outputs as one in which the words that changed are marked. */
function compared(texts: readonly Told[]): { title: string; text: string | Html }[] {
  const now = texts.find(({ title }) => title === OUTPUT);
  const before = texts.find(({ title }) => title === BASE_OUTPUT);
  if (now === undefined || before === undefined || now.text === before.text) return [...texts];
  const diff = wordDiff(before.text, now.text);
  const plain = html`${before.text}${now.text}`.html.length;
  if (diff === undefined || diff.html.length > plain + MOST_MARKS) return [...texts];
  return texts
    .filter((each) => each !== before)
    .map((each) => (each === now ? { title: 'Output, compared with the base', text: diff } : each));
}

const OUTPUT = 'Output';
const BASE_OUTPUT = 'Output in the base';

function textsOf({ sample, verdict, error }: BatchItem, baseItem: BatchItem | undefined): Told[] {
  const contexts = sample?.contexts?.map((context) =>
    typeof context === 'string' ? context : context.text,
  );
  return [
    ...told('Input', sample?.input ?? (sample?.messages && JSON.stringify(sample.messages))),
    ...told(OUTPUT, sample?.output),
    ...told(BASE_OUTPUT, baseItem?.sample?.output),
    ...told('Expected', sample?.expected),
    ...(contexts ?? []).flatMap((text, i) => told(`Context ${i + 1}`, text)),
    ...(error ? told('Error', `${error.code}: ${error.message}`) : []),
    ...(verdict?.scores ?? []).map(scoreOf),
  ];
}

function told(title: string, value: unknown): Told[] {
  if (value === undefined) return [];
  return [{ title, text: typeof value === 'string' ? value : JSON.stringify(value, null, 2) }];
}

function scoreOf(score: Score): Told {
  const outcome = score.passed === null ? score.status : score.passed ? 'passed' : 'failed';
  const text = `${outcome} ${decimal(score.value)}. ${score.reason}`;
  return { title: score.name, text };
}
