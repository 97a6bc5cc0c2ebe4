import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { abstained, failed, scored } from '../outcome.ts';
import {
  asDetected,
  DETECTABLE,
  type DetectedLanguage,
  detectionSteps,
  detectLanguage,
} from './detect-language.ts';

// A language this near the likeliest may be the right one as well.
const TOO_NEAR = 0.95;

/**
 * Whether the output is in the expected language: `language` where it is given, else the language of
 * the input. `value` is 1 or 0. Code (fenced, or in backticks) and addresses are not read; of a long
 * text the first 2,000 characters are, so that a change of language after them is not seen.
 *
 * 64 languages are known: 22 by their script, 42 by byte n-grams and letters among those that share
 * their script. Terms in Latin letters do not make another language of a text in another script. Bosnian
 * counts as Croatian, Indonesian as Malay, both forms of Norwegian as one, and Serbian in Latin letters
 * is not told from Croatian. Abstains when the output (or the input that stands for the language) has
 * no letters, is code, is too short to tell, or resembles none of the languages; and when the expected
 * language is almost as likely as another, as in a text half in each, or a Chinese character or two
 * where Japanese is expected. Single words of languages that share a script abstain.
 *
 * How often it is right, beside eld: bench/README.md.
 *
 * Source: script properties of Unicode; n-grams of eld, Efficient Language Detector; alphabets of CLDR.
 */
export const language = defineScorer({
  id: 'language',
  aliases: { 'language-detection': {}, 'language-same': {}, 'is-language': {} },
  version: 2,
  kind: 'code',
  group: 'text',
  summary: 'Whether the output is in the expected language, or in that of the input.',
  source: 'eld (Efficient Language Detector); Unicode scripts; CLDR',
  needs: ['output'],
  params: () =>
    z.strictObject({
      language: z
        .string()
        .refine((tag) => DETECTABLE.includes(asDetected(tag)), {
          error: `must be an ISO 639 code of one of these languages: ${DETECTABLE.join(', ')}`,
        })
        .optional()
        .describe(
          'Expected language as ISO 639-1 or 639-3, such as `de` or `deu`. Defaults to that of the input.',
        ),
    }),
  threshold: 1,
  examples: () => [
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
  score({ input, output }, { language: wanted }, { work }) {
    if (wanted === undefined && input === undefined) {
      return failed(
        'sample_field_missing',
        'There is no expected language. Set `language`, or add `input` to the sample.',
      );
    }
    for (const text of wanted === undefined ? [input ?? '', output] : [output]) {
      work.spend(detectionSteps(text), 'detecting languages');
    }
    const [expected, ...alternatives] =
      wanted === undefined
        ? detectLanguage(input ?? '')
        : [{ language: asDetected(wanted), likelihood: 1 }];
    if (expected === undefined) return abstained('The language of the input cannot be detected.');
    const [likeliest, ...others] = detectLanguage(output);
    if (likeliest === undefined) return abstained('The language of the output cannot be detected.');

    const found = likeliest.language;
    const isSerbianInLatin = wanted === 'sr' && found === 'hr';
    if (found === expected.language || isSerbianInLatin) {
      return scored(1, `The output is in ${nameOf(wanted ?? found)}, as expected.`);
    }
    const name = nameOf(wanted ?? expected.language);
    if (isNear(others, expected.language)) {
      return abstained(`The output may be in ${nameOf(found)} or in ${name}.`);
    }
    return isNear(alternatives, found)
      ? abstained(`The input may be in ${name} or in ${nameOf(found)}.`)
      : scored(0, `The output is in ${nameOf(found)}, not in ${name}.`);
  },
});

/** Whether a language is almost as likely as the likeliest. */
function isNear(others: readonly DetectedLanguage[], language: string): boolean {
  return others.some((other) => other.language === language && other.likelihood >= TOO_NEAR);
}

let names: Intl.DisplayNames | undefined;

function nameOf(code: string): string {
  names ??= new Intl.DisplayNames(['en'], { type: 'language' });
  return `${names.of(code)} (${code})`;
}
