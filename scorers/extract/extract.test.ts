import type { ExtractStep } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveScorers } from '../resolve.ts';
import { score } from '../testing/score.ts';
import { createWork } from '../work.ts';
import { extract } from './extract.ts';

const textOf = (output: string, ...steps: ExtractStep[]) => {
  const found = extract(output, steps, createWork());
  return 'missedBy' in found ? null : found.text;
};

describe('finds', () => {
  test('the rest of the line after the last marker', () => {
    const marker: ExtractStep = { by: 'marker', marker: '####' };
    expect(textOf('So 9 + 9 = 18.\n#### 18\n', marker)).toBe('18');
    expect(textOf('#### 17\nNo:\n#### 18', marker)).toBe('18');
    expect(textOf('#### 17\nNo:\n#### 18', { ...marker, which: 'first' })).toBe('17');
    expect(textOf('Answer:\nParis\n', { by: 'marker', marker: 'Answer:', to: 'end' })).toBe(
      'Paris',
    );
    expect(textOf('18', marker)).toBeNull();
    expect(textOf('18 ####', marker)).toBeNull();
  });

  test('a group of a regular expression, the last match unless the first is asked for', () => {
    const text = 'a=1, b=22';
    expect(textOf(text, { by: 'regex', pattern: '(\\w)=(\\d+)' })).toBe('b');
    expect(textOf(text, { by: 'regex', pattern: '(\\w)=(\\d+)', group: 2 })).toBe('22');
    expect(textOf(text, { by: 'regex', pattern: '(\\w)=(\\d+)', group: 0 })).toBe('b=22');
    expect(textOf(text, { by: 'regex', pattern: '\\d+', which: 'first' })).toBe('1');
    expect(textOf(text, { by: 'regex', pattern: '(?P<n>\\d+)', group: 'n' })).toBe('22');
    expect(textOf('ANSWER: x', { by: 'regex', pattern: 'answer: (.)' })).toBeNull();
    expect(textOf('ANSWER: x', { by: 'regex', pattern: 'answer: (.)', caseSensitive: false })).toBe(
      'x',
    );
  });

  test('what stands in a tag, in a code block, in \\boxed{…}', () => {
    expect(textOf('<answer>a</answer> <Answer> b </Answer>', { by: 'tag', name: 'answer' })).toBe(
      'b',
    );
    expect(textOf('<answer>cut off', { by: 'tag', name: 'answer' })).toBe('cut off');
    expect(textOf('<answers>a</answers>', { by: 'tag', name: 'answer' })).toBeNull();
    const code = 'Try:\n```sh\nls\n```\nor\n```python\nprint(1)\n```\n';
    expect(textOf(code, { by: 'code-block' })).toBe('print(1)');
    expect(textOf(code, { by: 'code-block', language: 'sh' })).toBe('ls');
    expect(textOf('$\\boxed{1}$, so $\\boxed{\\frac{1}{2}}$', { by: 'boxed' })).toBe(
      '\\frac{1}{2}',
    );
    expect(textOf('\\boxed{1', { by: 'boxed' })).toBeNull();
  });

  test('a value in JSON, a text as it is and anything else as JSON', () => {
    const output = 'See [1]: {"a": {"b": "x", "c": [1, {"d": null}]}}';
    expect(textOf(output, { by: 'json', path: 'a.b' })).toBe('x');
    expect(textOf(output, { by: 'json', path: '/a/c' })).toBe('[1,{"d":null}]');
    expect(textOf(output, { by: 'json', path: 'a.c.1.d' })).toBe('null');
    expect(textOf(output, { by: 'json', path: 'a.x' })).toBeNull();
    expect(textOf('no JSON', { by: 'json', path: '' })).toBeNull();
  });

  test('the letter of the choice that the text settles on', () => {
    for (const output of [
      'B',
      '(B)',
      '**B.**',
      'B) Paris',
      'B. Paris',
      'The answer is B.',
      'The answer is B because a dog barks',
      'the correct answer is (B), not A',
      'A is wrong because of C. Answer: B',
      'Answer: **B**',
      'I choose option B',
      'Final answer: $\\boxed{B}$',
      'A and C are wrong, so \\boxed{B}',
      'It must be (B)',
      'I think it is B because a dog barks',
      'A dog barks, so B it must be',
      '答案是B',
      'A不对，所以答案是（B）。',
      '正确答案：B',
      '我选B。',
      '正解はBです。Aではありません。',
      '정답은 B입니다. A는 아닙니다.',
      'คำตอบคือB',
      'La réponse est B, pas A.',
      'La respuesta correcta no es A. Respuesta: B',
      'Die Antwort ist **B**, nicht C.',
      'Ответ: B, а не A',
    ]) {
      expect(textOf(output, { by: 'choice' }), output).toBe('B');
    }
    for (const output of [
      '',
      'It is B or C',
      'A dog barks',
      'The answer is a dog',
      'F',
      'But why',
    ]) {
      expect(textOf(output, { by: 'choice' }), output).toBeNull();
    }
    expect(textOf('F', { by: 'choice', choices: ['E', 'F'] })).toBe('F');
  });
});

describe('changes', () => {
  test('case and white space', () => {
    expect(textOf(' Ab\n c ', 'trim')).toBe('Ab\n c');
    expect(textOf(' Ab\n c ', 'collapse-whitespace', 'uppercase')).toBe('AB C');
    expect(textOf('a\r\n b \n\n', 'last-line')).toBe('b');
    expect(textOf('\n a\r\nb', 'first-line')).toBe('a');
    expect(textOf(' \n', 'last-line')).toBeNull();
  });
  test('thinking in tags is omitted, wherever its opening tag is', () => {
    expect(textOf('<think>a</think>\n\nB', 'strip-thinking')).toBe('B');
    expect(textOf('thoughts</think>B', 'strip-thinking')).toBe('B');
    expect(textOf('B <thinking>a</thinking> C', 'strip-thinking')).toBe('B  C');
    expect(textOf('B<think>never done', 'strip-thinking')).toBe('B');
    expect(textOf('<think>never done', 'strip-thinking')).toBe('');
    expect(textOf('plain', 'strip-thinking')).toBe('plain');
  });
  test('Markdown loses its marks and keeps its texts', () => {
    const text =
      '# Title\n\n> - **Bold _and_ more** with `code`, [a link](x.y) ![alt](z)\n\n---\n```js\nlet a_b = "**";\n```\n| a | b |\n|---|---|\n1. snake_case and 2*3*4 \\*x\\*';
    expect(textOf(text, 'strip-markdown')).toBe(
      'Title\n\nBold and more with code, a link alt\n\nlet a_b = "**";\n| a | b |\nsnake_case and 234 *x*',
    );
  });
});

describe('a scorer with `extract`', () => {
  const gsm = { extract: [{ by: 'marker', marker: '####' } as const] };

  test('scores the part, and places its evidence in the output as sent', async () => {
    const sample = { output: '9 + 9\n#### 18', expected: '18' };
    expect(await score('exact-match', sample)).toMatchObject({ value: 0 });
    expect(await score('exact-match', sample, {}, gsm)).toMatchObject({ value: 1, passed: true });
    const found = await score('regex', sample, { pattern: '\\d' }, gsm);
    expect(found.evidence[0]).toMatchObject({ start: 11, end: 12, text: '1' });
  });

  test('loses the place of evidence where steps changed the text, and keeps its excerpt', async () => {
    const sample = { output: 'X1' };
    const { evidence } = await score('regex', sample, { pattern: 'x' }, { extract: ['lowercase'] });
    expect(evidence).toEqual([{ pointer: '/output', text: 'x' }]);
  });

  test('fails where nothing is found, negated or not', async () => {
    const sample = { output: '18', expected: '18' };
    for (const scorer of ['exact-match', 'not-exact-match']) {
      expect(await score(scorer, sample, {}, gsm)).toMatchObject({
        status: 'scored',
        value: 0,
        passed: false,
        reason: 'Nothing was extracted: marker "####" finds nothing in the output.',
      });
    }
  });

  test('or is an error, or scores the whole, as `onNoMatch` says', async () => {
    const sample = { output: '18', expected: '18' };
    expect(await score('exact-match', sample, {}, { ...gsm, onNoMatch: 'error' })).toMatchObject({
      passed: null,
      error: { code: 'extraction_failed' },
    });
    const whole = await score('exact-match', sample, {}, { ...gsm, onNoMatch: 'whole' });
    expect(whole).toMatchObject({ value: 1 });
  });

  test('has a fingerprint of its own, and others keep theirs', () => {
    const print = (settings: object) =>
      resolveScorers([{ scorer: 'exact-match', ...settings }])[0]?.fingerprint;
    expect(print(gsm)).not.toBe(print({}));
    expect(print({ ...gsm, onNoMatch: 'whole' })).not.toBe(print(gsm));
    expect(print({ ...gsm, onNoMatch: 'fail' })).toBe(print(gsm));
  });

  test('is refused with a pattern that is none, a group that is not there, and on composites', () => {
    const refuse = (settings: object) => () =>
      resolveScorers([{ scorer: 'exact-match', ...settings }]);
    expect(refuse({ extract: [{ by: 'regex', pattern: '(?=a)' }] })).toThrow(
      /\/scorers\/0\/extract\/0\/pattern: uses look-ahead/,
    );
    expect(refuse({ extract: ['trim', { by: 'regex', pattern: '(a)', group: 2 }] })).toThrow(
      /\/scorers\/0\/extract\/1\/pattern: has no group 2/,
    );
    expect(refuse({ onNoMatch: 'fail' })).toThrow(/onNoMatch/);
    expect(() =>
      resolveScorers([{ scorer: 'all', params: { scorers: ['exact-match'] }, extract: ['trim'] }]),
    ).toThrow(/\/scorers\/0\/extract: must be set on the inner scorers/);
  });
});

test('what is found with its place is the text at that place', () => {
  const finders: ExtractStep[] = [
    { by: 'marker', marker: 'a' },
    { by: 'tag', name: 'b' },
    { by: 'choice' },
    { by: 'code-block' },
    { by: 'boxed' },
    { by: 'regex', pattern: '[ab]+' },
    'trim',
    'first-line',
    'last-line',
    'strip-thinking',
  ];
  const piece = fc.constantFrom(
    'a',
    'B',
    '(C)',
    '\n',
    ' ',
    '<b>',
    '</b>',
    '```\n',
    '\\boxed{',
    '}',
    '<think>',
    '</think>',
    'answer: ',
    '😀',
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      fc.array(fc.constantFrom(...finders), { minLength: 1, maxLength: 3 }),
      (output, steps) => {
        const found = extract(output, steps, createWork());
        if ('missedBy' in found || found.start === null) return;
        expect(output.slice(found.start, found.start + found.text.length)).toBe(found.text);
      },
    ),
    { numRuns: 500 },
  );
});

test('no text takes long', () => {
  for (const unit of [
    '[',
    '(A)',
    '**',
    '`',
    '<think>',
    '\\boxed{',
    'answer ',
    '_a',
    '![',
    '> ',
    'a ',
  ]) {
    const text = unit.repeat(60_000).slice(0, 60_000);
    for (const step of [
      'strip-markdown',
      'strip-thinking',
      { by: 'boxed' },
      { by: 'choice' },
    ] as const) {
      expect(() => extract(text, [step], createWork())).not.toThrow();
    }
  }
});
