import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';

const CALL = /\s*\.(?:describe|meta)\(/g;

/**
 * Leaves what schemas say of themselves out of the Worker: `.describe(…)` and `.meta(…)`. Only the OpenAPI
 * document and the tools need it, which the build makes from the whole code; in the Worker each call would
 * copy a schema when its module is loaded.
 *
 * @param folders whose schemas nothing describes while the Worker runs: those of scorers, judges see
 */
export function dropDescriptions(folders: readonly string[]): Plugin {
  return {
    name: 'drop-descriptions',
    setup(build) {
      const root = build.initialOptions.absWorkingDir ?? process.cwd();
      const paths = folders.map((folder) => `${join(root, folder)}/`);
      build.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        if (!paths.some((folder) => path.startsWith(folder))) return undefined;
        return { contents: withoutDescriptions(await readFile(path, 'utf8')), loader: 'ts' };
      });
    },
  };
}

/** TypeScript without the calls of `describe` and `meta` on what stands before them. */
export function withoutDescriptions(code: string): string {
  let kept = '';
  let from = 0;
  for (let at = 0; at < code.length; ) {
    CALL.lastIndex = at;
    const next = CALL.exec(code);
    if (next === null) break;
    const open = next.index + next[0].length - 1;
    kept += code.slice(from, next.index);
    from = endOfBrackets(code, open);
    at = from;
  }
  return kept + code.slice(from);
}

/** Where the bracket at a place is closed, past it. */
function endOfBrackets(code: string, open: number): number {
  let depth = 0;
  for (let at = open; at < code.length; ) {
    const sign = code.charAt(at);
    if (sign === "'" || sign === '"' || sign === '`') {
      at = endOfText(code, at);
      continue;
    }
    if ('([{'.includes(sign)) depth += 1;
    if (')]}'.includes(sign)) depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  throw new SyntaxError('A bracket is not closed.');
}

/** Where the quotation that begins at a place ends, past its mark. */
function endOfText(code: string, start: number): number {
  const mark = code.charAt(start);
  for (let at = start + 1; at < code.length; ) {
    const sign = code.charAt(at);
    if (sign === mark) return at + 1;
    if (sign === '\\') at += 2;
    else if (mark === '`' && code.startsWith('${', at)) at = endOfBrackets(code, at + 1);
    else at += 1;
  }
  throw new SyntaxError('A quotation is not closed.');
}
