import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { NotImported } from '../importing/case.ts';
import type { Source } from '../importing/source.ts';
import type { Mapped, OwnCode } from './row.ts';
import { fill } from './template.ts';

const LONGEST_CODE = 32_768;
const FILE = /^file:\/\/(?<path>[^:]+?)(?::(?<name>[\w$]+))?$/;

/** What code may ask for that the scorer `javascript` has not. */
const NOT_THERE: readonly (readonly [RegExp, string])[] = [
  [/\brequire\s*\(/, '`require`'],
  [/\bimport\s*[({'"*\w]/, '`import`'],
  [/^\s*export\b/m, '`export`'],
  [/\bprocess\s*[.[?]/, '`process`'],
  [/\bfetch\s*\(/, '`fetch`'],
  [/\bset(?:Timeout|Interval|Immediate)\s*\(/, 'timers'],
  [/\bBuffer\s*\./, '`Buffer`'],
  [/\bIntl\s*\./, '`Intl`'],
  [/\bnew\s+(?:URL|URLSearchParams|TextEncoder|TextDecoder|Intl)\b/, 'classes of Node.js'],
  [/\b(?:structuredClone|atob|btoa)\s*\(|\bcrypto\s*\./, 'functions of Node.js'],
];
const CONTEXT = /\bcontext\b(?!\s*\??\.\s*vars\b)/;

/** The code of an assertion, its file read or its variables filled in. @throws NotImported */
export async function readOwnCode(
  value: JsonValue | undefined,
  vars: JsonObject,
  source: Source,
): Promise<OwnCode> {
  if (typeof value !== 'string') throw new NotImported('javascript needs a text as its value.');
  if (!/^(?:file:\/\/|package:)/.test(value)) return { text: fill(value, vars) };
  const { path, name } = FILE.exec(value)?.groups ?? {};
  if (path === undefined || !/\.c?js$/.test(path)) {
    throw new NotImported(`${value}: only functions in .js and .cjs files are imported.`);
  }
  return { text: (await source.beside(path)).text, file: { name } };
}

/**
 * Code as the scorer `javascript` runs it.
 *
 * @param isWeighed whether its score is added up with others, so that it counts and not the pass
 * @throws NotImported for code that needs what the scorer has not
 */
export function mapOwnCode(
  own: OwnCode,
  { threshold, isNegated, isWeighed }: { threshold: number | undefined } & Turned,
): Mapped {
  const missing = NOT_THERE.find(([pattern]) => pattern.test(own.text));
  if (missing)
    throw new NotImported(`The code uses ${missing[1]}, which it cannot reach in Assay.`);
  if (CONTEXT.test(withoutParameter(own.text))) {
    throw new NotImported('Of `context`, only `context.vars` is known to imported code.');
  }
  const code = [
    'const context = { vars: metadata?.vars ?? {} };',
    `const result = await (${functionOf(own)})(output, context);`,
    ...(isWeighed ? weighed(isNegated) : decided(threshold)),
  ].join('\n');
  if (code.length > LONGEST_CODE) {
    throw new NotImported(`Code can have up to ${LONGEST_CODE} characters.`);
  }
  return { settings: { scorer: 'javascript', params: { code } }, readsVars: true };
}

interface Turned {
  isNegated: boolean;
  isWeighed: boolean;
}

/** `context` as the name of a parameter is no use of it. */
function withoutParameter(text: string): string {
  return text.replace(/\(\s*[\w$]+\s*,\s*context\s*\)/g, '()');
}

function functionOf({ text, file }: OwnCode): string {
  if (!file) return `function (output, context) {\n${bodyOf(text.trimEnd())}\n}`;
  const { name } = file;
  const found = name === undefined ? 'exported.default ?? exported' : `exported.${name}`;
  return `(() => {
const module = { exports: {} };
(function (module, exports) {
${text}
})(module, module.exports);
const exported = module.exports;
return ${found};
})()`;
}

/** Several lines are a body; one is an expression, or declarations and an expression. */
function bodyOf(code: string): string {
  if (code.includes('\n')) return code;
  const line = code.trim().replace(/;+\s*$/, '');
  if (/^return\b/.test(line)) {
    throw new NotImported(
      'Code of one line that begins with `return` fails in promptfoo: it must be an expression.',
    );
  }
  if (!/^(?:const|let|var)\s/.test(line)) return `return ${line}`;
  const end = lastSemicolon(line);
  const expression = line.slice(end + 1).trim();
  return end === -1 || expression === '' ? line : `${line.slice(0, end + 1)} return ${expression}`;
}

/** The last semicolon outside of texts. */
function lastSemicolon(line: string): number {
  const outside = line.replace(/(['"`])(?:\\.|(?!\1)[^\\])*\1/g, (text) => ' '.repeat(text.length));
  return outside.lastIndexOf(';');
}

/** A number passes above 0, or from the threshold on; of an object, its `pass` decides. */
function decided(threshold: number | undefined): string[] {
  const passes = threshold === undefined ? 'result > 0' : `result >= ${threshold}`;
  return [`return typeof result === 'number' ? { pass: ${passes}, score: result } : result;`];
}

/** The score counts. `not-` turns a boolean, and leaves any other score as it is. */
function weighed(isNegated: boolean): string[] {
  const score = isNegated ? '1 - score' : 'score';
  return [
    "if (typeof result === 'boolean') return result;",
    "const score = typeof result === 'number' ? result : result?.score;",
    `return { score: ${score}, reason: result?.reason };`,
  ];
}
