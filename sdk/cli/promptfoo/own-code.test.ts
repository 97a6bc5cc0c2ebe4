import { expect, test } from 'vitest';
import { fakeSystem } from '../../testing/fake-system.ts';
import { importPromptfoo } from './importer.ts';

async function importing(assertion: object, files: Record<string, string> = {}) {
  const tests = [{ vars: { city: 'Paris' }, assert: [assertion] }];
  const config = { prompts: ['{{city}}'], providers: ['echo'], tests };
  const { system } = fakeSystem({ files: { 'p.json': JSON.stringify(config), ...files } });
  const { cases, remarks } = await importPromptfoo('p.json', {}, system);
  return { found: cases[0], scorer: cases[0]?.scorers[0]?.settings, remarks };
}

test('code becomes a scorer, with the variables of the test in the sample', async () => {
  const value = 'output.split(" ").length > 2 && context.vars.city === "{{city}}"';
  const { scorer, found } = await importing({ type: 'not-javascript', value, weight: 3 });
  expect(scorer).toMatchObject({ scorer: 'javascript', negate: true, weight: 3 });
  expect(scorer?.params?.code).toContain('context.vars.city === "Paris"');
  expect(found?.sample.metadata).toMatchObject({ vars: { city: 'Paris' }, promptfoo: {} });
});

test('a condition on the text remains one, and leaves the sample as it is', async () => {
  const { scorer, found } = await importing({ type: 'javascript', value: 'output.includes("x")' });
  expect(scorer).toMatchObject({ scorer: 'contains' });
  expect(found?.sample.metadata).not.toHaveProperty('vars');
});

test('a function in a file is imported by its text', async () => {
  const files = { 'check.cjs': 'exports.isLong = (output) => output.length > 5;' };
  const { scorer } = await importing(
    { type: 'javascript', value: 'file://check.cjs:isLong' },
    files,
  );
  expect(scorer).toMatchObject({ scorer: 'javascript' });
  expect(scorer?.params?.code).toContain(files['check.cjs']);
});

test.each([
  ['const fs = require("fs");\nreturn true', '`require`'],
  ['return (await import("x")).ok\n// two lines', '`import`'],
  ['process.env.LIMIT > 3', '`process`'],
  ['fetch("https://example.com").then((r) => r.ok)', '`fetch`'],
  ['new Promise((done) => setTimeout(done, 5))', 'timers'],
  ['context.prompt.length > 3', 'only `context.vars`'],
  ['return output.split("a").length > 1', 'begins with `return`'],
  ['file://check.mjs', 'only functions in .js and .cjs files'],
  ['package:checks', 'only functions in .js and .cjs files'],
  ['file://../check.js', 'outside the folder'],
  [`output.split("${'x'.repeat(33_000)}").length > 1`, 'up to 32768 characters'],
])('what Assay cannot run is left out, with the reason: %s', async (value, told) => {
  const { scorer, remarks } = await importing({ type: 'javascript', value });
  expect(scorer).toBeUndefined();
  expect(remarks).toContainEqual(
    expect.objectContaining({ kind: 'left-out', why: expect.stringContaining(told) }),
  );
});
