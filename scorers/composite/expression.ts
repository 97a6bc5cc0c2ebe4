import { jsonPointer } from '@assay/schema/json-pointer.ts';
import type { Score } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer, innerScorers, scorersParam } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { ExpressionError, parseExpression } from './arithmetic.ts';
import { withoutValue } from './child-scores.ts';

/**
 * Arithmetic over the values of the scorers inside, called by the names of their scores: `as`, or
 * else the scorer's id. A hyphen in a name may be written as `_`; any name may stand in backquotes
 * or quotes. There are + - * / ^ (powers, binding to the right), parentheses and the functions min,
 * max, abs, floor, ceil, exp, sqrt and log (to the base e).
 *
 * A result below 0 or above 1 is brought to 0 or 1, as the reason then says; `raw` keeps it. One
 * that is no finite number, such as 1 / 0, is an error. So is a scorer that the expression names
 * and that has no value; scorers that it does not name take no part.
 *
 * Source: OpenAI's multi grader and its `calculate_output`.
 */
export const expression = defineScorer({
  id: 'expression',
  aliases: { multi: {}, 'multi-grader': {} },
  version: 1,
  kind: 'code',
  group: 'composite',
  summary: 'Arithmetic over the values of the inner scorers.',
  source: 'OpenAI multi grader',
  needs: [],
  uses: ['scores'],
  params: () =>
    z.strictObject({
      expression: z
        .string()
        .superRefine((text, context) => {
          const fault = findFault(text);
          if (fault) context.addIssue({ code: 'custom', message: `the expression ${fault}` });
        })
        .describe(
          'The arithmetic, such as `0.7 * close + 0.3 * max(a, b)`, over the names of the scores.',
        ),
      scorers: scorersParam,
    }),
  threshold: 0.5,
  examples: () => [
    {
      title: 'Three parts without capitals, one part with: 0.75 · 1 + 0.25 · 0',
      sample: { output: 'PARIS', expected: 'paris' },
      params: {
        expression: '0.75 * letters + 0.25 * levenshtein',
        scorers: [
          { scorer: 'levenshtein', params: { caseSensitive: false }, as: 'letters' },
          'levenshtein',
        ],
      },
      value: 0.75,
    },
  ],
  inner: innerScorers,
  checkInner({ expression: text }, names) {
    const unknown = parseExpression(text).names.filter((name) => indexOf(name, names) === -1);
    return unknown.map((name) => ({
      pointer: jsonPointer(['expression']),
      message: `no inner scorer is named "${name}"; the names are ${names.join(', ')}`,
    }));
  },
  score(_sample, { expression: text }, { scores }) {
    const { names, compute } = parseExpression(text);
    const all = scores.map(({ name }) => name);
    const byName = new Map<string, Score>();
    for (const name of names) {
      const score = scores[indexOf(name, all)];
      if (score) byName.set(name, score);
    }
    const used = [...new Set(byName.values())];
    const open = used.filter(({ value }) => value === null);
    if (open.length > 0) return withoutValue(open);

    const raw = compute((name) => byName.get(name)?.value ?? Number.NaN);
    const values = used.map(({ name, value }) => `${name} ${show(value ?? 0)}`).join(', ');
    const given = values === '' ? '' : ` for ${values}`;
    if (!Number.isFinite(raw)) {
      return failed('expression_undefined', `${text} is not a finite number${given}.`);
    }
    const value = Math.min(1, Math.max(0, raw));
    const brought = value === raw ? '' : `, clamped to ${value}`;
    return scored(value, `${text} = ${show(raw)}${brought}${given}.`, { raw });
  },
});

function findFault(text: string): string | undefined {
  try {
    parseExpression(text);
    return undefined;
  } catch (cause) {
    if (cause instanceof ExpressionError) return cause.message;
    throw cause;
  }
}

/** The place of a name among those of the scores; in an expression `_` may stand for `-`. */
function indexOf(name: string, names: readonly string[]): number {
  const exact = names.indexOf(name);
  return exact === -1 ? names.findIndex((other) => other.replaceAll('-', '_') === name) : exact;
}

function show(value: number): string {
  return String(Number(value.toPrecision(4)));
}
