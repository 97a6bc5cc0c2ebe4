/** Tests of a support assistant, held to scorers and to a suite: `npx vitest run` in this folder. */
import { Assay, ConflictError } from '@assay/sdk';
import { beforeAll, expect, test } from 'vitest';
import '@assay/sdk/vitest';

const contexts = [
  'Express shipping costs 12.90 EUR and takes one to two working days.',
  'Items can be returned within 30 days of delivery if they are unused.',
];

/** Stands for the assistant: what it would answer. */
async function answer(question: string): Promise<string> {
  return question.includes('shipping')
    ? 'Express shipping costs 12.90 EUR and takes one to two working days.'
    : 'You can return unused items within 30 days: “Items can be returned within 30 days of delivery”.';
}

beforeAll(async () => {
  const suite = {
    name: 'example-grounded',
    scorers: [
      { scorer: 'quoted-spans' as const },
      { scorer: 'length' as const, params: { unit: 'words' as const, max: 40 } },
    ],
  };
  await new Assay().suites.create(suite).catch((cause) => {
    if (!(cause instanceof ConflictError)) throw cause;
  });
});

test('tells the price of express shipping', async () => {
  await expect(answer('What does express shipping cost?')).toScore('token-f1', {
    expected: 'Express shipping costs 12.90 EUR.',
    min: 0.5,
  });
});

test('does not apologise as a model', async () => {
  const output = await answer('What does express shipping cost?');
  await expect(output).not.toScore('contains', { params: { values: ['As an AI'] } });
});

test.each(['What does express shipping cost?', 'Can I send it back?'])(
  'quotes what it must go on: %s',
  async (input) => {
    await expect({ input, output: await answer(input), contexts }).toPassSuite('example-grounded');
  },
);
