import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { textsAsAssets } from './texts-as-assets.ts';

const { outputFiles } = await build({
  entryPoints: ['worker/entry/mcp/tools-text.asset.ts'],
  absWorkingDir: `${import.meta.dirname}/..`,
  bundle: true,
  format: 'esm',
  write: false,
  plugins: [textsAsAssets],
});
const script = outputFiles[0]?.text ?? '';
const { toolsText } = await import(`data:text/javascript,${encodeURIComponent(script)}`);

const answering = (type: string, text: string) => ({
  fetch: async () => new Response(text, { headers: { 'Content-Type': type } }),
});

test('the Worker reads the text from the assets, without the code that makes it', async () => {
  expect(script.length).toBeLessThan(1_000);
  expect(await toolsText(answering('application/json', '[1]'))).toBe('[1]');
});

test.each([
  ['no assets are bound', undefined],
  ['the page of the dashboard is served in its place', answering('text/html', '<html>')],
])('a text is missing where %s', async (_, assets) => {
  await expect(toolsText(assets)).rejects.toThrow(
    'The static assets have no docs/tools-text.json. Deploy them with the Worker.',
  );
});
