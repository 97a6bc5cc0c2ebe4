import type { JsonObject } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { scoreJudged } from '../testing/score.ts';

const claimed: JsonObject = {
  reasoning: '',
  claims: [{ claim: 'It costs 9.90 EUR.', quote: '', verdict: 'supported' }],
};
const sample = { input: 'What is it?', output: 'It costs 9.90 EUR. [1]', expected: '9.90 EUR' };

for (const contexts of [[], [' \n'], ['\u200b', '…']]) {
  test(`contexts that say nothing support nothing: ${JSON.stringify(contexts)}`, async () => {
    const judged = async (id: string, line: JsonObject) =>
      (await scoreJudged(id, { ...sample, contexts }, [line])).score;
    expect(await judged('faithfulness', claimed)).toMatchObject({ value: 0, warnings: [] });
    const found = { reasoning: '', items: [{ item: 'a', quote: '', verdict: 'found' }] };
    expect(await judged('context-recall', found)).toMatchObject({ value: 0 });
  });
}

test('a blank context is neither useful nor relevant nor does it bear out a citation', async () => {
  const contexts = ['Express shipping costs 9.90 EUR.', ' '];
  const judged = async (id: string, line: JsonObject, output = sample.output) =>
    (await scoreJudged(id, { ...sample, output, contexts }, [line])).score;
  const verdicts = (verdict: string) => ({
    reasoning: '',
    items: [1, 2].map((number) => ({ number, verdict })),
  });
  expect(await judged('context-relevance', verdicts('relevant'))).toMatchObject({ value: 0.5 });
  expect(await judged('context-precision', verdicts('useful'))).toMatchObject({ raw: 1 });
  const cited = {
    reasoning: '',
    statements: [
      {
        statement: 1,
        citations: [{ context: 2, supports: 'all' }],
        verdict: 'supported',
      },
    ],
  };
  const output = 'It costs 9.90 EUR [2].';
  expect(await judged('citation-faithfulness', cited, output)).toMatchObject({ value: 0 });
});
