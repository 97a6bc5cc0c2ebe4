import type { JsonObject } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { score } from '../testing/score.ts';

const texts = async (output: string, params: JsonObject) =>
  (await score('detect-banned-terms', { output }, params)).evidence.map(({ text }) => text);

test.each([
  ['STRASSE', 'Die Straße ist lang.', 'Straße'],
  ['café', 'A CAFE nearby.', 'CAFE'],
  ['résumé', 'Send the re\u0301sume\u0301 now.', 're\u0301sume\u0301'],
  ['acme cloud', 'Ask ACME  Cloud!', 'ACME  Cloud'],
  ['acme', 'Ask ＡＣＭＥ.', 'ＡＣＭＥ'],
  ['acme', 'Ask ac\u200bme.', 'ac\u200bme'],
  ['竞争对手', '我们的竞争对手很多。', '竞争对手'],
  ['東京', '東京に行きます。', '東京'],
  ['สวัสดี', 'สวัสดีชาวโลก', 'สวัสดี'],
  ['конкурент', 'Наш КОНКУРЕНТ сказал.', 'КОНКУРЕНТ'],
  ['ﬁne', 'A fine.', 'fine'],
])('%s is found in %s', async (term, output, found) => {
  expect(await texts(output, { terms: [term] })).toEqual([found]);
});

test.each([
  ['ass', 'A classic assessment.'],
  ['京都', '東京都に行きます。'],
  ['acme', 'acmeify the acme_tool'],
])('%s is not found within the words of %s', async (term, output) => {
  expect(await texts(output, { terms: [term] })).toEqual([]);
});

test('within words it is found where that is asked for', async () => {
  expect(await texts('A classic.', { terms: ['ass'], wholeWords: false })).toEqual(['ass']);
});

test('accents count where that is asked for', async () => {
  expect(await texts('Mr. Müller', { terms: ['Muller'] })).toEqual(['Müller']);
  expect(await texts('Mr. Müller', { terms: ['Muller'], ignoreAccents: false })).toEqual([]);
  expect(await texts('Mr. MÜLLER', { terms: ['müller'], ignoreAccents: false })).toEqual([
    'MÜLLER',
  ]);
});

test('digits and signs stand for letters where that is asked for', async () => {
  for (const output of ['I h4te it', 'I h@73 it', 'I h.a.t.e it', 'I H A T E it']) {
    expect(await texts(output, { terms: ['hate'] }), output).toEqual([]);
    expect(await texts(output, { terms: ['hate'], leetspeak: true }), output).toHaveLength(1);
  }
});

test('a finding names its topic', async () => {
  const topics = { gambling: ['casino', 'slot machine'] };
  expect(
    await score('detect-banned-terms', { output: 'A slot machine.' }, { topics }),
  ).toMatchObject({
    passed: false,
    evidence: [{ start: 2, end: 14, kind: 'banned-term', note: 'Topic: gambling.' }],
  });
});

test('without terms it is refused', async () => {
  await expect(score('detect-banned-terms', { output: 'x' })).rejects.toThrow();
});
