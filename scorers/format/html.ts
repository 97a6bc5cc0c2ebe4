import type { Evidence } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { oncePerPlan } from '../work.ts';
import { elementFinder, readSelector } from './html-selector.ts';

const STEPS_PER_CHARACTER = 400;

/**
 * Whether the output is HTML (mode `strict`: elements of HTML and no text outside of them) or has
 * an element of HTML in it (`anywhere`): 1 or 0. Custom elements count, by the hyphen in their name;
 * other unknown names, such as `<thinking>`, do not.
 *
 * HTML has a meaning for every text, so mistakes do not make a value of 0 unless `maxParseErrors`
 * says so; the evidence shows them. `selectors` asks for elements by a subset of CSS: names, `#id`,
 * `.class`, `[attribute=value]`, inside and directly inside (`>`). More than 512 levels or 50,000
 * nodes is an error.
 *
 * Source: the HTML Standard's parser, through parse5; promptfoo is-html and contains-html, which
 * count tags of any name.
 */
export const html = defineScorer({
  id: 'html',
  aliases: { 'is-html': {}, 'contains-html': { mode: 'anywhere' } },
  version: 2,
  kind: 'code',
  group: 'format',
  summary: 'Whether the output is, or contains,  HTML, optionally with certain elements.',
  source: 'HTML Standard',
  needs: ['output'],
  params: () =>
    z.strictObject({
      mode: z
        .enum(['strict', 'anywhere'])
        .default('strict')
        .describe('`strict`: the whole output is HTML; `anywhere`: the text contains HTML.'),
      selectors: z
        .array(
          z
            .string()
            .max(200)
            .refine((text) => readSelector(text) !== undefined, {
              error: 'must be names, #id, .class or [attribute=value], joined by spaces or " > "',
            }),
        )
        .max(50)
        .default([])
        .describe('Selectors such as `table > thead` or `a[href]`. Each must match an element.'),
      maxParseErrors: z
        .int()
        .min(0)
        .optional()
        .describe(
          'Maximum number of parse errors. Defaults to any number. A missing doctype does not count.',
        ),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'A list, as HTML and nothing else',
      sample: { output: '<ul><li>Tea</li><li>Coffee</li></ul>' },
      params: { selectors: ['ul > li'] },
      value: 1,
    },
    { title: 'A sentence before the HTML', sample: { output: 'Sure! <p>Tea</p>' }, value: 0 },
  ],
  async score({ output }, params, { work }) {
    const { mode, maxParseErrors } = params;
    work.spend(output.length * STEPS_PER_CHARACTER, 'reading the HTML of `output`');
    const document = await tryRead(output);
    if (document === undefined) {
      return failed(
        'sample_too_large',
        'HTML of more than 512 levels or 50,000 nodes is not parsed.',
      );
    }
    const { elements, errors, unknownNames, hasTextOutside } = document;
    const evidence: Evidence[] = errors.map(({ code, start, end }) => ({
      pointer: '/output',
      start,
      end,
      note: code,
    }));
    const verdict = (value: number, reason: string) => scored(value, reason, { evidence });
    const [unknown] = unknownNames;

    if (elements.length === 0) return verdict(0, 'The output has no HTML element.');
    if (mode === 'strict' && hasTextOutside) {
      return verdict(0, 'The output has text outside its HTML elements.');
    }
    if (mode === 'strict' && unknown !== undefined) {
      return verdict(0, `The output has an element that is not in HTML: ${unknown}.`);
    }
    if (maxParseErrors !== undefined && errors.length > maxParseErrors) {
      return verdict(
        0,
        `The HTML has ${errors.length} parse errors; at most ${maxParseErrors} are allowed. The first: ${errors[0]?.code}.`,
      );
    }
    const finds = elementFinder(elements, work);
    const missing = selectorsOf(params, work).filter(({ selector }) => !finds(selector));
    if (missing.length > 0) {
      const texts = missing.map(({ text }) => text);
      return verdict(0, `No element of the HTML matches: ${texts.join(', ')}.`);
    }
    return verdict(
      1,
      `The output has ${elements.length} HTML elements and ${errors.length} parse errors.`,
    );
  },
});

const selectorsOf = oncePerPlan(({ selectors }: { selectors: string[] }) =>
  selectors.flatMap((text) => {
    const selector = readSelector(text);
    return selector ? [{ text, selector }] : [];
  }),
);

/** Loads the parser when it is first asked for. */
async function tryRead(output: string) {
  const { readHtml, TooManyNodes } = await import('./html-document.ts');
  try {
    return readHtml(output);
  } catch (cause) {
    if (cause instanceof TooManyNodes) return undefined;
    throw cause;
  }
}
