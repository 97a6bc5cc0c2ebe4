import type { Evidence } from '@assay/schema/types.ts';
import { RE2JS } from 're2js';
import { z } from 'zod';
import { defineScorer } from '../define.ts';
import { failed, scored } from '../outcome.ts';
import { compileLinear } from './linear-regex.ts';

const MOST_MATCHES = 1_000;
// Each further match may walk the rest of the text again: so many characters in all.
const MOST_WALKED = 10_000_000;
// Matching takes at most this many steps: the pattern's instructions times the text's characters.
const MOST_STEPS = 30_000_000;

/**
 * Whether the output matches a regular expression, anywhere or as a whole. RE2's syntax, so that no
 * pattern can make matching take more than time linear in the text: look-around and back-references
 * are refused. `raw` is the number of matches that do not overlap, counted up to `maxMatches` or as
 * far as `minMatches` asks; counting n matches takes a text of at most 10,000,000 / n characters.
 * An empty output matches what matches the empty text.
 *
 * Source: RE2 (Cox, "Regular Expression Matching in the Wild", 2010); promptfoo regex, DeepEval
 * PatternMatch.
 */
export const regex = defineScorer({
  id: 'regex',
  aliases: { 'pattern-match': { mode: 'full' }, matches: {} },
  version: 1,
  kind: 'code',
  group: 'text',
  summary: 'Whether the output matches a regular expression (RE2 syntax, linear time).',
  source: 'RE2',
  needs: ['output'],
  params: z
    .strictObject({
      pattern: z.string().min(1).max(1_000).describe('The regular expression, in RE2 syntax.'),
      mode: z
        .enum(['search', 'full'])
        .default('search')
        .describe('Whether it may match anywhere, or has to match the whole output.'),
      caseSensitive: z.boolean().default(true).describe('Whether capitals count as other letters.'),
      multiline: z.boolean().default(false).describe('Let ^ and $ match at line ends.'),
      dotAll: z.boolean().default(false).describe('Let . match line breaks.'),
      minMatches: z
        .int()
        .min(1)
        .max(MOST_MATCHES)
        .default(1)
        .describe('How often it has to match, in mode search.'),
      maxMatches: z
        .int()
        .min(1)
        .max(MOST_MATCHES - 1)
        .optional()
        .describe('How often it may match, in mode search.'),
    })
    .superRefine((params, context) => {
      try {
        compileLinear(params.pattern, flagsOf(params));
      } catch (cause) {
        if (!(cause instanceof SyntaxError)) throw cause;
        context.addIssue({ code: 'custom', path: ['pattern'], message: cause.message });
      }
    }),
  threshold: 1,
  examples: [
    {
      title: 'An order number somewhere in the answer',
      sample: { output: 'Your order AB-2041 is on its way.' },
      params: { pattern: '[A-Z]{2}-\\d{4}' },
      value: 1,
    },
  ],
  score({ output }, params) {
    const compiled = compiledOf(params);
    if (compiled.programSize() * output.length > MOST_STEPS) {
      return failed(
        'sample_too_large',
        'The pattern is too large to match against a text of this length.',
      );
    }
    if (params.mode === 'full') {
      const isMatch = compiled.matches(output);
      return scored(isMatch ? 1 : 0, `The whole output ${isMatch ? 'matches' : 'does not match'}.`);
    }
    const { minMatches, maxMatches } = params;
    const wanted = maxMatches === undefined ? minMatches : maxMatches + 1;
    if (wanted * output.length > MOST_WALKED) {
      const fault = `Counting up to ${wanted} matches in ${output.length} characters is not done`;
      return failed('sample_too_large', `${fault}; the product may be at most ${MOST_WALKED}.`);
    }
    const evidence = findMatches(compiled, output, wanted);
    const count = evidence.length;
    const isEnough = count >= minMatches && (maxMatches === undefined || count <= maxMatches);
    const bounds =
      maxMatches === undefined ? `at least ${minMatches}` : `${minMatches} to ${maxMatches}`;
    const found =
      count > (maxMatches ?? Number.POSITIVE_INFINITY) ? `More than ${maxMatches}` : count;
    return scored(isEnough ? 1 : 0, `${found} matches found; ${bounds} wanted.`, {
      raw: count,
      evidence,
    });
  },
});

// Compiling takes longer than matching, and the parameters of a settled request stay the same object.
const compiledBy = new WeakMap<object, RE2JS>();

function compiledOf(params: Flags & { pattern: string }): RE2JS {
  const known = compiledBy.get(params);
  if (known) return known;
  const compiled = compileLinear(params.pattern, flagsOf(params));
  compiledBy.set(params, compiled);
  return compiled;
}

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

function findMatches(compiled: RE2JS, output: string, most: number): Evidence[] {
  const matcher = compiled.matcher(output);
  const evidence: Evidence[] = [];
  while (evidence.length < most && matcher.find()) {
    const start = matcher.start();
    const end = matcher.end();
    evidence.push({ pointer: '/output', start, end, text: output.slice(start, end) });
  }
  return evidence;
}
