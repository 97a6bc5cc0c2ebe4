import type { Sample } from '@assay/schema/types.ts';
import { isHeldOut } from '../../training/families.ts';
import type { MakeTasks } from './task.ts';

interface Row {
  context: string;
  output: string;
  /** 1 for what the context holds. */
  label: number;
}

/** Whether all rows of a set are unseen, or only those on documents that are held out. */
const SETS: Readonly<Record<string, 'measured' | 'learnt'>> = {
  summac: 'measured',
  qags: 'measured',
  begin: 'learnt',
  q2: 'learnt',
};

/** Outputs on documents that training did not see; beside the share of words that their contexts lack. */
export const ungroundedTasks: MakeTasks = (data) => [
  {
    detector: 'detect-ungrounded',
    sources: Object.fromEntries(
      Object.entries(SETS).map(([set, how]) => [
        set,
        data
          .rows<Row>(`groundedness_${set}.dev.jsonl`)
          .filter(({ context }) => how === 'measured' || isHeldOut(context))
          .map(({ context, output, label }) => ({
            sample: { contexts: [context], output },
            isPositive: label === 0,
          })),
      ]),
    ),
    beside: [{ library: 'share of unknown words', certainty: shareOfUnknown }],
  },
];

function shareOfUnknown({ contexts = [], output = '' }: Sample): number {
  const known = new Set(contexts.flatMap((context) => wordsOf(context)));
  const words = wordsOf(output);
  return words.length === 0 ? 0 : words.filter((word) => !known.has(word)).length / words.length;
}

function wordsOf(text: unknown): string[] {
  return (
    String(text)
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
