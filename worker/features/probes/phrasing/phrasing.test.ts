import type { Sample } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../text/apply-edits.ts';
import { protectedParts } from '../text/protected-parts.ts';
import { makePhrasing, REWORDINGS } from './phrasing.ts';

const QUESTION =
  'A customer wrote "Never again!" about order 4711. What should the answer from the support team say?';

function reworded(sample: Sample, rewording: string, seed = 1) {
  const made = makePhrasing([sample], { seed, rewordings: [rewording], language: 'en' });
  return made.variants.find(({ variant }) => variant === rewording)?.sample.input;
}

function reasonOf(sample: Sample, rewording: string) {
  const { skipped } = makePhrasing([sample], { seed: 1, rewordings: [rewording] });
  return skipped[0]?.reason;
}

// What a question is made of: words that may change, and parts that may not.
const WORDS = [
  'please',
  'explain',
  'the',
  'difference',
  'between',
  'these',
  'Paris',
  'Ünder',
  '東京',
  'it’s',
];
const FIXED = [
  '42',
  '3.5%',
  'https://a.example/x?y=1',
  '`code here`',
  '"said so"',
  '{{name}}',
  'snake_case',
  'a@b.example',
  '$HOME',
  '<tag>',
  '“as it was”',
  'v2.0',
  '[PLACE]',
];
const questions = fc
  .array(fc.oneof(fc.constantFrom(...WORDS), fc.constantFrom(...FIXED)), {
    minLength: 1,
    maxLength: 25,
  })
  .map((parts) => `${parts.join(' ')}?`);

describe('rewordings', () => {
  test.each([
    [
      'lower-case',
      'a customer wrote "Never again!" about order 4711. what should the answer from the support team say?',
    ],
    [
      'upper-case',
      'A CUSTOMER WROTE "Never again!" ABOUT ORDER 4711. WHAT SHOULD THE ANSWER FROM THE SUPPORT TEAM SAY?',
    ],
    [
      'order',
      'What should the answer from the support team say? A customer wrote "Never again!" about order 4711.',
    ],
    ['politeness', `Please help me with this. ${QUESTION} I would appreciate it.`],
    ['format', `Q: ${QUESTION}\nA:`],
  ])('%s changes what is free, and nothing else', (rewording, expected) => {
    expect(reworded({ input: QUESTION }, rewording)).toBe(expected);
  });

  test('typos are in words of four letters or more, and leave their first letters', () => {
    const input = 'which of the following substances dissolves without stirring in cold water';
    const words = input.split(' ');
    for (let seed = 0; seed < 50; seed += 1) {
      const found = reworded({ input }, 'typos', seed)?.split(' ') ?? [];
      const changed = words.flatMap((word, i) => (word === found[i] ? [] : [word]));
      expect(found.map((word) => word.charAt(0))).toEqual(words.map((word) => word.charAt(0)));
      expect(changed).toHaveLength(1);
      expect(['of', 'the', 'in', 'without']).not.toContain(changed[0]);
    }
  });

  test('the words of the answer stay, and those that are asked to', () => {
    const sample = { input: 'Is the Danube longer than the Rhine or shorter?', expected: 'Longer' };
    const made = makePhrasing([sample], { seed: 1, rewordings: ['upper-case'], keep: ['rhine'] });
    expect(made.variants[1]?.sample.input).toBe('IS THE DANUBE longer THAN THE Rhine OR SHORTER?');
  });

  test('the last message of the user is reworded where there is no input', () => {
    const messages = [
      { role: 'user' as const, content: 'Hello there' },
      { role: 'assistant' as const, content: 'How can I help?' },
      { role: 'user' as const, content: 'Cancel My Order' },
    ];
    const made = makePhrasing([{ messages }], { seed: 1, rewordings: ['lower-case'] });
    expect(made.variants[1]).toMatchObject({
      sample: { messages: [messages[0], messages[1], { content: 'cancel my order' }] },
      edits: [{ pointer: '/messages/2/content', before: 'Cancel', after: 'cancel' }, {}, {}],
    });
  });

  test.each([
    [{ input: 'What is it' }, 'order', 'it is a single sentence'],
    [
      { input: 'Mix the two. Then wait. What do you see?' },
      'order',
      'a sentence refers to the one before it',
    ],
    [
      { input: 'これは何ですか。教えてください。' },
      'politeness',
      'courtesies are known in en, de, fr, es only',
    ],
    [
      { input: 'Please tell me how this engine works inside' },
      'politeness',
      'it has courtesies already',
    ],
    [{ input: '東京' }, 'upper-case', 'all words are in capitals already, or must be kept'],
    [{ input: '`npm test`' }, 'typos', 'no word of four letters or more may be changed'],
    [{ output: 'x' }, 'typos', 'the sample asks nothing: it has no input'],
  ])('say why they do nothing to %j', (sample, rewording, reason) => {
    expect(reasonOf(sample, rewording)).toBe(reason);
  });

  test('change no protected part, say what they changed, and are the same for the same seed', () => {
    fc.assert(
      fc.property(questions, fc.integer(), (input, seed) => {
        const made = makePhrasing([{ input }], { seed, language: 'en' });
        expect(makePhrasing([{ input }], { seed, language: 'en' })).toEqual(made);
        const partsOf = (text: string) =>
          protectedParts(text).map(({ start, end }) => text.slice(start, end));
        for (const { variant, sample, edits } of made.variants) {
          const text = sample.input ?? '';
          const asEdits = edits.map(({ start, end, after }) => ({
            start,
            end,
            replacement: after,
          }));
          expect(applyEdits(input, asEdits)).toBe(text);
          expect(edits.length > 0).toBe(variant !== 'original');
          // A frame brings parts of its own; those of the question are all there still.
          const left = partsOf(text);
          if (variant === 'format' || variant === 'order') {
            for (const part of partsOf(input)) expect(text).toContain(part);
          } else {
            expect(left).toEqual(partsOf(input));
          }
        }
        expect(made.variants.length + made.skipped.length).toBe(1 + REWORDINGS.length);
      }),
      { numRuns: 200 },
    );
  });

  test('of a sample do not depend on which others there are', () => {
    const [one, two] = [{ input: QUESTION }, { input: 'Where can customers find their invoices?' }];
    const alone = makePhrasing([two], { seed: 5 }).variants;
    const together = makePhrasing([one, two], { seed: 5 }).variants.filter(({ of }) => of === 1);
    expect(together.map(({ sample }) => sample)).toEqual(alone.map(({ sample }) => sample));
  });
});
