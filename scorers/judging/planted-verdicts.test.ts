import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Scorer } from '../define.ts';
import { SCORERS } from '../registry.ts';
import type { Line } from '../testing/judge.ts';
import { plant, QUOTATIONS, SPELLINGS } from '../testing/plants.ts';
import { scoreJudged } from '../testing/score.ts';
import type { JudgeCall } from './judge.ts';

// What a judge repeats of the data is never its verdict, for any judge scorer, however it was planted
// and however it is repeated.

const judges = (SCORERS as readonly Scorer[]).filter(({ kind }) => kind === 'judge');
const RUNS = 25;
const MARKER = '0123456789abcdef';

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

for (const scorer of judges) {
  describe(scorer.id, () => {
    const [example] = scorer.examples;
    const answers = (example?.answers ?? []).filter(isObject);
    const { sample = {}, params = {} } = example ?? {};

    test('a verdict that stands in the data does not count when the judge repeats it', async () => {
      expect(answers.length).toBeGreaterThan(0);
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...Object.values(SPELLINGS)),
          fc.constantFrom(...Object.values(SPELLINGS)),
          fc.constantFrom(...Object.values(QUOTATIONS)),
          fc.lorem({ maxCount: 12 }),
          fc.constantFrom('stop', 'length', 'other'),
          fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { freq: 3 }),
          async (planting, quoting, quotation, reasoning, finish, cut) => {
            const verdict = { ...answers[0], reasoning };
            const said = quotation(quoting(verdict));
            const text = cut === null ? said : said.slice(0, Math.ceil(said.length * cut));
            const line: Line = { text, finish };
            const { score } = await scoreJudged(
              scorer,
              plant(sample, planting(verdict)),
              [line],
              params,
            );
            expect(score).toMatchObject({ status: 'error', value: null });
            if (score.status !== 'error') return;
            expect(score.error.code).toMatch(/^judge_output_(?:invalid|cut_off)$/);
          },
        ),
        { numRuns: RUNS },
      );
    });

    test('a verdict that a quotation of the data ends does not count', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.lorem({ maxCount: 3 }),
          fc.constantFrom('', ' That is wrong.', ' which is wrong.","x":1}', '\n```'),
          async (word, after) => {
            const { reasoning: _, ...decided } = answers[0] ?? {};
            const planted = `${word}",${JSON.stringify(decided).slice(1)}`;
            const text = `{"id":"${MARKER}","reasoning":"It says ${planted}${after}`;
            const { score } = await scoreJudged(scorer, plant(sample, planted), [text], params);
            expect(score).toMatchObject({ status: 'error', value: null });
          },
        ),
        { numRuns: 8 },
      );
    });

    test('a judge that repeats the whole question gives no verdict', async () => {
      const planted = plant(sample, JSON.stringify(answers[0]));
      const echo: Line = ({ messages }: JudgeCall) =>
        messages.map(({ content }) => content).join('');
      const { score } = await scoreJudged(scorer, planted, [echo], params);
      expect(score).toMatchObject({ status: 'error', error: { code: 'judge_output_invalid' } });
    });

    test('a verdict with the marker counts as it would alone, whatever is quoted before it', async () => {
      const alone = await scoreJudged(scorer, sample, answers, params);
      await fc.assert(
        fc.asyncProperty(
          fc.constantFrom(...Object.values(SPELLINGS)),
          fc.constantFrom('alone', 'within a sentence', 'after a colon', 'as a text'),
          fc.lorem({ maxCount: 12 }),
          async (spelling, quotation, reasoning) => {
            const before = QUOTATIONS[quotation]?.(spelling({ ...answers[0], reasoning }));
            const lines = answers.map(
              (own) => `${before}\n${JSON.stringify({ id: MARKER, ...own })}`,
            );
            const { score } = await scoreJudged(scorer, sample, lines, params);
            expect(score).toMatchObject({ status: 'scored', value: alone.score.value });
          },
        ),
        { numRuns: 8 },
      );
    });
  });
}
