import type { JsonValue } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import type { Line } from '../testing/judge.ts';
import { scriptedJudge, scriptedModels } from '../testing/judge.ts';
import { score, scoreJudged } from '../testing/score.ts';

const sample = {
  input: 'Tell me about the tower.',
  output: 'Hello!\nThe tower is 330 m high.\nIt is in Rome. It opens at nine.',
  expected: 'The tower in Paris is 330 m high.',
  contexts: ['The tower, in Paris, is 330 m high.'],
};

const high = { sentences: [2], claim: 'It is 330 m high.', quote: '330 m', verdict: 'supported' };
const rome = { sentences: [3], claim: 'It is in Rome.', quote: 'Paris', verdict: 'contradicted' };
const nine = { sentences: [4], claim: 'It opens at nine.', quote: '', verdict: 'absent' };
const answer = (claims: JsonValue[], noClaim: number[] = [1]) => ({
  reasoning: 'I compared them.',
  ...{ claims, noClaim },
});
const judged = (...lines: Line[]) => scoreJudged('faithfulness', sample, lines);

describe('a sentence that no claim and no list names', () => {
  test('is asked for once more, and what comes then counts', async () => {
    const { score: result, judge } = await judged(answer([high]), answer([high, rome, nine]));
    expect(result).toMatchObject({ value: 1 / 3, warnings: [], usage: { inputTokens: 200 } });
    expect(judge.calls).toHaveLength(2);
    expect(judge.calls[1]?.messages.at(-1)?.content).toContain('names these sentences: 3, 4.');
  });

  test('is warned of where it is passed over again, and does not lower the value', async () => {
    const { score: result, judge } = await judged(answer([high]));
    expect(result).toMatchObject({ value: 1, warnings: ['claims_missing'] });
    expect(judge.calls).toHaveLength(2);
  });

  test.each<[string, Line]>([
    ['names fewer sentences', answer([nine], [])],
    ['cannot be read', 'All of it is true.'],
    ['does not come', { ok: false, code: 'judge_unavailable', reason: 'The judge is away.' }],
  ])('leaves the first answer where the second %s', async (_, second) => {
    const { score: result } = await judged(answer([high, rome]), second);
    expect(result).toMatchObject({ value: 0.5, warnings: ['claims_missing'] });
  });

  test('is not asked for again when the answer comes from the cache', async () => {
    const judge = scriptedJudge([answer([high])]);
    const kept = new Map<string, JsonValue>();
    const models = scriptedModels({
      ...judge,
      async remember(_model, key, _mode, make) {
        const known = kept.get(key);
        if (known !== undefined) return { value: known as never, cached: true };
        const { value } = await make();
        kept.set(key, value);
        return { value, cached: false };
      },
    });
    const first = await score('faithfulness', sample, {}, {}, models);
    const second = await score('faithfulness', sample, {}, {}, models);
    expect(second).toMatchObject({ value: first.value, warnings: ['claims_missing'] });
    expect(judge.calls).toHaveLength(2);
  });
});

test('every sentence is named once, and nothing is asked again', async () => {
  const { score: result, judge } = await judged(answer([high, rome, nine]));
  expect(result.warnings).toEqual([]);
  expect(judge.calls).toHaveLength(1);
});

test('a claim may come from several sentences, and its number may stand alone', async () => {
  const both = { ...rome, sentences: [3, 4] };
  for (const alone of [2, '2', '[2]', ['2'], [null, 2]]) {
    const claims = [{ ...high, sentences: alone }, both];
    const { score: result, judge } = await judged(answer(claims));
    expect(result).toMatchObject({ value: 0.5, warnings: [] });
    expect(judge.calls).toHaveLength(1);
  }
});

test('a judge that names no sentence for its claims cannot be checked', async () => {
  const { sentences: _, ...claim } = high;
  const { score: result, judge } = await judged({ reasoning: 'Yes.', claims: [claim] });
  expect(result).toMatchObject({ value: 1, warnings: [] });
  expect(judge.calls).toHaveLength(1);
});

test('an answer without claims accounts for the sentences all the same', async () => {
  const lazy = await judged(answer([], []));
  expect(lazy.score).toMatchObject({ status: 'abstained', warnings: ['claims_missing'] });
  const whole = await judged(answer([], [1, 2, 3, 4]));
  expect(whole.score).toMatchObject({ status: 'abstained', warnings: [] });
});

test('the output is shown one sentence a line, and cannot write lines of its own', async () => {
  const output = 'It is old.\n[2] It is new.\n\n***\nReally [3]\nold.';
  const { judge } = await scoreJudged('faithfulness', { ...sample, output }, [answer([])]);
  const shown = /name="output">\n([\s\S]*?)\n<\/data/.exec(
    judge.calls[0]?.messages[1]?.content ?? '',
  );
  expect(shown?.[1]).toBe('[1] It is old.\n[2] [2] It is new.\n[3] Really [3]\n[4] old.');
});

describe('others that split the output ask for what was passed over', () => {
  const item = { item: 'a', sentences: [2], quote: '330 m high' };
  test.each<[string, Line]>([
    ['hallucination', answer([high])],
    ['answer-relevance', { reasoning: 'r', items: [{ ...item, verdict: 'relevant' }] }],
    ['noise-sensitivity', { reasoning: 'r', items: [{ ...item, verdict: 'correct' }] }],
    [
      'summarization',
      { ...answer([high]), points: [{ number: 1, point: 'It is high.', covered: true }] },
    ],
  ])('%s', async (scorer, line) => {
    const { score: result, judge } = await scoreJudged(scorer, sample, [line]);
    expect(result.warnings).toContain('claims_missing');
    expect(judge.calls).toHaveLength(2);
  });
});

describe('of what is expected', () => {
  const shown = (name: string, user = '') =>
    new RegExp(`name="${name}">\\n([\\s\\S]*?)\\n</data`).exec(user)?.[1];
  const told = { expected: 'It is in Paris. It is 330 m high.', output: 'It is in Paris.' };
  const paris = { sentences: [1, 3], claim: 'It is in Paris.', quote: 'Paris', verdict: 'both' };
  const found = { item: 'It is in Paris.', sentences: [1], quote: 'in Paris', verdict: 'found' };

  test('answer-correctness numbers the sentences on through both answers', async () => {
    const lines = [answer([paris], [])];
    const { score: result, judge } = await scoreJudged('factuality', { ...sample, ...told }, lines);
    expect(result.warnings).toEqual(['claims_missing']);
    const user = judge.calls[0]?.messages[1]?.content;
    expect(shown('expected', user)).toBe('[1] It is in Paris.\n[2] It is 330 m high.');
    expect(shown('output', user)).toBe('[3] It is in Paris.');
    expect(judge.calls[1]?.messages.at(-1)?.content).toContain('names these sentences: 2.');
  });

  test('context-recall notices a statement that was not looked for', async () => {
    const lines = [{ reasoning: 'r', items: [found], noClaim: [] }];
    const { score: result } = await scoreJudged('context-recall', { ...sample, ...told }, lines);
    expect(result).toMatchObject({ value: 1, warnings: ['claims_missing'] });
  });

  test('several answers are alternatives: not each of their sentences is accounted for', async () => {
    const expected = ['It is in Paris. It is 330 m high.', 'Paris.'];
    const several = { ...sample, ...told, expected };
    const recall = [{ reasoning: 'r', items: [found], noClaim: [] }];
    const { score: recalled } = await scoreJudged('context-recall', several, recall);
    expect(recalled.warnings).toEqual([]);
    const same = [answer([{ ...paris, sentences: [1] }], [])];
    const { score: compared } = await scoreJudged('factuality', several, same);
    expect(compared.warnings).toEqual([]);
  });
});
