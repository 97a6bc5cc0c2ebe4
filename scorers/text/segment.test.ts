import { expect, test } from 'vitest';
import { graphemes, sentences, wordBoundaries, words } from './segment.ts';

test('words are cut by dictionary where a script writes no spaces', () => {
  expect(words('Ask for a refund, please!')).toEqual(['Ask', 'for', 'a', 'refund', 'please']);
  expect(words('申请退款。')).toEqual(['申请', '退款']);
  expect(words('ขอคืนเงิน')).toEqual(['ขอ', 'คืน', 'เงิน']);
});

test('word boundaries are offsets, both ends included', () => {
  expect([...wordBoundaries('申请退款。')]).toEqual([0, 2, 4, 5]);
  expect([...wordBoundaries('')]).toEqual([0]);
});

test('sentences end at full stops of any script', () => {
  expect(sentences('One. Two!  你好。再见。')).toEqual(['One.', 'Two!', '你好。', '再见。']);
});

// Texts longer than a piece, with what a cut could change at every place in turn.
const texts = {
  English: "I don't know: it's 3.14, or 1,000.50 at example.com. ",
  Chinese: '您可以在30天内申请退款，用Python写代码。',
  Thai: 'ขอคืนเงินภายในสามสิบวัน ',
  flags: '🇩🇪🇫🇷👩‍👩‍👧é ',
  spaces: ' \r\n\r\n\t',
};
const lengthened = Object.entries(texts).map(([name, unit]) => ({ name, text: unit.repeat(400) }));

test.each(lengthened)('a long text in $name is cut as if in one piece', ({ text }) => {
  const whole = (granularity: 'word' | 'sentence' | 'grapheme') =>
    Array.from(new Intl.Segmenter('und', { granularity }).segment(text));
  expect(words(text)).toEqual(
    whole('word').flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : [])),
  );
  expect(sentences(text)).toEqual(
    whole('sentence').flatMap(({ segment }) => (segment.trim() === '' ? [] : [segment.trim()])),
  );
  expect(graphemes(text)).toEqual(whole('grapheme').map(({ segment }) => segment));
});

test('a word longer than any piece stays whole', () => {
  const long = 'a'.repeat(10_000);
  expect(words(`one ${long} two`)).toEqual(['one', long, 'two']);
});
