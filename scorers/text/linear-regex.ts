import { RE2JS } from 're2js';
import type { Work } from '../work.ts';
import { spendOnCompiling } from './pattern-work.ts';

/** What RE2 omits so that matching stays linear in the text, by what its syntax begins with. */
const UNSUPPORTED: readonly (readonly [RegExp, string])[] = [
  [/\(\?[=!]/, 'look-ahead, (?=…) or (?!…)'],
  [/\(\?<[=!]/, 'look-behind, (?<=…) or (?<!…)'],
  [/\\[1-9]|\\k<|\(\?P=/, 'a back-reference, \\1'],
  [/\(\?>/, 'an atomic group, (?>…)'],
  [/[*+?}]\+/, 'a possessive quantifier, *+'],
  [/\(\?\(/, 'a conditional, (?(…)…)'],
];

/**
 * Compiles a regular expression that matches in time linear in the text.
 *
 * Source: RE2's syntax, https://github.com/google/re2/wiki/Syntax
 * @param work is charged for compiling
 * @throws SyntaxError that names the construct which is not supported, or the mistake
 */
export function compileLinear(pattern: string, flags: number, work: Work): RE2JS {
  spendOnCompiling(work, pattern, 'compiling `pattern`');
  try {
    return RE2JS.compile(pattern, flags);
  } catch (cause) {
    const [, construct] = UNSUPPORTED.find(([syntax]) => syntax.test(pattern)) ?? [];
    const fault = cause instanceof Error ? cause.message.replace('error parsing regexp: ', '') : '';
    const message =
      construct === undefined
        ? `is not a regular expression: ${fault}`
        : `uses ${construct}, which cannot be matched in linear time and is not supported (RE2 syntax)`;
    throw new SyntaxError(message, { cause });
  }
}
