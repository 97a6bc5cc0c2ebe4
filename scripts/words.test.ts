import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SCORERS } from '@assay/scorers/registry.ts';
import { expect, test } from 'vitest';
import * as z from 'zod';

/** What not to write in texts that users read, and what to write instead. */
const PLAIN: readonly (readonly [metaphor: RegExp, instead: string])[] = [
  [/\bmend(s|ed|ing)?\b/i, 'fix'],
  [/\bbef[ae]ll\b/i, 'happened to'],
  [/\b(broke|breaks?|broken) off\b/i, 'ended early, was cut off'],
  [/\bwhoever\b/i, 'the caller, the user'],
  [/\bhears? of\b/i, 'is called with, receives'],
  [/\bleft out\b/i, 'omitted, skipped, defaults to'],
  [/\bin place of\b/i, 'instead of'],
  [/\b(has|have|had) to\b/i, 'must'],
  [/\bwhat (came|becomes?|became) of\b/i, 'the result of'],
  [/\bof (yours|one['’]s own)\b/i, 'your own, custom'],
  [/\bturned? round\b/i, 'negated, reversed'],
  [/\bstands? in for\b/i, 'is used instead of'],
  [/\b(lies?|lay|stands?) beside\b/i, 'is next to'],
  [/\b(meanwhile|whence|therein|at hand)\b/i, 'during this time, from, in it, available'],
  [/\b(patience|purse)\b/i, 'timeout, budget'],
  [/\b(it|this|that|which|page|option) tells\b/i, 'reports, shows'],
];

const root = join(import.meta.dirname, '..');
const FOLDERS = ['action', 'bench', 'docs', 'examples', 'schema', 'sdk', 'worker'];

/** Paths of the repository that match, from its root. */
function filesLike(pattern: RegExp): string[] {
  const inside = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      join(folder, path),
    ),
  );
  return [...readdirSync(root), ...inside].filter(
    (path) => pattern.test(path) && !/node_modules|dist\/|testing\/|migrations/.test(path),
  );
}

function metaphorsIn(text: string): string[] {
  return PLAIN.flatMap(([metaphor, instead]) => {
    const found = metaphor.exec(text);
    return found ? [`“${found[0]}” (write: ${instead}) in “${text.slice(0, 120)}”`] : [];
  });
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^\s*```[\s\S]*?^\s*```/gm, '').replace(/`[^`\n]*`/g, '…');
}

/** The string literals of a module that hold several words. */
function textsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/ .*$/gm, '');
  const literals = code.match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
  return literals.filter(
    (text) => /\w \w/.test(text) && !/\b(SELECT|UPDATE|DELETE FROM)\b/.test(text),
  );
}

test('the guides are in plain terms', () => {
  const found = filesLike(/\.md$/).flatMap((path) =>
    withoutCode(readFileSync(join(root, path), 'utf8'))
      .split(/\n{2,}|\n(?=[-|#])/)
      .flatMap((paragraph) => metaphorsIn(paragraph.trim()).map((said) => `${path}: ${said}`)),
  );
  expect(found).toEqual([]);
});

test('messages of the API, the CLI and the SDK are in plain terms', () => {
  const sources = filesLike(/^(schema|worker|sdk)\/.*(?<!\.test)\.ts$/);
  const found = sources.flatMap((path) =>
    textsOf(readFileSync(join(root, path), 'utf8')).flatMap((text) =>
      metaphorsIn(text).map((said) => `${path}: ${said}`),
    ),
  );
  expect(found).toEqual([]);
});

test('the catalogue of scorers is in plain terms', () => {
  const found = SCORERS.flatMap(({ id, summary, params }) => {
    const described = JSON.stringify(
      z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' }),
    );
    const texts = [summary, ...(described.match(/"description":"(?:[^"\\]|\\.)*"/g) ?? [])];
    return texts.flatMap((text) => metaphorsIn(text).map((said) => `${id}: ${said}`));
  });
  expect(found).toEqual([]);
});

test('a metaphor is found in a text, and not in the code beside it', () => {
  expect(metaphorsIn('Mend each field')).toHaveLength(1);
  expect(metaphorsIn('Fix each field')).toEqual([]);
  expect(metaphorsIn(withoutCode('Call `mend`.\n```\nmend\n```\n'))).toEqual([]);
  expect(textsOf("const mend = 'Fix it now'; // mend")).toEqual(["'Fix it now'"]);
});
