import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';
import { keywordCoverage } from './keyword-coverage.ts';

test('whole words count, parts of words do not', async () => {
  const sample = { output: 'The party starts.' };
  expect(await scoreValue(keywordCoverage, sample, { values: ['party'] })).toBe(1);
  expect(await scoreValue(keywordCoverage, sample, { values: ['art'] })).toBe(0);
});

test('words of a keyword must follow each other', async () => {
  const values = ['machine learning'];
  expect(await scoreValue(keywordCoverage, { output: 'Machine-learning it is' }, { values })).toBe(
    1,
  );
  expect(await scoreValue(keywordCoverage, { output: 'learning machine' }, { values })).toBe(0);
});

test('keywords are found in scripts without spaces', async () => {
  const sample = { output: '退款将在五天内到账', expected: ['退款', '五天'] };
  expect(await scoreValue(keywordCoverage, sample)).toBe(1);
  expect(await scoreValue(keywordCoverage, { output: 'สวัสดีชาวโลก', expected: 'ชาวโลก' })).toBe(1);
});

test('case counts only when asked', async () => {
  const sample = { output: 'refund', expected: 'REFUND' };
  expect(await scoreValue(keywordCoverage, sample)).toBe(1);
  expect(await scoreValue(keywordCoverage, sample, { caseSensitive: true })).toBe(0);
});

test('a keyword that is no word is looked for as it stands', async () => {
  expect(await scoreValue(keywordCoverage, { output: 'Done ✅', expected: '✅' })).toBe(1);
});

test('names what is missing, in the reason and as evidence', async () => {
  const result = await score(keywordCoverage, { output: 'a', expected: ['a', 'b'] });
  expect(result).toMatchObject({
    value: 0.5,
    reason: '1 of 2 keywords found; missing: b.',
    evidence: [{ text: 'b', note: 'missing' }],
  });
});

test('signs belong to a word', async () => {
  const missing: [string, string][] = [
    ['I write C code.', 'C++'],
    ['In C it is different.', 'C#'],
    ['I write C++ code.', 'C'],
    ['C#/F# are languages', 'C'],
    ['Use C++17 here', 'C'],
    ['Use a net to catch it.', '.NET'],
    ['Use .NET here', 'net'],
    ['There were 100 people.', '$100'],
    ['There are 5 left.', '-5'],
    ['It is −5 °C', '5'],
    ['50 people', '50%'],
    ['R and D', 'R&D'],
    ['tag one', '#one'],
  ];
  for (const [output, keyword] of missing) {
    expect(await scoreValue(keywordCoverage, { output }, { values: [keyword] }), keyword).toBe(0);
  }
  const there: [string, string][] = [
    ['I write C++ code.', 'C++'],
    ['Is it C++?', 'c++'],
    ['Use C++17 here', 'C++'],
    ['C#/F# are languages', 'F#'],
    ['Try (.NET) now', '.NET'],
    ['It costs $100.', '$100'],
    ['It costs $100.', '100'],
    ['It is −5 °C', '-5'],
    ['3-5 days', '5'],
    ['Up 50%, then', '50%'],
    ['our R&D team', 'R&D'],
    ['a+b', 'a'],
    ['**refund** and `code`', 'refund'],
    ['TCP/IP', 'TCP IP'],
    ['Done ✅', 'done ✅'],
  ];
  for (const [output, keyword] of there) {
    expect(await scoreValue(keywordCoverage, { output }, { values: [keyword] }), keyword).toBe(1);
  }
});

test('a Korean noun is found with its particles, and not in another noun', async () => {
  const there: [string, string][] = [
    ['환불은 5일 걸립니다.', '환불'],
    ['배송과 환불에 대해', '환불'],
    ['매장에서는 안 됩니다', '매장'],
    ['바로 환불됩니다', '환불'],
    ['이것은 환불입니다', '환불'],
    ['PDF를 보내 주세요', 'PDF'],
    ['환불 정책을 보세요', '환불 정책'],
  ];
  for (const [output, keyword] of there) {
    expect(await scoreValue(keywordCoverage, { output }, { values: [keyword] }), output).toBe(1);
  }
  expect(await scoreValue(keywordCoverage, { output: '사과문을 썼다' }, { values: ['사과'] })).toBe(
    0,
  );
});

test('composed and decomposed letters are the same', async () => {
  const sample = { output: 'Un cafe\u0301 noir.' };
  expect(await scoreValue(keywordCoverage, sample, { values: ['café'] })).toBe(1);
});
