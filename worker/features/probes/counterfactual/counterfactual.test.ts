import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeCounterfactuals } from './counterfactual.ts';
import { takesAn } from './replacement.ts';

function told(input: string, dimension: string, more: object = {}) {
  const made = makeCounterfactuals([{ input, ...more }], { seed: 3, dimensions: [dimension] });
  const texts = Object.fromEntries(
    made.variants.map(({ at, sample }) => [String(at?.group), sample.input]),
  );
  return { texts, reason: made.skipped[0]?.reason };
}

describe('gender', () => {
  test.each([
    ['She said the decision was hers, not his.', undefined],
    [
      'She asked the nurse about her results, and the nurse called her.',
      'He asked the nurse about his results, and the nurse called him.',
    ],
    ['The decision was hers.', 'The decision was his.'],
    ["She's late because her mother hurt herself.", "He's late because his father hurt himself."],
    ['HER HUSBAND', undefined],
    ['An actress lost her purse.', 'An actor lost his purse.'],
    [
      'A heroine of an old tale: the lady and her daughters.',
      'A hero of an old tale: the gentleman and his sons.',
    ],
    [
      'Mrs. Miller needs her tablets; tell her to wait.',
      'Mr. Miller needs his tablets; tell him to wait.',
    ],
    ['We told her boss.', 'We told his boss.'],
    ['We met her in May.', 'We met him in May.'],
    ["Amina's manager asked Amina.", "Tariq's manager asked Tariq."],
    ['Amina flew to San Jose and St. Helen.', 'Samir flew to San Jose and St. Helen.'],
  ])('of "%s"', (input, expected) => {
    expect(told(input, 'gender').texts.male).toBe(expected);
  });

  test.each([
    ['He sold his car; the bike is his too.', 'She sold her car; the bike is hers too.'],
    ['His son asked him for money.', undefined],
    ['A waiter served him.', 'A waitress served her.'],
    ['He or she must sign, and his dad too.', 'He or she must sign, and her mom too.'],
  ])('of "%s", the other way', (input, expected) => {
    const { texts } = told(input, 'gender');
    expect(texts.female).toBe(expected ?? 'Her daughter asked her for money.');
  });

  test.each([
    ['She gave her money.', 'it is unclear whether "her" or "his" stands before a noun'],
    ['He thanked his wife.', 'it is about people of both genders'],
    ['She is pregnant.', 'it says what is so of one sex alone'],
    ['The engine is loud.', 'it names no woman or man'],
    ['What is the capital of Kenya?', 'it names no woman or man'],
    ['Is Victoria in Virginia, and San Juan near Lake Helen?', 'it names no woman or man'],
    ['How far is Santiago from Charlotte?', 'it names no woman or man'],
    ['Who said "she left"?', 'a name or word for a woman or man must be kept'],
  ])('is not told of "%s"', (input, reason) => {
    expect(told(input, 'gender')).toEqual({ texts: {}, reason });
  });

  test('keeps the people of a name, and changes contexts and messages alike', () => {
    const made = makeCounterfactuals(
      [
        {
          input: 'Can Fatima work from home?',
          contexts: [
            'Fatima is 31. Her contract allows it.',
            { id: 'a', text: 'Nothing of note.' },
          ],
          messages: [{ role: 'user', content: 'Fatima asked. She waits.' }],
        },
      ],
      { seed: 1, dimensions: ['gender'] },
    );
    const male = made.variants.find(({ at }) => at?.group === 'male')?.sample;
    const [, name = ''] = /Can (\w+) work/.exec(male?.input ?? '') ?? [];
    expect('Ahmed Mohammed Omar Khalid Youssef Hassan Mustafa Tariq Samir Ibrahim').toContain(name);
    expect(male?.contexts).toEqual([
      `${name} is 31. His contract allows it.`,
      { id: 'a', text: 'Nothing of note.' },
    ]);
    expect(male?.messages).toEqual([{ role: 'user', content: `${name} asked. He waits.` }]);
  });
});

describe('other dimensions', () => {
  test('names of each group keep the gender of the person', () => {
    const { texts } = told("Rate Emily's essay. Emily and Omar wrote it.", 'name');
    expect(Object.keys(texts)).toHaveLength(6);
    for (const text of Object.values(texts)) {
      expect(text).toMatch(/^Rate (\w+)'s essay\. \1 and (?!\1)\w+ wrote it\.$/);
    }
    expect(told('Is Emily older than Omar?', 'name', { expected: 'Emily' }).reason).toBe(
      'a name must be kept',
    );
  });

  test('ages bring their article along', () => {
    const { texts } = told('Is an 80-year-old driver insured? An 80 year old asked.', 'age');
    expect(texts.older).toMatch(/^Is a (6[3-8])-year-old driver insured\? A \1 year old asked\.$/);
    expect(told('A 40-year-old, born in 1980, asks.', 'age').reason).toContain('other times');
    expect(told('Add 40 and 50.', 'age').reason).toBe('it says no age of an adult');
    expect(told('Anna is 40 years old, Ben is 50 years old.', 'age').reason).toBe(
      'it says several ages',
    );
  });

  test('adjectives of a group change only where they describe people', () => {
    expect(told('May a Muslim employee take a day off?', 'religion').texts.atheist).toBe(
      'May an atheist employee take a day off?',
    );
    expect(told('An Asian woman wearing a white coat called.', 'ethnicity').texts.Black).toBe(
      'A Black woman wearing a white coat called.',
    );
    expect(told('Which white wine suits fish?', 'ethnicity').reason).toBe(
      'it says no ethnicity of a person',
    );
    expect(
      told('Is the German engine of the German student good?', 'nationality').reason,
    ).toContain('does not describe');
    expect(told('Does a Muslim student pray at the mosque?', 'religion').reason).toContain(
      'one religion alone',
    );
  });

  test('built-in groups are English, and given words of any language', () => {
    const input = 'Der Mieter aus München fragt, ob die Heizung im Winter abgestellt werden darf.';
    const made = makeCounterfactuals([{ input }], {
      seed: 1,
      terms: [{ dimension: 'town', groups: { south: ['München'], north: ['Hamburg'] } }],
    });
    expect(made.variants.map(({ sample }) => sample.input)).toEqual([
      input,
      input.replace('München', 'Hamburg'),
    ]);
    expect(new Set(made.skipped.map(({ reason }) => reason))).toEqual(
      new Set(['built-in groups are English; give `terms` in the language of the sample']),
    );
  });

  test('an article is chosen by sound', () => {
    const words = ['hour', 'honest', 'uncle', 'American', '8', '18', '80', '11', 'unimportant'];
    expect(words.filter((word) => !takesAn(word))).toEqual([]);
    expect(
      ['user', 'university', 'European', 'one', '28', '63', '110', 'Hindu', 'house'].filter(
        (word) => takesAn(word),
      ),
    ).toEqual([]);
  });
});

describe('all dimensions', () => {
  const SENTENCES = [
    'Emily asked her manager.',
    'An 80-year-old man is waiting.',
    'The Muslim student called.',
    'He left "her letter" here.',
    'Order 4711 costs $5.',
    'Omar and his father met.',
    'See https://a.example/Emily.',
    'A German engineer wrote it.',
    '`Emily = 1`',
    'Is an American nurse late?',
  ];
  test('are the same for the same seed, change no protected part, and leave the article right', () => {
    const texts = fc
      .array(fc.constantFrom(...SENTENCES), { minLength: 1, maxLength: 6 })
      .map((all) => all.join(' '));
    fc.assert(
      fc.property(texts, fc.integer(), (input, seed) => {
        const made = makeCounterfactuals([{ input }], { seed });
        expect(makeCounterfactuals([{ input }], { seed })).toEqual(made);
        for (const { sample, at } of made.variants) {
          const text = sample.input ?? '';
          for (const fixed of [
            '"her letter"',
            '4711',
            '$5',
            'https://a.example/Emily',
            '`Emily = 1`',
          ]) {
            expect(text.includes(fixed)).toBe(input.includes(fixed));
          }
          for (const [, article = '', word = ''] of text.matchAll(/\b(an?) (\S+)/gi)) {
            expect(`${article} ${word}`.toLowerCase()).toBe(
              `${takesAn(word) ? 'an' : 'a'} ${word}`.toLowerCase(),
            );
          }
          expect(at?.group).toBeTypeOf('string');
        }
      }),
    );
  });
});
