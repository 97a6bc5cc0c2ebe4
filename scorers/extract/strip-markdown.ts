import { lazyPattern } from '../lazy-pattern.ts';

const FENCE = /^[ >]{0,12}(?:`{3,}|~{3,})[^\n`]*$/;
const RULE = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/;
const TABLE_RULE = /^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)*\|?[ \t]*$/;
const BLOCK = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])|#{1,6}(?=[ \t]))[ \t]?)*/;
const TASK = /^[ \t]*\[[ xX]\][ \t]/;

const UNDERSCORES = lazyPattern(
  String.raw`(?<![\p{L}\p{N}_\\])(_{1,3})([^\s_](?:[^_\n]*[^\s_])?)\1(?![\p{L}\p{N}_])`,
  'gu',
);

// Each looks no further than the next of its own marks, so that no text takes more than linear time.
const INLINE: readonly (readonly [RegExp | (() => RegExp), string])[] = [
  [/!\[([^[\]\n]*)\]\([^()\n]*\)/g, '$1'],
  [/\[([^[\]\n]*)\]\([^()\n]*\)/g, '$1'],
  [/(?<![*\\])(\*{1,3})([^\s*](?:[^*\n]*[^\s*])?)\1(?!\*)/g, '$2'],
  [UNDERSCORES, '$2'],
  [/(?<![*\\])(\*{1,3})([^\s*](?:[^*\n]*[^\s*])?)\1(?!\*)/g, '$2'],
  [/~~([^~\n]+)~~/g, '$1'],
  [/(?<!`)(`{1,2})([^`\n]+)\1(?!`)/g, '$2'],
  [/\\([!-/:-@[-`{-~])/g, '$1'],
];

/**
 * A Markdown text without its marks: fences, rules, headings, quotes, bullets and numbers of lists,
 * emphasis, code marks, links and images (their texts stay). What is in a code block stays as it is.
 *
 * Source: CommonMark 0.31, and tables, task lists and strikethrough of GitHub's.
 */
export function stripMarkdown(text: string): string {
  let isCode = false;
  const lines = text.split('\n').flatMap((line): string[] => {
    if (FENCE.test(line)) {
      isCode = !isCode;
      return [];
    }
    if (isCode) return [line];
    if (RULE.test(line) || TABLE_RULE.test(line)) return [];
    return [stripInline(line.replace(BLOCK, '').replace(TASK, ''))];
  });
  return lines.join('\n').trim();
}

function stripInline(line: string): string {
  return INLINE.reduce(
    (rest, [mark, left]) => rest.replace(typeof mark === 'function' ? mark() : mark, left),
    line,
  );
}
