import { newId } from '@assay/schema/ids.ts';
import type { Alignment, CalibrationLabel, JsonObject } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { newProject } from '../../../testing/batch-world.ts';
import { worldOf } from '../../../testing/calibration-world.ts';
import { met } from '../../../testing/scripted-judge.ts';
import { createCustomScorer, listCustomScorerVersions } from '../../scoring/custom-scorers.ts';
import { sweepCalibrations } from '../sweep-calibrations.ts';
import { getAlignment } from './advance-alignment.ts';
import { createAlignment } from './create-alignment.ts';

const BETTER = 'It is polite, and signed with a name.';

/** Two criteria, of which the second decides. */
const SEVERAL = {
  criterion: [
    { name: 'tone', criterion: 'It is polite.', weight: 1 },
    { name: 'end', criterion: 'It ends well.', weight: 3 },
  ],
};

/** People pass what is signed. */
function labelsOf(count: number): CalibrationLabel[] {
  return Array.from({ length: count }, (_, i) => {
    const isSigned = i % 2 === 0;
    const output = `Good day, number ${i} of many.${isSigned ? ' Yours, Ann' : ''}`;
    return { sample: { id: `s${i}`, output }, value: isSigned };
  });
}

/** What stands in the fence of a block of a prompt. */
function isSigned(prompt: string): boolean {
  return prompt.slice(prompt.lastIndexOf('Good day')).includes('Yours, Ann');
}

/** A judge that passes all that is polite, and what it is told to look for only if it is told. */
function judge(learns: { fromCriterion?: boolean; fromExamples?: boolean }) {
  return (prompt: string) => {
    if (prompt.includes('Rewrite the criterion')) {
      return { content: JSON.stringify({ reasoning: 'They sign.', criterion: BETTER }) };
    }
    if (prompt.includes('Rewrite the criteria')) {
      const criteria = ['It is polite.', BETTER];
      return { content: JSON.stringify({ reasoning: 'They sign.', criteria }) };
    }
    if (prompt.includes('good as a whole')) {
      const count = (prompt.match(/output \d+: is /g) ?? []).length;
      const outputs = Array.from({ length: count }, () => ({ reasoning: '', levels: [2, 2] }));
      return { content: JSON.stringify({ outputs }) };
    }
    const isTold =
      (learns.fromCriterion && prompt.includes(BETTER)) ||
      (learns.fromExamples && prompt.includes('example 1: level'));
    return { content: met(isTold ? isSigned(prompt) : true) };
  };
}

async function align(
  learns: Parameters<typeof judge>[0],
  labels: CalibrationLabel[],
  input: object = {},
  params: JsonObject = { criterion: 'It is polite.' },
) {
  const world = worldOf(judge(learns));
  const project = newProject();
  await createCustomScorer(project, { name: 'house-tone', base: 'rubric', params }, world.services);
  const asked = { projectId: project, reference: 'house-tone', input: { labels, ...input } };
  const begun = await createAlignment({ ...asked, seed: newId('request') }, world.services);
  return { world, project, begun, finish };

  async function finish(): Promise<Alignment> {
    for (let step = 0; step < 6; step += 1) {
      await world.scoreAll();
      await sweepCalibrations(world.services);
    }
    return getAlignment(project, begun.id, world.services);
  }
}

describe('an alignment', () => {
  test('offers what agrees with people on labels it was not made from, and changes nothing', async () => {
    const { world, project, finish } = await align({ fromCriterion: true }, labelsOf(40));
    const { status, result } = await finish();
    expect(status).toBe('completed');
    expect(result?.baseline?.value).toBeCloseTo(0.5);
    expect(result?.candidates.map(({ kind }) => kind)).toEqual([
      'examples',
      'criterion',
      'criterion-and-examples',
    ]);
    const [examples, criterion] = result?.candidates ?? [];
    expect(examples?.gain.value).toBeCloseTo(0);
    expect(criterion).toMatchObject({ n: 40, errors: 0, agreement: { value: 1 } });
    expect(criterion?.gain.value).toBeCloseTo(0.5);
    expect(criterion?.gain.low).toBeGreaterThan(0.2);
    expect(result).toMatchObject({
      best: 'criterion',
      proposal: { base: 'rubric', params: { criterion: BETTER } },
    });
    expect(await listCustomScorerVersions(project, 'house-tone', world.services)).toHaveLength(1);
  });

  test('chooses examples that differ from those that it is measured on', async () => {
    const { world, finish } = await align({ fromExamples: true }, labelsOf(40), { rewrite: false });
    const { result } = await finish();
    expect(result).toMatchObject({ best: 'examples', candidates: [{ kind: 'examples' }] });
    expect(result?.proposal?.params.examples).toHaveLength(4);
    // Each prompt has the sample once: none is shown to the judge as an example of itself.
    for (const prompt of world.judge.heard) {
      const asked = /Good day, number \d+ of many\.(?: Yours, Ann)?/g;
      const outputs = prompt.match(asked) ?? [];
      expect(new Set(outputs).size).toBe(outputs.length);
    }
  });

  test('says that nothing was gained, and offers nothing', async () => {
    const { finish } = await align({}, labelsOf(40));
    const { result } = await finish();
    expect(result).toMatchObject({ best: null, proposal: null });
    expect(result?.remarks.map(({ code }) => code)).toContain('no_gain');
    for (const { gain } of result?.candidates ?? []) expect(gain.low).toBeLessThanOrEqual(0);
  });

  test('of too few labels tries nothing', async () => {
    const { world, finish } = await align({ fromCriterion: true }, labelsOf(4));
    const { status, result } = await finish();
    expect({ status, candidates: result?.candidates }).toEqual({
      status: 'completed',
      candidates: [],
    });
    expect(world.judge.heard).toHaveLength(4);
  });

  test('asks a judge no more often for being swept and read twice', async () => {
    const { world, project, begun, finish } = await align({ fromCriterion: true }, labelsOf(20));
    await world.scoreAll();
    await Promise.all([
      sweepCalibrations(world.services),
      getAlignment(project, begun.id, world.services),
    ]);
    await finish();
    const calls = world.judge.heard.filter((prompt) => !prompt.includes('Rewrite the criterion'));
    expect(calls).toHaveLength(20 + 3 * 20);
  });

  test('rewrites several criteria, and keeps their names and weights', async () => {
    const learns = { fromCriterion: true };
    const { finish } = await align(learns, labelsOf(40), {}, SEVERAL);
    const { status, result } = await finish();
    expect(status).toBe('completed');
    expect(result?.candidates.map(({ kind }) => kind)).toEqual([
      'examples',
      'criterion',
      'criterion-and-examples',
    ]);
    expect(result).toMatchObject({
      best: 'criterion',
      proposal: {
        base: 'rubric',
        params: {
          criterion: [
            { name: 'tone', criterion: 'It is polite.', weight: 1 },
            { name: 'end', criterion: BETTER, weight: 3 },
          ],
        },
      },
    });
  });

  test('shows outputs by several criteria as a model says, where that fits the label', async () => {
    const learns = { fromExamples: true };
    const { finish } = await align(learns, labelsOf(40), {}, SEVERAL);
    const { result } = await finish();
    expect(result?.best).toBe('examples');
    const { examples } = result?.proposal?.params ?? {};
    expect(Array.isArray(examples) && examples.length).toBeGreaterThan(0);
    // The model said [2, 2] of every output: of those that people fail, that is no example.
    for (const example of Array.isArray(examples) ? examples : []) {
      expect(example).toMatchObject({ output: expect.stringContaining('Yours'), level: [2, 2] });
    }
  });

  test('with several criteria and no model to write tries no examples', async () => {
    const { finish } = await align({}, labelsOf(40), { rewrite: false }, SEVERAL);
    const { result } = await finish();
    expect(result).toMatchObject({ candidates: [], best: null, proposal: null });
  });

  test('refuses a scorer that labels cannot say enough of', async () => {
    const world = worldOf();
    const project = newProject();
    const params = { items: ['It greets.', 'It is signed.'] };
    await createCustomScorer(project, { name: 'list', base: 'checklist', params }, world.services);
    const asked = { projectId: project, reference: 'list', input: { labels: labelsOf(4) } };
    await expect(createAlignment(asked, world.services)).rejects.toMatchObject({
      code: 'invalid_request',
    });
    const missing = { ...asked, reference: 'nobody' };
    await expect(createAlignment(missing, world.services)).rejects.toMatchObject({
      code: 'scorer_not_found',
    });
  });
});
