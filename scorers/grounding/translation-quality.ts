import { z } from 'zod';
import { defineJudge } from '../judging/define-judge.ts';
import { show } from '../judging/fence.ts';
import type { JudgeWarning } from '../judging/judge.ts';
import { definePrompt, fillPrompt } from '../judging/prompt.ts';
import { findQuote } from '../judging/quote.ts';
import { scored } from '../outcome.ts';

const prompt = definePrompt({
  version: 1,
  instructions: `The output is a translation of the input{{languages}}. List its errors as an annotator by Multidimensional Quality Metrics would. An expected translation, where there is one, is one good way to say it, not the only one.

Categories: "addition", "omission", "mistranslation", "untranslated", "grammar", "spelling", "punctuation", "register", "inconsistency", "terminology", "style", "other".

Severity:
- "critical": the reader would be led to something wrong or harmful, or cannot make sense of it;
- "major": the meaning is changed or lost in part, or reading is disturbed;
- "minor": it is noticed, and does no harm.

For each error copy the words of the output where it is; of an omission, copy the words of the input that are missing. List no error twice. A translation without errors has an empty list.`,
});

const error = z.object({
  quote: z.string().describe('The words where it is, exactly as they stand.'),
  category: z.enum([
    'addition',
    'omission',
    'mistranslation',
    'untranslated',
    'grammar',
    'spelling',
    'punctuation',
    'register',
    'inconsistency',
    'terminology',
    'style',
    'other',
  ]),
  severity: z.enum(['critical', 'major', 'minor']),
  why: z.string().describe('What is wrong, in one sentence.'),
});

/** Points that an error costs, as in GEMBA-MQM. */
const COST = { critical: 25, major: 5, minor: 1 } as const;
const MOST = 25;

/**
 * How good a translation of the input the output is. The judge lists errors with place, category and
 * severity, as in Multidimensional Quality Metrics (MQM). A minor one costs 1 point, a major one 5, a
 * critical one 25; `raw` is the points lost, as a number below 0, and not below −25. The value is
 * 1 + raw / 25. As in MQM, a segment (a sentence or a paragraph) is what it is meant for: long texts
 * collect errors. An expected translation is shown where there is one. An empty output, or a copy of
 * the input, is worth 0.
 *
 * Source: T. Kocmi and C. Federmann, "GEMBA-MQM", 2023; M. Freitag et al., "Experts, Errors, and
 * Context", 2021.
 */
export const translationQuality = defineJudge({
  id: 'translation-quality',
  aliases: { translation: {}, 'gemba-mqm': {} },
  version: 1,
  group: 'grounding',
  summary: 'How few errors, by weight, a translation of the input has.',
  source: 'GEMBA-MQM (Kocmi & Federmann 2023)',
  needs: ['input', 'output'],
  params: z.strictObject({
    from: z.string().min(1).max(50).optional().describe('Language of the input, such as German.'),
    to: z.string().min(1).max(50).optional().describe('Language that it was to be put into.'),
  }),
  threshold: 0.8,
  degenerate: 0,
  examples: [
    {
      title: 'A major error',
      sample: { input: 'Der Zug fährt um neun ab.', output: 'The train leaves at ten.' },
      params: { from: 'German', to: 'English' },
      answers: [
        {
          reasoning: 'Nine became ten.',
          errors: [
            {
              quote: 'ten',
              category: 'mistranslation',
              severity: 'major',
              why: '"neun" is nine, not ten.',
            },
          ],
        },
      ],
      value: 0.8,
    },
  ],
  prompts: [prompt],
  answer: { errors: z.array(error).max(100).describe('Every error; empty if there is none.') },
  ask: (sample, { from, to }) => ({
    instructions: fillPrompt(prompt, {
      languages: `${from === undefined ? '' : ` from ${from}`}${to === undefined ? '' : ` into ${to}`}`,
    }),
    blocks: show(sample, ['input', 'references', 'output']),
  }),
  conclude([{ reasoning, errors }], { input, output }) {
    const found = errors.map(({ quote, category, severity, why }) => {
      const note = `${severity} ${category}: ${why}`;
      const texts = [
        { pointer: '/output', text: output },
        { pointer: '/input', text: input },
      ];
      // What was left out stands in the input.
      const sides = category === 'omission' ? texts.toReversed() : texts;
      return { note, points: COST[severity], at: findQuote(quote, sides, note) };
    });
    const points = Math.min(
      MOST,
      found.reduce((sum, each) => sum + each.points, 0),
    );
    const told = found.map(({ note }) => note).join(' ');
    const reason = errors.length === 0 ? `No error was found. ${reasoning}` : told;
    const warnings: JudgeWarning[] = found.some(({ at }) => !at) ? ['quote_not_found'] : [];
    return {
      ...scored(1 - points / MOST, reason, {
        // Not −0 where there is no error.
        raw: points === 0 ? 0 : -points,
        evidence: found
          .toSorted((a, b) => b.points - a.points)
          .map(({ at, note }) => at ?? { note }),
      }),
      warnings,
    };
  },
});
