import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SuiteInput } from '../schema/suite.ts';
import type { Policy, Sample, Score, ScorerReference } from '../schema/types.ts';
import { decide } from '../scorers/decide.ts';
import { whenLoaded } from '../scorers/load.ts';
import { InvalidScorers, resolveScorers } from '../scorers/resolve.ts';
import { runScorers } from '../scorers/run.ts';
import { readSample } from '../scorers/sample.ts';
import { CliError } from '../sdk/cli/cli-error.ts';
import { suitesOf } from '../sdk/cli/importing/suites.ts';
import { nodeSystem } from '../sdk/cli/node-system.ts';
import { importPromptfoo } from '../sdk/cli/promptfoo/importer.ts';
import { rowOf } from '../sdk/cli/promptfoo/rows.ts';
import { fakeSystem } from '../sdk/testing/fake-system.ts';
import { anyAssertions } from '../sdk/testing/promptfoo/any-assertions.ts';

// What promptfoo passed and failed was recorded by `npm run import:record`.
const root = join(import.meta.dirname, '..');
const RECORDED = [
  ['examples/import/support/promptfooconfig.yaml', 'examples/import/support/results.json'],
  [
    'sdk/testing/promptfoo/code-assertions.yaml',
    'sdk/testing/promptfoo/code-assertions.results.json',
  ],
  ['sdk/testing/promptfoo/conditions.yaml', 'sdk/testing/promptfoo/conditions.results.json'],
  ['sdk/testing/promptfoo/javascript.yaml', 'sdk/testing/promptfoo/javascript.results.json'],
  [
    'sdk/testing/promptfoo/javascript-weights.yaml',
    'sdk/testing/promptfoo/javascript-weights.results.json',
  ],
  // With sets, whose assertions promptfoo lists otherwise: there the verdicts are compared alone.
  ['sdk/testing/promptfoo/weights.yaml', 'sdk/testing/promptfoo/weights.results.json'],
] as const;

interface Result {
  testIdx: number;
  success: boolean;
  components: { type: string; pass: boolean }[];
}

async function scoreBy(
  references: readonly ScorerReference[],
  policy: Policy,
  sample: Sample,
): Promise<{ scores: Score[]; passed: boolean | null }> {
  const resolved = await whenLoaded(() => resolveScorers(references));
  const scores = await runScorers(resolved, readSample(sample), {
    nowMs: () => 0,
    deadlineAtMs: 1,
    requiredByDefault: policy.rule === 'required',
  });
  return { scores, passed: decide(policy, scores).passed };
}

describe.each(RECORDED)('%s', (config, results) => {
  const path = join(root, config);
  const outputs = join(root, results);
  const recorded: { results: { results: Result[] } } = JSON.parse(readFileSync(outputs, 'utf8'));
  const rows = recorded.results.results.toSorted((a, b) => a.testIdx - b.testIdx);

  test.each([
    ['outputs of the configuration', undefined],
    ['outputs of the recorded run', outputs],
  ])('passes and fails what promptfoo does, with %s', async (_source, from) => {
    const { cases, remarks } = await importPromptfoo(path, { outputs: from }, nodeSystem());
    expect(cases).toHaveLength(rows.length);
    const suites = suitesOf(cases, { name: 'imported', description: '' });
    const differing: string[] = [];
    for (const [i, { sample, place }] of cases.entries()) {
      const suite = suites.find(({ samples }) => samples.some(({ id }) => id === sample.id));
      const whole = suite?.samples.find(({ id }) => id === sample.id);
      if (!suite || !whole) throw new Error(`${sample.id} is in no suite`);
      const policy = suite.suite.policy ?? { rule: 'required' };
      const { scores, passed } = await scoreBy(suite.suite.scorers, policy, whole);
      const leftOut = remarks
        .filter(({ kind, place: at }) => kind === 'left-out' && at.startsWith(`${place}.assert`))
        .map(({ what }) => what);
      const components = rows[i]?.components.filter(({ type }) => !leftOut.includes(type)) ?? [];
      const own = leftOut.length === 0 ? components : components.slice(0, scores.length);
      const hasSets = config.endsWith('weights.yaml');
      if (!hasSets) expect(scores).toHaveLength(own.length);
      for (const [c, { type, pass }] of hasSets ? [] : own.entries()) {
        const score = scores[c];
        const row = rowOf(type.replace(/^not-/, ''));
        const isNear = row.scorer !== null && row.differs !== undefined;
        // promptfoo lets whatever has no weight pass; of what is added up the score counts alone.
        const isAddedUp = policy.rule === 'weighted-mean' && /javascript/.test(config);
        const agrees = score?.weight === 0 || isAddedUp || score?.passed === pass;
        if (!agrees && !isNear) {
          const told = `${score?.passed} (${score?.reason})`;
          differing.push(`${sample.id} ${type}: promptfoo ${pass}, Assay ${told}`);
        }
      }
      const isWhole = leftOut.length === 0 && !/code-assertions|conditions/.test(config);
      if (isWhole && passed !== rows[i]?.success) {
        differing.push(`${sample.id}: promptfoo ${rows[i]?.success}, Assay ${passed}`);
      }
    }
    expect(differing).toEqual([]);
  });
});

/** What is wrong with its scorers; patterns and schemas of the user's are not known before. */
async function faultsOf(suite: { scorers: ScorerReference[] }): Promise<string[]> {
  try {
    await whenLoaded(() => resolveScorers(suite.scorers));
    return [];
  } catch (cause) {
    if (!(cause instanceof InvalidScorers)) throw cause;
    return cause.message.split('; ').filter((fault) => !/\/(?:pattern|schema|code)\b/.test(fault));
  }
}

test('whatever is imported is a suite that the scorers take', async () => {
  await fc.assert(
    fc.asyncProperty(anyAssertions, async (assert) => {
      const config = { prompts: ['{{text}}'], providers: ['echo'], tests: [{ vars: {}, assert }] };
      const { system } = fakeSystem({ files: { 'p.yaml': JSON.stringify(config) } });
      const imported = await importPromptfoo('p.yaml', {}, system).catch((cause: unknown) => {
        if (cause instanceof CliError) return { cases: [] };
        throw cause;
      });
      for (const { suite } of suitesOf(imported.cases, { name: 'any', description: '' })) {
        expect(SuiteInput.safeParse(suite).error).toBeUndefined();
        expect(await faultsOf(suite)).toEqual([]);
      }
    }),
    { numRuns: 500 },
  );
});
