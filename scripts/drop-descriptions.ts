import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { type ESTree, parseSync, Visitor } from 'vite';

/** What only the OpenAPI document and the tools say of operations: `RouteTexts` and `ToolTexts`. */
const TEXTS_OF_OPERATIONS = [
  ...['summary', 'description', 'parameters', 'problems'],
  ...['answers.description', 'answers.unchanged', 'tool.title', 'tool.description'],
];

/**
 * Leaves out of the Worker what only the OpenAPI document, the tools and the catalogue say, which the build makes
 * from the whole code: in `schema/` and `worker/entry/` what schemas say of themselves by `.describe(…)` and
 * `.meta(…)`, and the texts of operations; in `scorers/` what parameters say of themselves. What else schemas there
 * say, judges see.
 */
export const dropDescriptions: Plugin = {
  name: 'drop-descriptions',
  setup(build) {
    const root = build.initialOptions.absWorkingDir ?? process.cwd();
    build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const isIn = (folder: string) => path.startsWith(`${join(root, folder)}/`);
      const drop = ['schema', 'worker/entry'].some(isIn)
        ? withoutDescriptions
        : isIn('scorers') && withoutDescribedParameters;
      if (!drop) return undefined;
      return { contents: drop(await readFile(path, 'utf8')), loader: 'ts' };
    });
  },
};

/** TypeScript without the calls of `describe` and `meta` on what stands before them, and the texts of operations. */
export function withoutDescriptions(code: string): string {
  const spans: Span[] = [];
  visit(code, {
    CallExpression(call) {
      spans.push(...spansOfDescription(call));
      if (nameOf(call) !== 'operation') return;
      for (const path of TEXTS_OF_OPERATIONS) spans.push(...propertiesAt(path, call.arguments[0]));
    },
  });
  return without(spans, code);
}

/** TypeScript of a scorer without the calls of `describe` on its parameters. */
export function withoutDescribedParameters(code: string): string {
  const params: Span[] = [];
  const described: Span[] = [];
  visit(code, {
    CallExpression(call) {
      described.push(...spansOfDescription(call));
      if (nameOf(call)?.startsWith('define'))
        params.push(...propertiesAt('params', call.arguments[0]));
    },
  });
  const isParameter = ({ start }: Span) =>
    params.some((each) => each.start <= start && start < each.end);
  return without(described.filter(isParameter), code);
}

interface Span {
  start: number;
  end: number;
}

function visit(code: string, visitor: ConstructorParameters<typeof Visitor>[0]): void {
  const { program, errors } = parseSync('module.ts', code);
  const [error] = errors;
  if (error) throw new SyntaxError(error.message);
  new Visitor(visitor).visit(program);
}

/** From the end of the schema to the closing bracket of the call. */
function spansOfDescription({ callee, end }: ESTree.CallExpression): Span[] {
  const isDescribing =
    callee.type === 'MemberExpression' &&
    callee.property.type === 'Identifier' &&
    ['describe', 'meta'].includes(callee.property.name);
  return isDescribing ? [{ start: callee.object.end, end }] : [];
}

function nameOf({ callee }: ESTree.CallExpression): string | undefined {
  return callee.type === 'Identifier' ? callee.name : undefined;
}

/** The property of an object literal at a path, to where the next begins; none where it has none. */
function propertiesAt(path: string, object: ESTree.Node | undefined): Span[] {
  if (object?.type !== 'ObjectExpression') return [];
  const [name, ...inner] = path.split('.');
  return object.properties.flatMap((property, i) => {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') return [];
    if (property.key.name !== name) return [];
    if (inner.length > 0) return propertiesAt(inner.join('.'), property.value);
    return [{ start: property.start, end: object.properties[i + 1]?.start ?? object.end - 1 }];
  });
}

/** Code without some spans of it, which may lie in each other. */
function without(spans: readonly Span[], code: string): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (start < from) continue;
    kept += code.slice(from, start);
    from = end;
  }
  return kept + code.slice(from);
}
