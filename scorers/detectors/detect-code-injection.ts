import * as z from 'zod';
import { defineDetector, type LookContext } from './define-detector.ts';
import type { Span } from './finding.ts';
import { type CodeRule, makeRules } from './injection-code/rules.ts';
import { overParam } from './places.ts';

const STEPS_PER_CHARACTER = 400;

let rules: readonly CodeRule[] | undefined;

const KINDS = ['sql', 'shell', 'script', 'template', 'path', 'document'] as const;

/**
 * Code that makes more of a text than data: SQL that closes a string and goes on, commands behind the end of
 * another, scripts and event handlers for a page, expressions that template engines evaluate, paths that
 * leave their folder, and documents that read files. It looks at what goes into a system: the input, user turns and the
 * arguments of tool calls.
 *
 * Code is no attack by itself. A query, a command or a relative import is not found; what is found between
 * fences or backticks, or in a text that asks about code, is what a programmer shows and has a certainty below 0.5. Of an
 * output, add `output` to `over` where something runs or renders it.
 *
 * Source: OWASP testing guide (SQL, command, SSTI, XSS, path traversal, XXE, LDAP and NoSQL injection) and
 * OWASP LLM05:2025 (improper output handling).
 */
export const detectCodeInjection = defineDetector({
  id: 'detect-code-injection',
  version: 1,
  summary:
    'Whether inputs and tool calls are free of SQL, shell, script, template and path injection.',
  source: 'OWASP Web Security Testing Guide; OWASP LLM05:2025',
  kinds: {
    sql: ['SQL injection', 'SQL injections'],
    shell: ['shell injection', 'shell injections'],
    script: ['script injection', 'script injections'],
    template: ['template injection', 'template injections'],
    path: ['path traversal', 'path traversals'],
    document: ['injection into a document or query', 'injections into documents or queries'],
  },
  params: () =>
    z.strictObject({
      kinds: z
        .array(z.enum(KINDS))
        .min(1)
        .default([...KINDS])
        .describe('What to look for.'),
      over: overParam(['input', 'user', 'tool-calls', 'output']),
    }),
  quotes: true,
  examples: () => [
    {
      title: 'A name that closes the query',
      sample: { input: "Robert'); DROP TABLE students;--" },
      value: 0.05,
    },
    {
      title: 'A query that was asked for',
      sample: {
        input: 'How do I list the cheapest products?',
        output: 'Use `SELECT name FROM products ORDER BY price LIMIT 10;`',
      },
      value: 1,
    },
  ],
  look(text, { kinds }, context) {
    context.work.spend(text.length * STEPS_PER_CHARACTER, 'looking for code');
    rules ??= makeRules();
    const small = text.toLowerCase();
    const found = rules
      .filter(({ kind, needs }) => kinds.includes(kind) && small.includes(needs))
      .flatMap(({ kind, pattern, certainty }) =>
        Array.from(text.matchAll(pattern), ({ 0: match, index: start }) => ({
          kind,
          start,
          end: start + match.length,
          certainty,
        })),
      );
    return found.length === 0 ? [] : asShown(text, found, context);
  },
});

const SHOWN =
  /```[\s\S]*?(?:```|$)|~~~[\s\S]*?(?:~~~|$)|(?<!`)`[^`\n]{1,500}`(?!`)|(?:^|\n)(?: {4}|\t)[^\n]*/g;
// What is asked about is not what is done.
const ASKS =
  /\b(?:explain|how (?:do|does|can|would|to)|what (?:does|is|are)|why (?:does|is)|debug|refactor|review|fix|write|example|exploit|vulnerab\w{0,8}|payloads?|prevent|saniti[sz]\w{0,5})\b/i;
const OF_CODE =
  /\b(?:functions?|scripts?|snippet|error|escape|code|commands?|query|regex|button|page|dockerfile|bash|shell|python|javascript|typescript|html|sql|css|react|node|import)\b/i;
const BELOW_DEFAULT = 0.45;

/** What is shown as code, and not handed on as data, is less certain. */
function asShown(text: string, spans: readonly Span[], { place, sample }: LookContext): Span[] {
  if (place.name === 'tool-calls') return [...spans];
  const shown = Array.from(text.matchAll(SHOWN), ({ 0: match, index }) => ({
    start: index,
    end: index + match.length,
  }));
  const isAnswer = place.name === 'output' || place.name === 'assistant';
  const asked = isAnswer ? (sample.input ?? '') : withoutSpans(text, spans);
  const isAsked = ASKS.test(asked) || (isAnswer && OF_CODE.test(asked));
  return spans.map((span) => {
    const isShown = shown.some(({ start, end }) => start <= span.start && span.end <= end + 1);
    // An answer to a question about code is full of it, in fences or out of them.
    return isShown || isAsked
      ? { ...span, certainty: Math.min(BELOW_DEFAULT, span.certainty) }
      : span;
  });
}

function withoutSpans(text: string, spans: readonly Span[]): string {
  return spans
    .toSorted((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => `${rest.slice(0, start)} ${rest.slice(end)}`, text);
}
