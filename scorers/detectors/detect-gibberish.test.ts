import { expect, test } from 'vitest';
import { HARMLESS_TEXTS } from '../testing/harmless-texts.ts';
import { PLAIN_SENTENCES } from '../testing/plain-sentences.ts';
import { score } from '../testing/score.ts';

test.each([
  ['random-letters', 'asdfghjkl qwrtzp'],
  ['random-letters', 'sdkfjhsd kfjhwie ruyqwpz mxncbv'],
  ['random-letters', 'The answer is dfgkjhdf sdfkjhwer xcvbnmq zzxqjk, as I said before.'],
  ['repeated', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
  ['repeated', 'hahahahahahahahahahahahahahahahaha'],
  ['repeated', 'the the the the the the the the the the the the'],
  ['mojibake', 'Das war schÃ¶n, und es gibt KÃ¤se.'],
  ['mojibake', 'Itâ€™s fine.'],
  ['mojibake', 'Ð¿Ñ€Ð¸Ð²ÐµÑ‚'],
  ['mojibake', 'caf\ufffd'],
])('%s is found in %s', async (kind, output) => {
  const result = await score('detect-gibberish', { output });
  expect(result).toMatchObject({ passed: false });
  expect(result.evidence.map((one) => one.kind)).toContain(kind);
});

test('what was decoded wrongly is told', async () => {
  expect(await score('detect-gibberish', { output: 'schÃ¶n' })).toMatchObject({
    evidence: [{ start: 3, end: 5, kind: 'mojibake', note: 'It was: ö' }],
  });
});

test.each<readonly [what: string, text: string]>([
  ['an answer', 'No, no, no, no, no! That is not what I meant.'],
  ['a table', '| a | b |\n|-----------------------|-----|\n........................'],
  [
    'long words',
    'Donaudampfschifffahrtsgesellschaft und Wszczęście, antidisestablishmentarianism.',
  ],
  ['names of a place', 'From Llanfairpwllgwyngyll to Szczecin and Reykjavík.'],
  ['accents', 'Ça va très bien, señor, à São Paulo; smörgåsbord für Åse.'],
  ['code', 'const quantity = srcMgr.fmt(ptr, argc);\n`zxcvbnm`\n```\nqwxzr hjklmn bcdfg\n```'],
  ...HARMLESS_TEXTS.map((text) => ['a harmless text', text] as const),
  ...Object.entries(PLAIN_SENTENCES).flatMap(([language, texts]) =>
    texts.map((text) => [`a sentence in ${language}`, text] as const),
  ),
])('%s: nothing is found in %s', async (_, output) => {
  expect(await score('detect-gibberish', { output })).toMatchObject({ passed: true });
});
