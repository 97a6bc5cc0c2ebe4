import type { CacheMode } from '@assay/scorers/judging/judge.ts';
import { gather } from './gather.ts';
import type { JudgingContext } from './judging-context.ts';

interface EachText<Answer> {
  texts: readonly string[];
  /** What an answer is cached under. */
  keyOf(text: string): string;
  mode: CacheMode;
  /** Returns one answer a text, in their order. */
  askTogether(missing: readonly string[]): Promise<readonly Answer[]>;
}

/**
 * Asks the same thing of each of several texts. A text whose answer is cached or in flight is not
 * sent again; the rest are sent together.
 *
 * @returns one answer a text, and whether all were cached
 */
export async function askOfEach<Answer extends string | number>(
  { texts, keyOf, mode, askTogether }: EachText<Answer>,
  { answers: cache }: JudgingContext,
): Promise<{ answers: Answer[]; cached: boolean }> {
  const ask = gather(askTogether);
  const found = await Promise.all(
    [...new Set(texts)].map(async (text) => {
      const make = async () => ({ value: await ask(text), keep: true });
      return { text, ...(await cache.remember<Answer>(keyOf(text), mode, make)) };
    }),
  );
  const byText = new Map(found.map(({ text, value }) => [text, value]));
  return {
    answers: texts.flatMap((text) => byText.get(text) ?? []),
    cached: found.every(({ cached }) => cached),
  };
}
