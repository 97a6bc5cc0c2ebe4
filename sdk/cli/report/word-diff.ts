import { type AlignedText, alignTexts } from '../align-texts.ts';
import { type Html, html } from './html.ts';

/** Beyond so many comparisons of words a report would take too long. */
const MOST_COMPARISONS = 1_000_000;

/** Two texts as one, with the words that only one of them has marked; undefined if they are too long. */
export function wordDiff(before: string, after: string): Html | undefined {
  const [old, now] = [partsOf(before), partsOf(after)];
  const shared = sharedAtStart(old, now);
  const tail = sharedAtStart(old.slice(shared).reverse(), now.slice(shared).reverse());
  const [gone, come] = [old, now].map((parts) => parts.slice(shared, parts.length - tail));
  if (gone === undefined || come === undefined) return undefined;
  if (gone.length * come.length > MOST_COMPARISONS) return undefined;
  const same = (text: string): AlignedText => ({ mark: ' ', text });
  const aligned = [
    ...old.slice(0, shared).map(same),
    ...alignTexts(gone, come),
    ...old.slice(old.length - tail).map(same),
  ];
  const runs: AlignedText[] = [];
  for (const { mark, text } of aligned) {
    const last = runs.at(-1);
    if (last?.mark === mark) last.text += text;
    else runs.push({ mark, text });
  }
  return html`${runs.map(marked)}`;
}

function marked({ mark, text }: AlignedText): Html {
  if (mark === '-') return html`<del>${text}</del>`;
  return mark === '+' ? html`<ins>${text}</ins>` : html`${text}`;
}

/** Words, and what stands between them. */
function partsOf(text: string): string[] {
  return text.match(/\s+|\S+/gu) ?? [];
}

function sharedAtStart(a: readonly string[], b: readonly string[]): number {
  let count = 0;
  while (count < Math.min(a.length, b.length) && a[count] === b[count]) count += 1;
  return count;
}
