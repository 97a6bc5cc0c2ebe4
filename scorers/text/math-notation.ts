/**
 * An answer in one notation: spacing and sizes omitted, signs as single characters, arguments in
 * braces, `*` and `/`, numbers without separators of thousands.
 *
 * Source: the normalisation of MATH's is_equiv (D. Hendrycks et al. 2021), and of Math-Verify.
 */
export function mathNotation(answer: string): string {
  const plain = answer.replace(
    SUPERSCRIPTS,
    (digits) => `^{${digits.normalize('NFKC').replace('−', '-')}}`,
  );
  return REPLACEMENTS.reduce((text, [pattern, by]) => text.replace(pattern, by), plain).trim();
}

const SUPERSCRIPTS = /[⁺⁻]?[⁰¹²³⁴-⁹]+/g;

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  // A backslash too many, as JSON and program text have it; line breaks of matrices stay.
  [/\\\\(?=(?:[dtc]?frac|sqrt|pi|left|right|text|cdot|times|infty|cup|pm|le|ge)(?![a-z]))/g, '\\'],
  [/\\(?:left|right|[bB]igg?[lr]?|displaystyle|limits|mathstrut)(?![a-zA-Z])\.?/g, ''],
  [/\\[!,;:> ]|\\q?quad(?![a-zA-Z])|~|[\u00a0\u2009\u202f]/g, ' '],
  [/\^\s*(?:\{\s*\\circ\s*\}|\\circ(?![a-zA-Z]))|°|\\degree/g, ''],
  [/\\[dtc]frac(?![a-zA-Z])/g, '\\frac'],
  [/\\frac\s*(\d)\s*(\d)/g, '\\frac{$1}{$2}'],
  [/\\frac\s*([\da-zA-Z])\s*\{/g, '\\frac{$1}{'],
  [/\\frac\s*(\{[^{}]*\})\s*([\da-zA-Z])/g, '\\frac$1{$2}'],
  [/\\sqrt\s*([\da-zA-Z])/g, '\\sqrt{$1}'],
  [/√\s*\(/g, '\\sqrt('],
  [/√\s*(\d+|\p{L})/gu, '\\sqrt{$1}'],
  [/\\(?:lbrace|\{)/g, '⦃'],
  [/\\(?:rbrace|\})/g, '⦄'],
  [/\\langle(?![a-zA-Z])/g, '('],
  [/\\rangle(?![a-zA-Z])/g, ')'],
  [/\\[lr]?vert(?![a-zA-Z])|\\mid(?![a-zA-Z])/g, '|'],
  [/(?<![\w.])(\d+(?:\.\d+)?)[eE]([-+]?\d{1,3})(?![\w^])/g, '$1*10^{$2}'],
  [/\*\*/g, '^'],
  [/\\(?:cdot|times|ast)(?![a-zA-Z])|[·⋅×∗]/g, '*'],
  [/\\div(?![a-zA-Z])|÷/g, '/'],
  [/[−–‑]/g, '-'],
  [/\\pm(?![a-zA-Z])|\+\/-/g, '±'],
  [/\\mp(?![a-zA-Z])/g, '∓'],
  [/\\(?:neq?|not\s*=)(?![a-zA-Z])|!=/g, '≠'],
  [/\\(?:leqslant|leq?)(?![a-zA-Z])|<=/g, '≤'],
  [/\\(?:geqslant|geq?)(?![a-zA-Z])|>=/g, '≥'],
  [/\\lt(?![a-zA-Z])/g, '<'],
  [/\\gt(?![a-zA-Z])/g, '>'],
  [/\\(?:approx|simeq)(?![a-zA-Z])/g, '≈'],
  [/\\in(?![a-zA-Z])/g, '∈'],
  [/\\(?:infty|infinity)(?![a-zA-Z])|\b(?:infinity|inf|oo)\b/g, '∞'],
  [/\\cup(?![a-zA-Z])/g, '∪'],
  [/\\(?:emptyset|varnothing)(?![a-zA-Z])/g, '∅'],
  [/\\pi(?![a-zA-Z])|π/g, ' pi '],
  [/\\[$€£]|[$€£¥]/g, ''],
  [/\\%/g, '%'],
  [/(\d)\s*\{\s*,\s*\}\s*(?=\d{3}(?!\d))/g, '$1'],
  // Any other comma in braces is a decimal one.
  [/(\d)\s*\{\s*,\s*\}\s*(?=\d)/g, '$1.'],
  [
    /\s*(?:,\s*)?\\text\s*\{\s*(?:or|and)\s*\}\s*|(?<=[\d)}])\s*(?:,\s*)?\s(?:or|and)\s+(?=[-+\d(\\a-z])/g,
    ', ',
  ],
  [/½/g, '\\frac{1}{2}'],
  [/¼/g, '\\frac{1}{4}'],
  [/¾/g, '\\frac{3}{4}'],
];
