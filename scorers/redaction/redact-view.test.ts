import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scored } from '../outcome.ts';
import { resolveDetectors } from '../resolve.ts';
import { readSample } from '../sample.ts';
import { createWork } from '../work.ts';
import { type RedactedView, redactView } from './redact-view.ts';

const detectors = resolveDetectors(['detect-pii', 'detect-secrets'], '/redact/models');
const EMAIL = 'maria.keller@posteo.de';
const work = () => createWork(10_000_000);

function redacted(sample: Parameters<typeof readSample>[0]): RedactedView {
  const seen = redactView(readSample(sample), detectors, work());
  if ('status' in seen) throw new Error(seen.reason);
  return seen;
}

test('the same text is the same token wherever it stands: texts, turns, calls, results, data', () => {
  const { view } = redacted({
    input: `Who is ${EMAIL}?`,
    output: `${EMAIL} is Maria.`,
    expected: { answer: EMAIL, [EMAIL]: 1 },
    contexts: [`Mail: ${EMAIL}`, { id: 'c2', text: 'None.' }],
    messages: [
      { role: 'user', content: `Who is ${EMAIL}?` },
      {
        role: 'assistant',
        content: 'Looking.',
        toolCalls: [{ name: 'find', arguments: `{ "mail": "${EMAIL}", "n": 4111111111111111 }` }],
      },
      { role: 'tool', content: `{"found": "${EMAIL}"}` },
    ],
    metadata: { user: EMAIL },
  });
  const text = JSON.stringify(view);
  expect(text).not.toContain('keller');
  expect(text).not.toContain('4111111111111111');
  expect(view.input).toBe('Who is [EMAIL_1]?');
  expect(view.expected).toEqual({ answer: '[EMAIL_1]', '[EMAIL_1]': 1 });
  expect(view.toolCalls?.[0]).toMatchObject({ name: 'find', arguments: { mail: '[EMAIL_1]' } });
  expect(view.messages?.[2]).toMatchObject({ role: 'tool', content: '{"found":"[EMAIL_1]"}' });
});

test('what a judge says of the tokens is read as of the text that was sent', () => {
  const output = `Write to ${EMAIL} today.`;
  const { view, restore } = redacted({ output });
  const quote = 'to [EMAIL_1] today';
  const start = view.output?.indexOf(quote) ?? -1;
  const { reason, evidence } = restore(
    scored(1, 'It names [EMAIL_1], and [OTHER_1].', {
      evidence: [
        { pointer: '/output', start, end: start + quote.length, text: quote },
        { pointer: '/output', start: start + 5, end: start + 8, text: 'MAI' },
        { pointer: '/elsewhere', start: 1, end: 2, note: 'of [EMAIL_1]' },
      ],
    }),
  );
  expect(reason).toBe(`It names ${EMAIL}, and [OTHER_1].`);
  expect(evidence[0]?.text).toBe(`to ${EMAIL} today`);
  expect(output.slice(evidence[0]?.start, evidence[0]?.end)).toBe(`to ${EMAIL} today`);
  expect(output.slice(evidence[1]?.start, evidence[1]?.end)).toBe(EMAIL);
  expect(evidence[2]).toEqual({ pointer: '/elsewhere', note: `of ${EMAIL}` });
});

test('a token that stands in the text already is not given again', () => {
  const { view, restore } = redacted({ output: `[EMAIL_1] is not ${EMAIL}.` });
  expect(view.output).toBe('[EMAIL_1] is not [EMAIL_2].');
  expect(restore(scored(1, '[EMAIL_1] [EMAIL_2]')).reason).toBe(`[EMAIL_1] ${EMAIL}`);
});

test('a detector that cannot look is a failure, and gives no view', () => {
  const sample = readSample({ output: 'a'.repeat(100_000) });
  expect(redactView(sample, detectors, createWork(1_000))).toMatchObject({
    status: 'error',
    code: 'redaction_failed',
  });
});

test('every quote of a redacted text stands, restored, at its place in the text as sent', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}$/);
  const mail = fc.tuple(word, word).map(([a, b]) => `${a}.${b}@posteo.de`);
  const texts = fc.array(fc.oneof(word, mail), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(texts, fc.nat(), fc.nat(), (parts, from, length) => {
      const output = parts.join(' ');
      const { view, restore } = redacted({ output });
      const seen = view.output ?? '';
      // Of a token a judge quotes all or nothing.
      const words = seen.split(' ');
      const first = from % words.length;
      const last = first + (length % (words.length - first)) + 1;
      const start = words.slice(0, first).join(' ').length + (first > 0 ? 1 : 0);
      const text = words.slice(first, last).join(' ');
      const evidence = [{ pointer: '/output', start, end: start + text.length, text }];
      const [one] = restore(scored(1, '', { evidence })).evidence;
      expect(output.slice(one?.start, one?.end)).toBe(one?.text);
    }),
    { numRuns: 200 },
  );
});
