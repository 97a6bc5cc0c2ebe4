import { SourceMap } from 'node:module';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { minifyAgain } from './minify-again.ts';

const SOURCE = `const LIMIT = 2;

export function check(length) {
  if (length > LIMIT) throw new RangeError('too long');
  return length;
}
`;

async function built(plugins: (typeof minifyAgain)[]) {
  const { outputFiles } = await build({
    stdin: { contents: SOURCE, sourcefile: 'source.js' },
    outdir: 'out',
    bundle: true,
    format: 'esm',
    target: 'es2024',
    minify: true,
    sourcemap: true,
    write: false,
    plugins,
  });
  const [map = '', script = ''] = ['.map', '.js'].map(
    (ending) => outputFiles.find(({ path }) => path.endsWith(ending))?.text,
  );
  return { map, script };
}

test('a script becomes shorter, does the same, and its map leads to the source', async () => {
  const once = await built([]);
  const twice = await built([minifyAgain]);
  expect(twice.script.length).toBeLessThan(once.script.length);
  expect(twice.script).toMatch(/\n\/\/# sourceMappingURL=stdin\.js\.map\n$/);

  const { check } = await import(`data:text/javascript,${encodeURIComponent(twice.script)}`);
  expect(check(2)).toBe(2);
  expect(() => check(3)).toThrow('too long');

  const entry = new SourceMap(JSON.parse(twice.map)).findEntry(
    0,
    twice.script.indexOf('RangeError'),
  );
  expect(entry).toMatchObject({
    originalLine: 3,
    originalSource: expect.stringMatching(/source\.js$/),
  });
});
