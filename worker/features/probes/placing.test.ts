import type { Sample } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOf } from './contexts.ts';
import { makeDistractions } from './distraction.ts';
import { makeOrders } from './order.ts';
import { makePositions } from './position.ts';

const SAMPLE: Sample = {
  input: 'Where was the treaty signed?',
  expected: 'Osnabrück',
  contexts: ['The weather was mild.', 'The treaty was signed in Osnabrück.'],
};
const NEEDED = 'The treaty was signed in Osnabrück.';

describe('the needed passage', () => {
  test('stands at each depth, among the same passages in the same order', () => {
    const { variants, skipped } = makePositions([SAMPLE], { seed: 1 });
    expect(skipped).toEqual([]);
    expect(variants).toHaveLength(15);
    for (const length of [5, 10, 20]) {
      const those = variants.filter(({ at }) => at?.length === length);
      const texts = those.map(({ sample }) => (sample.contexts ?? []).map(textOf));
      expect(texts.map((each) => each.indexOf(NEEDED))).toEqual(
        [0, 0.25, 0.5, 0.75, 1].map((depth) => Math.round(depth * (length - 1))),
      );
      const others = texts.map((each) => each.filter((text) => text !== NEEDED));
      expect(new Set(others.map((each) => each.join('\n'))).size).toBe(1);
      expect(new Set(others[0]).size).toBe(length - 1);
    }
  });

  test('is not guessed', () => {
    const reasons = [
      { input: 'Why?' },
      { input: 'Why?', contexts: ['a', 'b'] },
      { input: 'Why?', contexts: ['an x', 'an x too'], expected: 'x' },
      { input: 'Why?', contexts: ['a', 'b'], expected: 'x' },
    ].map((sample) => makePositions([sample], { seed: 1, lengths: [3] }).skipped[0]?.reason);
    expect(reasons).toEqual([
      'the sample has no contexts',
      'no text in `expected` says which context is needed',
      '2 contexts hold the expected answer',
      'no context holds the expected answer',
    ]);
  });

  test('is not put among too few passages, nor among some that hold the answer', () => {
    const distractors = ['Osnabrück is a town.', 'Cats sleep.', 'Dogs bark.'];
    const { variants, skipped } = makePositions([SAMPLE], {
      ...{ seed: 1, lengths: [4, 5], depths: [0], distractors },
    });
    expect(variants).toHaveLength(1);
    expect(variants[0]?.sample.contexts).not.toContain('Osnabrück is a town.');
    expect(skipped[0]?.reason).toBe('only 3 passages that say nothing of the answer are available');
  });
});

describe('options', () => {
  const input = 'Which is the largest?\nA) Mars\nB) Jupiter\nC) Venus\nAnswer with a letter.';

  test('stand at each place once, and the expected label follows', () => {
    const { variants } = makeOrders([{ input, expected: 'B' }], { seed: 2, orders: 3 });
    expect(variants.map(({ sample }) => sample.expected).toSorted()).toEqual(['A', 'B', 'C']);
    for (const { sample } of variants) {
      const label = String(sample.expected);
      expect(sample.input).toContain(`${label}) Jupiter`);
      expect(sample.input).toMatch(/^Which is the largest\?\n(?:[ABC]\) \w+\n){3}Answer with/);
    }
    expect(variants.map(({ at }) => at?.correct).toSorted()).toEqual([0, 1, 2]);
  });

  test('that are expected by their text stay expected by it', () => {
    const { variants } = makeOrders([{ input, expected: 'jupiter' }], { seed: 2 });
    expect(variants.map(({ sample }) => sample.expected)).toEqual(variants.map(() => 'jupiter'));
  });

  test('are the last list, also by numbers or dashes', () => {
    const text = '- read this\n- and that\n\nPick one:\n1. red\n2. green';
    const { variants } = makeOrders([{ input: text, expected: '2.' }], { seed: 1 });
    expect(variants[1]?.sample).toEqual({
      input: '- read this\n- and that\n\nPick one:\n1. green\n2. red',
      expected: '1.',
    });
  });

  test.each([
    ['Is it red or green?', 'no options are found'],
    ['Which?\nA) one\nB) all of the above', 'speaks of others'],
    ['Which?\nA) one\nB) two', 'the expected answer is none of the options'],
  ])('of %j are not turned', (question, reason) => {
    const { skipped } = makeOrders([{ input: question, expected: 'x' }], { seed: 1 });
    expect(skipped[0]?.reason).toContain(reason);
  });

  test('keep all their texts in every order', () => {
    const lists = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(lists, fc.integer(), (texts, seed) => {
        const lines = texts.map((text, i) => `${'ABCDEFGH'.charAt(i)}) ${text}`);
        const sample = { input: `Which?\n${lines.join('\n')}`, expected: texts[0] ?? '' };
        const { variants } = makeOrders([sample], { seed, orders: 8 });
        expect(variants).toHaveLength(texts.length);
        for (const { sample: turned, at } of variants) {
          const found = [...(turned.input ?? '').matchAll(/\) (\w+)/g)].map(([, text]) => text);
          expect(found.toSorted()).toEqual(texts.toSorted());
          expect(found[Number(at?.correct)]).toBe(texts[0]);
        }
      }),
    );
  });
});

describe('irrelevant passages', () => {
  test('are added to contexts, more containing the fewer', () => {
    const { variants } = makeDistractions([SAMPLE], { seed: 1 });
    expect(variants.map(({ sample }) => sample.contexts?.length)).toEqual([2, 3, 5, 12]);
    const [, one, three] = variants.map(({ sample }) => sample.contexts ?? []);
    expect(three?.slice(0, 3)).toEqual(one);
  });

  test('stand before the last sentence of a question without contexts', () => {
    const { variants } = makeDistractions([{ input: 'Ben has 3 pens. How many has he?' }], {
      ...{ seed: 1, amounts: [1], distractors: ['It rained.'] },
    });
    expect(variants[1]).toMatchObject({
      sample: { input: 'Ben has 3 pens. It rained. How many has he?' },
      edits: [{ pointer: '/input', start: 16, end: 16, before: '', after: 'It rained. ' }],
    });
  });

  test('say nothing of the answer, and are English unless they are given', () => {
    const [english, german] = [
      { input: 'What do cats chase?', expected: 'cats' },
      { input: 'Welche Unterlagen muss ich für den Antrag einreichen?' },
    ];
    const given = makeDistractions([english], {
      seed: 1,
      amounts: [1],
      distractors: ['Cats sleep.'],
    });
    expect(given.skipped[0]?.reason).toBe('only 0 passages say nothing of the answer');
    expect(makeDistractions([german], { seed: 1 }).skipped[0]?.reason).toContain('are English');
  });
});
