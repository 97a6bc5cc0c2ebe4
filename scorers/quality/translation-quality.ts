import * as z from 'zod';
import { tellBlocks } from '../judging/blocks.ts';
import { defineJudge } from '../judging/define-judge.ts';
import { show } from '../judging/fence.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { quotable } from '../judging/quotable.ts';
import { findQuote } from '../judging/quote.ts';
import { lazyPattern } from '../lazy-pattern.ts';
import { abstained, scored } from '../outcome.ts';
import { normalForm } from '../text/normal-form.ts';
import { words } from '../text/segment.ts';

const prompt = definePrompt({
  version: 2,
  instructions: `Find the errors in a translation, as a professional translator would.

${tellBlocks(['input', 'expected', 'output'], 'output', { input: 'the source text, in {{from}}.', expected: 'one good translation. Others can be just as good: a difference from it is not an error.', output: 'the translation into {{into}}.' })}

In "errors", list each error once, for as few words as possible:
1. "quote": the wrong words of the output, copied exactly. If something was left out, copy the words of the input.
2. "explanation": what is wrong, in a few words.
3. "category":
   - "accuracy": wrong meaning, or something was added, left out, or not translated;
   - "fluency": grammar, spelling, punctuation, wrong level of formality, or text that cannot be read;
   - "terminology": a term that is wrong in this field, or not always the same;
   - "style": correct, but awkward;
   - "locale": a date, number, name, currency, address or phone number in the wrong form for the target language;
   - "non-translation": the output as a whole is not a translation of the input into that language. Then list nothing else;
   - "other".
4. "severity":
   - "critical": it says the opposite, or makes the text dangerous, offensive or impossible to understand;
   - "major": it changes the meaning, or the reader must guess;
   - "minor": the reader notices it, but still understands the text.

These are not errors: names, code and quotations that should stay as they are, mistakes that the source already has, and matters of taste. If there is no error, give an empty list.`,
});

const error = z.object({
  quote: z.string().describe('the wrong words'),
  explanation: z.string().describe('what is wrong'),
  category: z.enum([
    'accuracy',
    'fluency',
    'terminology',
    'style',
    'locale',
    'non-translation',
    'other',
  ]),
  severity: z.enum(['critical', 'major', 'minor']),
});

const LANGUAGE = lazyPattern(String.raw`^[\p{L}\p{M}\p{N}() ,.-]{2,64}$`, 'u');
const languageParam = () =>
  z.string().regex(LANGUAGE(), 'must be the name of a language').optional();
const weight = z.number().min(0).max(100);

/**
 * How few errors a translation has. The input is the source text, `expected` an optional good
 * translation. The judge marks errors by span, category and severity; each costs points: 1 for a
 * minor, 5 for a major, 25 for a critical one (`weights`). The value is
 *
 *   max(0, 1 − points / words of the input),
 *
 * so that one minor error in ten words leaves 0.9, and one major error 0.5; words are those of
 * Unicode, in scripts without spaces too. `raw` is the points. Evidence is the errors, the gravest
 * first, in the output, or in the input where something was omitted.
 *
 * An output that is no translation at all is worth 0: an empty one and a copy of the source without
 * a call. One that is an expected translation to the letter is worth 1 without a call, also where
 * that copies the source. A source without words abstains. A quote that is not found gives the
 * warning `quote_not_found`. Name the languages where you can: without them the judge goes by the
 * texts, and cannot tell a translation into the wrong language.
 *
 * Source: T. Kocmi and C. Federmann, "GEMBA-MQM", 2023, with its weights, here without its examples
 * and its limit of 25 points a segment; the linear scoring per word of MQM (A. Lommel et al., "The
 * Multi-Range Theory of Translation Quality Measurement", 2024).
 */
export const translationQuality = defineJudge({
  id: 'translation-quality',
  aliases: { translation: {}, mqm: {}, 'gemba-mqm': {} },
  version: 2,
  group: 'quality',
  summary: '1 minus the weighted errors of a translation per source word.',
  source: 'GEMBA-MQM (Kocmi and Federmann 2023)',
  needs: ['input', 'output'],
  params: () =>
    z.strictObject({
      from: languageParam().describe('The language of the input, by name: "German".'),
      into: languageParam().describe('The target language, by name.'),
      weights: z
        .strictObject({
          minor: weight.default(1).describe('Points of a minor error.'),
          major: weight.default(5).describe('Points of a major error.'),
          critical: weight.default(25).describe('Points of a critical error.'),
        })
        .prefault({})
        .describe('Penalties of errors, in points per word of the input.'),
    }),
  threshold: 0.8,
  degenerate: 0,
  examples: () => [
    {
      title: 'One minor error in ten words',
      sample: {
        input: 'Der Zug nach Bern fährt heute leider erst um neun.',
        output: 'Unfortunately, the train to Bern only leave at nine today.',
      },
      params: { from: 'German', into: 'English' },
      answers: [
        {
          reasoning: 'The meaning is there; the verb does not agree.',
          errors: [
            {
              quote: 'leave',
              explanation: 'should be "leaves"',
              category: 'fluency',
              severity: 'minor',
            },
          ],
        },
      ],
      value: 0.9,
    },
  ],
  prompts: [prompt],
  answer: { errors: z.array(error).max(100).describe('all errors, or none') },
  ask(sample, { from, into }) {
    if (words(sample.input).length === 0) {
      return abstained('The input has no words: nothing to translate.');
    }
    const output = fold(sample.output);
    if (output !== '' && sample.references?.some((text) => fold(text) === output)) {
      return scored(1, 'The output is an expected translation. No judge was asked.', { raw: 0 });
    }
    return {
      instructions: fillPrompt(prompt, {
        from: from ?? 'its own language',
        into: into ?? 'another language',
      }),
      blocks: show(sample, ['input', 'references', 'output']),
    };
  },
  conclude([{ errors }], sample, { weights }) {
    const { input } = sample;
    const texts = quotable(sample, ['output', 'input']);
    const found = errors
      .toSorted((a, b) => weights[b.severity] - weights[a.severity])
      .map(({ quote, explanation, category, severity }) => {
        const note = `${severity} ${category}: ${explanation}`;
        return { category, severity, note, evidence: findQuote(quote, texts, note) };
      });
    const isNone = found.some(({ category }) => category === 'non-translation');
    const points = found.reduce((sum, { severity }) => sum + weights[severity], 0);
    const length = words(input).length;
    const told = found.map(({ note }) => note).join(' ');
    const isUnfound = found.some(
      ({ category, evidence }) => category !== 'non-translation' && !evidence,
    );
    return {
      ...scored(
        isNone ? 0 : Math.max(0, 1 - points / length),
        isNone
          ? `The output is no translation of the input. ${told}`
          : `${errors.length} errors of ${points} points in ${length} words. ${told}`.trim(),
        { raw: points, evidence: found.map(({ evidence, note }) => evidence ?? { note }) },
      ),
      warnings: isUnfound ? ['quote_not_found'] : [],
    };
  },
});

function fold(text: string): string {
  return normalForm(text, 'NFC').trim().replace(/\s+/g, ' ');
}
