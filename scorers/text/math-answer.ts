import { withoutEmphasis } from './markdown-emphasis.ts';

/**
 * The answer in a text that may explain it: what is boxed last, or stands behind `####` or "the answer
 * is", or in the last formula, or the last number of a sentence, or else the whole text.
 *
 * Source: the extraction of MATH, GSM8K and Math-Verify.
 */
export function mathAnswer(text: string): string {
  // Answers stand at the end, and what opens without end is looked for again and again.
  const end = text.slice(-MOST_SEARCHED);
  return lastBoxed(text) ?? lastMarked(end) ?? lastFormula(end) ?? lastNumber(end) ?? bare(text);
}

function bare(text: string): string {
  return withoutEmphasis(text.trim().replace(/[.。]$/, ''));
}

const NUMBER =
  /-?(?:\d+(?:[.,/]\d+)*|\.\d+)(?:%|[⁺⁻]?[⁰¹²³⁴-⁹]{1,4}|\^(?:-?\d{1,4}|\{-?\d{1,4}\}))?/g;

/** The last number where there are words before it. */
function lastNumber(text: string): string | undefined {
  const [before = ''] = /^[^\d\\]*/.exec(text) ?? [];
  return /\p{L}{2}\s/u.test(before) ? text.match(NUMBER)?.at(-1) : undefined;
}

const MOST_SEARCHED = 8_000;

function lastBoxed(text: string): string | undefined {
  const at = Math.max(text.lastIndexOf('\\boxed'), text.lastIndexOf('\\fbox'));
  if (at === -1) return undefined;
  const open = text.indexOf('{', at);
  // \boxed 5 has no braces.
  if (open === -1 || /\S/.test(text.slice(at, open).replace(/\\(?:boxed|fbox)/, ''))) {
    return /^\\(?:boxed|fbox)\s+([^\s$]+)/.exec(text.slice(at))?.[1];
  }
  let depth = 0;
  for (let i = open; i < text.length; i += 1) {
    const unit = text.charAt(i);
    if (unit === '\\') i += 1;
    else if (unit === '{') depth += 1;
    else if (unit === '}') depth -= 1;
    if (depth === 0) return text.slice(open + 1, i);
  }
  return undefined;
}

const MARKERS = [
  /####[ \t]*([^\n]+)/g,
  /\banswer\b(?:\s+is)?\s*(?::|is\b|=)[ \t]*\**[ \t]*([^\n]+)/gi,
];

function lastMarked(text: string): string | undefined {
  for (const marker of MARKERS) {
    const found = [...text.matchAll(marker)].at(-1)?.[1];
    if (found !== undefined)
      return lastFormula(found) ?? bare(found.trim().replace(/\*+[.。]?$/, ''));
  }
  return undefined;
}

const FORMULA = /\$\$([^$]+)\$\$|\\\[([\s\S]*?)\\\]|\\\(([\s\S]*?)\\\)|\$((?:[^$\\\n]|\\.)+)\$/g;

function lastFormula(text: string): string | undefined {
  const found = [...text.matchAll(FORMULA)].at(-1);
  const formula = found?.slice(1).find((part) => part !== undefined);
  if (found === undefined || formula === undefined) return undefined;
  // Words and signs behind it, such as % and miles, are its unit.
  const behind = text.slice(found.index + found[0].length).trim();
  return /^(?:%|[\p{L}%]+)[.]?$/u.test(behind)
    ? `${formula} ${behind.replace(/\.$/, '')}`
    : formula;
}
