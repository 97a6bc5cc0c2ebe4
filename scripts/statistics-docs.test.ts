import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const pages = readdirSync(join(root, 'docs/statistics'));
const textOf = (page: string) => readFileSync(join(root, 'docs/statistics', page), 'utf8');

const IMPORTS = /^import \{\s+([^}]+?),?\s+\} from '(.+)';$/gm;
const RESULT = /\n\/\/ → (.+)$/;

/** Runs a page's example; each paragraph that ends in `// → x` is an expression whose value is x. */
async function runExample(page: string): Promise<{ found: unknown[]; promised: unknown[] }> {
  const [, code = ''] = /^```ts\n([\s\S]*?)^```/m.exec(textOf(page)) ?? [];
  const imported: Record<string, unknown> = {};
  for (const [, names = '', path = ''] of code.matchAll(IMPORTS)) {
    const module: Record<string, unknown> = await import(join(root, path));
    for (const name of names.split(/,\s+/)) imported[name] = module[name];
  }
  const paragraphs = code.replaceAll(IMPORTS, '').trim().split('\n\n');
  const program = paragraphs.map((text) => {
    if (!RESULT.test(text)) return text;
    const [before, expression] = splitAtLastStatement(text.replace(RESULT, ''));
    return `${before}\nfound.push(${expression});`;
  });
  const run = new Function('found', ...Object.keys(imported), program.join('\n'));
  const found: unknown[] = [];
  run(found, ...Object.values(imported));
  const promised = paragraphs.flatMap((text) => {
    const [, result] = RESULT.exec(text) ?? [];
    return result === undefined ? [] : [new Function(`return (${result});`)()];
  });
  return { found: found.map(rounded), promised };
}

/** The last statement of a paragraph begins at its last line that is not indented or closing. */
function splitAtLastStatement(text: string): [before: string, expression: string] {
  const lines = text.split('\n');
  const start = lines.findLastIndex((line) => /^[\w({[]/.test(line));
  return [lines.slice(0, start).join('\n'), lines.slice(start).join('\n').replace(/;$/, '')];
}

/** Numbers to three decimals, as pages print them. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toFixed(3)) + 0;
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rounded(each)]));
}

describe.each(pages)('docs/statistics/%s', (page) => {
  const text = textOf(page);

  test('shows results that the code gives', async () => {
    const { found, promised } = await runExample(page);
    expect(promised.length).toBeGreaterThan(0);
    expect(found).toEqual(promised);
  });

  test('names files that exist, and is in the index', () => {
    const files = [...text.matchAll(/`(worker\/[\w/.-]+\.ts)`/g)].map(([, path = '']) => path);
    const links = [...text.matchAll(/\]\(([^)#]+\.md)\)/g)].map(([, path = '']) => path);
    expect(files.length).toBeGreaterThan(0);
    expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    expect(links.filter((path) => !existsSync(join(root, 'docs/statistics', path)))).toEqual([]);
    const index = readFileSync(join(root, 'docs/statistics.md'), 'utf8');
    expect(index).toContain(`(statistics/${page})`);
  });

  test('says what it answers, when it misleads and when it refuses', () => {
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'Example',
      'Formula',
      'When it misleads',
      'When Assay refuses',
      'Where',
    ]);
    expect(text).toMatch(/^# .+\n\n_[^_]+\?_\s/);
    expect(text).toMatch(/^Source: /m);
  });
});
