import { RE2JS } from 're2js';

/** What RE2 leaves out so that matching stays linear in the text, by what its syntax begins with. */
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
 * @throws SyntaxError that names the construct which is not supported, or the mistake
 */
export function compileLinear(pattern: string, flags = 0): RE2JS {
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
