import type { Evidence } from '@assay/schema/types.ts';
import { RE2JS } from 're2js';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import { oncePerPlan, type Work } from '../work.ts';
import { compileLinear } from './linear-regex.ts';
import { matchSteps, staysInLine } from './pattern-work.ts';

const MOST_MATCHES = 1_000;

/**
 * Whether the output matches a regular expression, anywhere or as a whole. RE2's syntax, so that no
 * pattern can make matching take more than time linear in the text: look-around and back-references
 * are refused. `raw` is the number of matches that do not overlap, counted up to `maxMatches` or as
 * far as `minMatches` asks. Large patterns on long texts, and many matches of a pattern that may look
 * past the end of a line, meet the limit of work. An empty output matches what matches the empty text.
 *
 * Source: RE2 (Cox, "Regular Expression Matching in the Wild", 2010); promptfoo regex, DeepEval
 * PatternMatch.
 */
export const regex = defineScorer({
  id: 'regex',
  aliases: {
    'pattern-match': { mode: 'full' },
    matches: {},
    'regex-match': {},
    'matches-regex': {},
  },
  version: 3,
  kind: 'code',
  group: 'text',
  summary: 'Whether the output matches a regular expression (RE2 syntax, linear time).',
  source: 'RE2',
  needs: ['output'],
  params: () =>
    z.strictObject({
      pattern: z.string().min(1).max(1_000).describe('The regular expression, in RE2 syntax.'),
      mode: z
        .enum(['search', 'full'])
        .default('search')
        .describe('Whether the pattern can match anywhere, or must match the whole output.'),
      caseSensitive: z.boolean().default(true).describe('Whether case matters.'),
      multiline: z.boolean().default(false).describe('Let ^ and $ match at line ends.'),
      dotAll: z.boolean().default(false).describe('Let . match line breaks.'),
      minMatches: z
        .int()
        .min(1)
        .max(MOST_MATCHES)
        .default(1)
        .describe('Minimum number of matches, in mode search.'),
      maxMatches: z
        .int()
        .min(1)
        .max(MOST_MATCHES - 1)
        .optional()
        .describe('Maximum number of matches, in mode search.'),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'An order number somewhere in the answer',
      sample: { output: 'Your order AB-2041 is on its way.' },
      params: { pattern: '[A-Z]{2}-\\d{4}' },
      value: 1,
    },
  ],
  compile(params, work) {
    try {
      compiledOf(params, work);
      return [];
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      return [{ pointer: '/pattern', message: cause.message }];
    }
  },
  score({ output }, params, { work }) {
    const compiled = compiledOf(params, work);
    const { minMatches, maxMatches } = params;
    const wanted = maxMatches === undefined ? minMatches : maxMatches + 1;
    const spendOn = (characters: number) =>
      work.spend(
        matchSteps(compiled.programSize(), characters, params.pattern),
        'matching `pattern` on `output`',
      );
    if (params.mode === 'full') {
      spendOn(output.length);
      const isMatch = compiled.matches(output);
      return scored(isMatch ? 1 : 0, `The whole output ${isMatch ? 'matches' : 'does not match'}.`);
    }
    // Looking for a match may go on past its end: to the end of its line, or of the text.
    const isInLine = staysInLine(params.pattern) && !params.dotAll;
    if (isInLine) spendOn(output.length + (wanted - 1) * longestLine(output));
    const evidence = findMatches(compiled, output, wanted, isInLine ? () => {} : spendOn);
    const count = evidence.length;
    const isEnough = count >= minMatches && (maxMatches === undefined || count <= maxMatches);
    const bounds =
      maxMatches === undefined ? `at least ${minMatches}` : `${minMatches} to ${maxMatches}`;
    const found =
      count > (maxMatches ?? Number.POSITIVE_INFINITY) ? `More than ${maxMatches}` : count;
    return scored(isEnough ? 1 : 0, `${found} matches found; expected ${bounds}.`, {
      raw: count,
      evidence,
    });
  },
});

const compiledOf = oncePerPlan((params: Flags & { pattern: string }, work: Work) =>
  compileLinear(params.pattern, flagsOf(params), work),
);

interface Flags {
  caseSensitive: boolean;
  multiline: boolean;
  dotAll: boolean;
}

function flagsOf({ caseSensitive, multiline, dotAll }: Flags): number {
  return (
    (caseSensitive ? 0 : RE2JS.CASE_INSENSITIVE) |
    (multiline ? RE2JS.MULTILINE : 0) |
    (dotAll ? RE2JS.DOTALL : 0)
  );
}

function findMatches(
  compiled: RE2JS,
  output: string,
  most: number,
  spendOn: (characters: number) => void,
): Evidence[] {
  const matcher = compiled.matcher(output);
  const evidence: Evidence[] = [];
  let end = 0;
  while (evidence.length < most) {
    spendOn(output.length - end);
    if (!matcher.find()) break;
    const start = matcher.start();
    end = matcher.end();
    evidence.push({ pointer: '/output', start, end, text: output.slice(start, end) });
  }
  return evidence;
}

function longestLine(text: string): number {
  return text.split('\n').reduce((most, { length }) => Math.max(most, length + 1), 0);
}
