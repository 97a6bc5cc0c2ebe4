import { z } from 'zod';
import { defineScorer } from '../define.ts';
import { abstained, failed, scored } from '../outcome.ts';
import { DETECTABLE, detectLanguage } from './detect-language.ts';

// A language this near the likeliest may be the right one as well.
const TOO_NEAR = 0.95;

// What a short text cannot be told apart from, and what the detector has them under.
const DETECTED_AS: Readonly<Record<string, string>> = {
  nb: 'no',
  nn: 'no',
  id: 'ms',
  bs: 'hr',
  sh: 'hr',
  fil: 'tl',
};

/**
 * Whether the output is in the expected language: `language` where it is given, else the language of
 * the input. `value` is 1 or 0. Code in triple backticks and web addresses are not read; of a long
 * text the first 2,000 letters are, so that a change of language after them is not seen.
 *
 * 64 languages are known: 22 by their script, 42 by byte n-grams. Bosnian counts as Croatian,
 * Indonesian as Malay, both forms of Norwegian as one, and Serbian in Latin letters is not told from
 * Croatian. Abstains when the output (or the input that stands for the language) has no letters, too
 * little text to tell, or one that resembles none of the languages; and when the expected language
 * is almost as likely as another. Single words are often enough, and sometimes wrong.
 *
 * Of single words, word pairs and sentences in the known languages it names the right one in 97 of
 * 100 where it names any: `npx vitest run scorers/text/language.test.ts`, where the data lie.
 *
 * Source: script properties of Unicode; n-grams of eld, Efficient Language Detector.
 */
export const language = defineScorer({
  id: 'language',
  aliases: { 'language-detection': {}, 'language-same': {}, 'is-language': {} },
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'Whether the output is in the expected language, or in that of the input.',
  source: 'eld (Efficient Language Detector); Unicode scripts',
  needs: ['output'],
  params: z.strictObject({
    language: z
      .string()
      .refine((tag) => DETECTABLE.includes(detectedAs(tag)), {
        error: `must be an ISO 639 code of one of these languages: ${DETECTABLE.join(', ')}`,
      })
      .optional()
      .describe(
        'Expected language as ISO 639-1 or 639-3, such as `de` or `deu`; else the input’s.',
      ),
  }),
  threshold: 1,
  examples: [
    {
      title: 'An English answer where German was expected',
      sample: { output: 'Your order has been shipped and will arrive on Friday.' },
      params: { language: 'de' },
      value: 0,
    },
    {
      title: 'Answered in the language of the question',
      sample: {
        input: '¿Cuándo llegará mi pedido?',
        output: 'Su pedido llegará el viernes por la mañana.',
      },
      value: 1,
    },
  ],
  score({ input, output }, { language: wanted }) {
    if (wanted === undefined && input === undefined) {
      return failed('sample_field_missing', 'Give `language`, or an `input` to take it from.');
    }
    const expected =
      wanted === undefined ? detectLanguage(input ?? '')[0]?.language : detectedAs(wanted);
    if (expected === undefined) return abstained('The language of the input cannot be told.');
    const [likeliest, ...others] = detectLanguage(output);
    if (likeliest === undefined) return abstained('The language of the output cannot be told.');

    const found = likeliest.language;
    const isSerbianInLatin = wanted === 'sr' && found === 'hr';
    if (found === expected || isSerbianInLatin) {
      return scored(1, `The output is in ${nameOf(wanted ?? found)}, as expected.`);
    }
    const isNear = others.some(
      (other) => other.language === expected && other.likelihood >= TOO_NEAR,
    );
    return isNear
      ? abstained(`The output may be in ${nameOf(found)} or in ${nameOf(wanted ?? expected)}.`)
      : scored(0, `The output is in ${nameOf(found)}, not in ${nameOf(wanted ?? expected)}.`);
  },
});

/** The code under which the detector knows a language; an empty text when the tag is malformed. */
function detectedAs(tag: string): string {
  try {
    const code = new Intl.Locale(tag).language;
    return DETECTED_AS[code] ?? code;
  } catch {
    return '';
  }
}

const names = new Intl.DisplayNames(['en'], { type: 'language' });

function nameOf(code: string): string {
  return `${names.of(code)} (${code})`;
}
