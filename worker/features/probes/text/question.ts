import type { Sample } from '@assay/schema/types.ts';
import { detectLanguage } from '@assay/scorers/text/detect-language.ts';
import { wordsIn } from './words.ts';

/** The text of a sample that asks, and where it stands. */
export interface Question {
  pointer: string;
  text: string;
  /** The sample with another text in its place. */
  replaced(text: string): Sample;
}

/**
 * What a sample asks: its input, or else the text of its last message of a user.
 *
 * @returns undefined if it has neither
 */
export function questionOf(sample: Sample): Question | undefined {
  const { input, messages = [] } = sample;
  if (input !== undefined && input.trim() !== '') {
    return {
      pointer: '/input',
      text: input,
      replaced: (text) => ({ ...sample, input: text }),
    };
  }
  const at = messages.findLastIndex((message) => 'role' in message && message.role === 'user');
  const message = messages[at];
  if (message === undefined || !('role' in message)) return undefined;
  const { content } = message;
  if (typeof content !== 'string' || content.trim() === '') return undefined;
  return {
    pointer: `/messages/${at}/content`,
    text: content,
    replaced: (text) => ({
      ...sample,
      messages: messages.map((each, i) => (i === at ? { ...message, content: text } : each)),
    }),
  };
}

const SURE = 0.9;
const ENOUGH_WORDS = 4;

/**
 * The language of a text: as given, unless the text is surely in another one; else as detected.
 *
 * @returns undefined if nothing is given and nothing is likely
 */
export function languageOf(text: string, given?: string): string | undefined {
  const [likeliest, second] = detectLanguage(text);
  const isEnough = wordsIn(text).length >= ENOUGH_WORDS;
  const isClear = isEnough && (second === undefined || second.likelihood < SURE);
  if (given === undefined) return likeliest?.language;
  return isClear ? likeliest?.language : given;
}

/**
 * Texts that carry the answer: those of `expected`, which no probe changes where they stand in the
 * question. Long texts are taken by their words of four letters and more and those with a capital.
 */
export function answerWords({ expected }: Sample): string[] {
  const texts = textsIn(expected).filter((text) => text.trim() !== '');
  return texts.flatMap((text) =>
    wordsIn(text).length <= 3
      ? [text.trim(), ...wordsIn(text).map(({ text: word }) => word)]
      : wordsIn(text)
          .map(({ text: word }) => word)
          .filter((word) => word.length >= 4 || /^\p{Lu}/u.test(word)),
  );
}

function textsIn(value: Sample['expected']): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap((each) => textsIn(each));
}
