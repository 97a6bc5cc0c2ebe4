import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seenText } from './seen-text.ts';

function found(sent: string, wanted: string): string | undefined {
  const seen = seenText(sent);
  const start = seen?.text.indexOf(wanted) ?? -1;
  if (seen === undefined || start < 0) return undefined;
  const span = { kind: 'a', certainty: 1, start, end: start + wanted.length };
  const { start: from, end: to } = seen.asSent(span);
  return sent.slice(from, to);
}

test('what is hidden by unseen signs is found where it was sent', () => {
  expect(found('to \u200bma\u200bri\u00ada@b.example\u2060.', 'maria@b.example')).toBe(
    'ma\u200bri\u00ada@b.example',
  );
  expect(found('4111\u{e0041}1111', '41111111')).toBe('4111\u{e0041}1111');
});

test('a letter and its accent are one sign', () => {
  expect(found('by rene\u0301@b.example', 'rené@b.example')).toBe('rene\u0301@b.example');
});

test('most texts are seen as they are', () => {
  expect(seenText('Grüße, 漢字 😀 مرحبا')).toBeUndefined();
});

test('every visible sign keeps its place', () => {
  const sign = fc.constantFrom('a', '1', '@', '😀', 'ö', '漢');
  const hidden = fc.constantFrom('', '\u200b', '\u00ad', '\u{e0020}', '\u202e\ufeff');
  fc.assert(
    fc.property(fc.array(fc.tuple(sign, hidden), { minLength: 1 }), fc.nat(), (signs, n) => {
      const sent = signs.map(([seen, unseen]) => seen + unseen).join('');
      const at = n % signs.length;
      const before = (of: (pair: [string, string]) => string) =>
        signs.slice(0, at).map(of).join('').length;
      const [wanted] = signs[at] ?? [''];
      const start = before(([seen]) => seen);
      const span = { kind: 'a', certainty: 1, start, end: start + wanted.length };
      const placed = seenText(sent)?.asSent(span) ?? span;
      expect(placed.start).toBe(before(([seen, unseen]) => seen + unseen));
      expect(sent.slice(placed.start, placed.end)).toBe(wanted);
    }),
  );
});
