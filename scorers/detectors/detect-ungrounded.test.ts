import { expect, test } from 'vitest';
import { score, scoreValue } from '../testing/score.ts';

const contexts = [
  'The Eiffel Tower was completed in 1889 and is 330 metres tall. It was built by the company of Gustave Eiffel for the World Fair in Paris.',
  'Lifts carry visitors to the second floor every day of the year.',
];
const scoreOf = (output: string) => score('detect-ungrounded', { output, contexts });

test('what the contexts say passes, in any of them', async () => {
  for (const output of [
    'The Eiffel Tower was completed in 1889.',
    'Lifts carry visitors to the second floor.',
    'The Eiffel Tower is 330 metres tall and was built for the World Fair in Paris.',
  ]) {
    expect((await scoreOf(output)).passed, output).toBe(true);
  }
});

test.each([
  ['date', 'The Eiffel Tower was completed in 1925.', 'date "1925"'],
  ['number', 'The Eiffel Tower is 845 metres tall.', 'number "845"'],
  ['unit', 'The Eiffel Tower is 330 feet tall.', 'unit "330"'],
  ['negation', 'The Eiffel Tower was not completed in 1889.', 'negation "not"'],
])('a %s that the contexts lack fails the output', async (kind, output, item) => {
  expect(await scoreOf(output)).toMatchObject({
    passed: false,
    evidence: [{ kind, text: output, note: `Not in the contexts: ${item}.` }],
  });
});

test('a name that the contexts lack is named', async () => {
  const output = 'It was built by the company of Antoine Dubois for the World Fair in Paris.';
  expect(await scoreOf(output)).toMatchObject({
    evidence: [{ kind: 'name', note: 'Not in the contexts: name "Antoine", name "Dubois".' }],
  });
});

test('each sentence has its own evidence', async () => {
  const right = 'The Eiffel Tower was completed in 1889.';
  const wrong = 'Climbers paint the whole monument with brown varnish.';
  const result = await scoreOf(`${right} ${wrong}`);
  expect(result).toMatchObject({
    passed: false,
    evidence: [{ kind: 'unsupported', start: right.length + 1, text: wrong }],
  });
});

test('numbers in words and digits, and forms of a word, are the same', async () => {
  const result = await score('detect-ungrounded', {
    contexts: ['The club has seven members, who adopted new rules in 2,019 meetings.'],
    output: 'Its 7 members were adopting the new rules in 2019 meetings.',
  });
  expect(result.passed).toBe(true);
});

test('greetings claim nothing', async () => {
  expect(await scoreValue('detect-ungrounded', { output: 'Hello! Thank you.', contexts })).toBe(1);
});

test('without contexts there is nothing to hold the output against', async () => {
  expect(await score('detect-ungrounded', { output: 'Paris.' })).toMatchObject({
    status: 'error',
    error: { code: 'sample_field_missing' },
  });
});
