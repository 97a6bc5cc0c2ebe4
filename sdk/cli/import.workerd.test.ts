import { exports } from 'cloudflare:workers';
import { expect, inject, test } from 'vitest';
import { Assay } from '../index.ts';
import { fakeSystem } from '../testing/fake-system.ts';
import { suitesOf } from './importing/suites.ts';
import { importPromptfoo } from './promptfoo/importer.ts';
import { readSuite, writeSuite } from './suite-file.ts';

// The examples, imported within workerd and given to the real Worker.
const examples = inject('importExamples');
const assay = new Assay({
  baseUrl: 'http://localhost',
  apiKey: inject('developmentKey'),
  fetch: (url, init) => exports.default.fetch(new Request(url, init)),
});

async function imported(example: string, outputs?: string) {
  const { system } = fakeSystem({ files: examples });
  const { cases } = await importPromptfoo(`${example}/promptfooconfig.yaml`, { outputs }, system);
  return suitesOf(cases, { name: example, description: '' }).map(({ suite, samples }) => ({
    // By way of the file that the command writes.
    suite: readSuite(writeSuite(suite), 'suite.yaml').suite,
    samples,
  }));
}

test('what is imported scores as promptfoo did, over the real Worker', async () => {
  const { results }: { results: { results: { success: boolean }[] } } = JSON.parse(
    examples['support/results.json'] ?? '',
  );
  let passed = 0;
  for (const { suite, samples } of await imported('support', 'support/results.json')) {
    await assay.suites.create(suite);
    const { verdicts } = await assay.score({ samples, suite: suite.name });
    expect(verdicts.filter((verdict) => verdict.passed === null)).toEqual([]);
    passed += verdicts.filter((verdict) => verdict.passed).length;
  }
  expect(passed).toBe(results.results.filter(({ success }) => success).length);
});

test('imported samples are scored in a batch', async () => {
  const [first] = await imported('support');
  if (!first) throw new Error('nothing was imported');
  const { scorers } = first.suite;
  const { id } = await assay.batches.create(first.samples, { scorers });
  const { counts } = await assay.batches.wait(id);
  expect(counts).toMatchObject({ total: first.samples.length, error: 0 });
});

test.each(['rag', 'agent'])(
  'the suites and inputs of %s are ones that the Worker takes',
  async (example) => {
    const suites = await imported(example);
    expect(suites.length).toBeGreaterThan(0);
    for (const { suite, samples } of suites) {
      await assay.suites.create(suite);
      const answered = samples.map((sample) => ({ ...sample, output: '{"city":"Oslo"}' }));
      const { verdicts } = await assay.score({
        samples: answered,
        suite: suite.name,
        store: 'none',
      });
      expect(verdicts).toHaveLength(samples.length);
    }
  },
);
