import { expect, test } from 'vitest';
import type { TokenChoice } from './judge.ts';
import { readLevelChoice } from './level-choice.ts';
import { readLooseObject } from './loose-json.ts';

const plain = (token: string): TokenChoice => ({ token, logprob: -0.1, top: [] });
const choice = (token: string, top: Record<string, number>, own: number | null): TokenChoice => ({
  token,
  logprob: own === null ? null : Math.log(own),
  top: Object.entries(top).map(([each, p]) => ({ token: each, logprob: Math.log(p) })),
});

/** The levels with their probabilities, rounded, of the object that begins at the given text. */
function read(tokens: readonly TokenChoice[], begins = '{') {
  const text = tokens.map(({ token }) => token).join('');
  const verdict = readLooseObject(text, text.indexOf(begins));
  if (verdict === undefined) throw new Error('the tokens hold no object');
  const levels = readLevelChoice(tokens, text, verdict);
  return (
    levels && Object.fromEntries(levels.map((each) => [each.level, rounded(each.probability)]))
  );
}

const rounded = (probability: number) => Math.round(probability * 1_000) / 1_000;
const start = plain('{"reasoning":"No","level":');

test('levels are read where the verdict has its level, and nowhere else', () => {
  const own = choice('1', { 1: 0.9, 2: 0.1 }, 0.9);
  const other = choice('2', { 2: 1 }, 1);
  expect(read([start, own, plain('}')])).toEqual({ 1: 0.9, 2: 0.1 });
  const quoted = [plain('{"reasoning":"It says \\"level\\":'), other, plain('","level":'), own];
  expect(read([...quoted, plain(',"note":"\\"level\\":'), other, plain('"}')])).toEqual({
    1: 0.9,
    2: 0.1,
  });
  const after = [start, own, plain('}\nIt said {"level":'), other, plain('}')];
  expect(read(after)).toEqual({ 1: 0.9, 2: 0.1 });
});

test('a level may share its token with what stands before it', () => {
  const cut = [plain('{"reasoning":"No","level"'), choice(': 2', { ': 2': 0.7, ': 1': 0.3 }, 0.7)];
  expect(read([...cut, plain('}')])).toEqual({ 1: 0.3, 2: 0.7 });
  const text = [plain('{"level":'), choice('"2', { '"2': 0.6, '"1': 0.4 }, 0.6), plain('"}')];
  expect(read(text)).toEqual({ 1: 0.4, 2: 0.6 });
});

test('the level that was written counts where the alternatives lack it', () => {
  expect(read([start, choice('1', { 2: 0.4 }, 0.5), plain('}')])).toEqual({ 1: 0.5, 2: 0.4 });
  expect(read([start, choice('1', { 2: 0.4 }, null), plain('}')])).toEqual({ 1: 0.6, 2: 0.4 });
});

test('without alternatives nothing is known', () => {
  expect(read([start, choice('1', {}, 0.9), plain('}')])).toBeNull();
  expect(read([plain('{"verdict":"found"}')])).toBeNull();
  for (const broken of [Math.exp(50), 1.5, Number.NaN]) {
    expect(read([start, choice('1', { 1: 0.9, 2: broken }, 0.9), plain('}')])).toBeNull();
    expect(read([start, choice('1', { 2: 0.1 }, broken), plain('}')])).toBeNull();
  }
});
