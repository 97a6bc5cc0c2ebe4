import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { PipelineInput } from '../schema/pipeline.ts';

const page = readFileSync(join(import.meta.dirname, '..', 'docs', 'pipelines.md'), 'utf8');
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map(([, block = '']) => block);

/** What parts of pipelines are shown without. */
const REST = {
  name: 'shown',
  targets: ['small', 'large'].map((name) => ({ name, model: `openai/${name}` })),
};

test('docs/pipelines.md shows every step of a pipeline', () => {
  const shown = new Set(blocks.flatMap((block) => Object.keys(parse(block))));
  const steps = ['guardInput', 'route', 'otherwise', 'targets', 'retry', 'cacheSeconds'];
  expect([...shown]).toEqual(
    expect.arrayContaining([...steps, 'guardOutput', 'postProcess', 'judge']),
  );
});

test.each(blocks)('a pipeline of docs/pipelines.md is one that the API takes: %#', (block) => {
  const { error } = PipelineInput.safeParse({ ...REST, ...parse(block) });
  expect(error?.issues ?? []).toEqual([]);
});
