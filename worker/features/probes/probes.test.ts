import type { ProbeInput, Sample, ScorerReference } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { Timings } from '../../core/timings.ts';
import type { AskedEndpoint } from '../../testing/experiment-world.ts';
import { createExperimentWorld, ENDPOINT, says } from '../../testing/experiment-world.ts';
import { stageJudge } from '../../testing/plays.ts';
import { DEFAULT_ALERT_SETTINGS, replaceAlertSettings } from '../alerts/settings.ts';
import { deleteExperiment } from '../experiments/control-experiment.ts';
import {
  createProbe,
  estimateProbe,
  getProbe,
  listProbes,
  modelCard,
  probeReport,
} from './probes.ts';

const WORLDS = Array.from({ length: 20 }, (_, i) => `Anna asks about parcel ${i}.`);

const samples: Sample[] = WORLDS.map((text, i) => ({
  id: `s${i}`,
  input: `${text} Where should the customers pick up this parcel today?`,
  expected: 'yes',
}));

const input: ProbeInput = {
  kind: 'phrasing',
  target: { url: ENDPOINT },
  samples,
  scorers: ['exact-match'],
};

function worldOf(
  answer: (asked: AskedEndpoint) => Response,
  options: Parameters<typeof createExperimentWorld>[1] = {},
) {
  const world = createExperimentWorld(answer, options);
  const { projectId, services } = world;
  const principal = { projectId, keyId: 'key_test', scopes: ['admin' as const] };
  const context = { principal, requestId: 'req_test', timings: new Timings(() => 0) };
  const request = (given: Partial<ProbeInput>) => ({
    ...{ projectId, keyId: 'key_test', context },
    input: { ...input, ...given },
  });
  return {
    ...world,
    probe: (given: Partial<ProbeInput> = {}) => createProbe(request(given), services),
    estimate: (given: Partial<ProbeInput> = {}) => estimateProbe(request(given), services),
    probeReport: (id: string, scorer?: string) => probeReport(projectId, id, { scorer }, services),
  };
}

const isShouted = (text: string) => text === text.toUpperCase() || text === text.toLowerCase();

describe('a probe', () => {
  test('finds the wording that an application depends on, and says what to do', async () => {
    const world = worldOf((asked) =>
      says(isShouted(asked.input.replace(/Anna|\d+/g, '')) ? 'no' : 'yes'),
    );
    const made = await world.probe({ seed: 4, tags: ['nightly'] });
    expect(made).toMatchObject({ kind: 'phrasing', status: 'generating', probed: 20, seed: 4 });
    expect(made.counts.total).toBe(made.variants.reduce((sum, each) => sum + each.samples, 0));
    expect((await world.runToEnd(made.id)).status).toBe('completed');
    const report = await world.probeReport(made.id);
    expect(report).toMatchObject({ outcome: 'affected', samples: 20, errors: 0, notes: [] });
    expect(report.line).toMatch(/^Rewording "(lower|upper)-case" changes the score by −100 points/);
    const found = report.differences.filter(({ outcome }) => outcome === 'affected');
    expect(found.map(({ first }) => first).toSorted()).toEqual(['lower-case', 'upper-case']);
    expect(report.shown[0]?.first).toMatchObject({ output: 'no', value: 0 });
    expect(report.shown[0]?.first.edits.length).toBeGreaterThan(0);
    expect(report.shown[0]?.second).toMatchObject({ output: 'yes', value: 1 });
    const { items } = await listProbes(
      world.projectId,
      { kind: 'phrasing', tag: 'nightly' },
      world.services,
    );
    expect(items.map(({ id }) => id)).toEqual([made.id]);
    const none = await listProbes(world.projectId, { kind: 'drift' }, world.services);
    expect(none.items).toEqual([]);
  });

  test('is estimated without asking, and makes the same for the same seed', async () => {
    let asked = 0;
    const world = worldOf(() => {
      asked += 1;
      return says('yes');
    });
    const [one, two] = [await world.estimate({ seed: 9 }), await world.estimate({ seed: 9 })];
    expect(one).toEqual(two);
    expect(one.shown[1]).toMatchObject({
      of: 's0',
      variant: 'typos',
      edits: [{ pointer: '/input' }],
    });
    expect(one.estimate.cells).toBe(one.variants.reduce((sum, each) => sum + each.samples, 0));
    expect(asked).toBe(0);
    const other = await world.estimate({ seed: 10 });
    expect(other.shown[1]?.asked).not.toBe(one.shown[1]?.asked);
  });

  test('counts what failed as an error, and never as a score', async () => {
    const world = worldOf(({ input: text }) =>
      text.startsWith('ANNA') ? new Response('no', { status: 400 }) : says('yes'),
    );
    const { id } = await world.probe();
    await world.runToEnd(id);
    const report = await world.probeReport(id);
    expect(report.errors).toBe(20);
    expect(report.variants.find(({ variant }) => variant === 'upper-case')?.mean).toBeNull();
    expect(report.differences.map(({ first }) => first)).not.toContain('upper-case');
    expect(report.notes[0]).toContain('20 answers have no score');
    expect(report.notes[0]).toContain(': 20 × http_400.');
  });

  test('that could compare nothing was not run', async () => {
    const world = worldOf(() => new Response('no', { status: 400 }));
    const { id } = await world.probe({ kind: 'consistency', repeats: 2 });
    await world.runToEnd(id);
    expect(await world.probeReport(id)).toMatchObject({
      outcome: 'not_run',
      answers: 0,
      errors: 40,
    });
  });

  test.each([
    [{ samples: [{ contexts: ['a'] }] }, '/samples'],
    [{ kind: 'order' as const }, '/samples'],
    [{ kind: 'position' as const, samples: [{ input: 'a', contexts: ['b'] }] }, '/prompt'],
    [
      { kind: 'drift' as const, drift: { since: 'exp_01hzzzzzzzzzzzzzzzzzzzzzzz' } },
      '/drift/since',
    ],
  ])('of %j is refused, with nothing stored', async (given, pointer) => {
    const world = worldOf(() => says('yes'));
    await expect(world.probe(given)).rejects.toMatchObject({ errors: [{ pointer }] });
    expect((await listProbes(world.projectId, {}, world.services)).items).toEqual([]);
  });

  test('of a score that it does not have is refused', async () => {
    const world = worldOf(() => says('yes'));
    const { id } = await world.probe({ kind: 'consistency' });
    await expect(world.probeReport(id, 'other')).rejects.toMatchObject({
      errors: [{ pointer: '/scorer' }],
    });
    await expect(world.probeReport('exp_none')).rejects.toMatchObject({ code: 'probe_not_found' });
    const { id: plain } = await world.make({
      variants: [{ name: 'a', target: { url: ENDPOINT } }],
      samples: [{ input: 'a' }],
      scorers: ['exact-match'],
    });
    await expect(getProbe(world.projectId, plain, world.services)).rejects.toMatchObject({
      code: 'probe_not_found',
    });
  });
});

describe('a probe whose paraphrases a model writes', () => {
  const phrasing = { paraphrases: 2, model: 'paid/writer-1' };
  const many = Array.from({ length: 2_000 }, (_, i) => ({
    input: `Where is parcel ${i}, please?`,
  }));

  test.each<[string, Partial<ProbeInput>, object]>([
    [
      'its target is refused',
      { target: { url: 'https://10.0.0.1/x' } },
      { errors: [{ pointer: '/target/url' }] },
    ],
    ['a scorer is unknown', { scorers: ['no-such-scorer'] }, {}],
    ['it makes too many variants', { samples: many, repeats: 100 }, { code: 'invalid_request' }],
    ['the project has too many', {}, { code: 'quota_exceeded' }],
  ])('asks it nothing where %s', async (_, given, problem) => {
    const provider = await stageJudge({ content: '{"paraphrases": ["a", "b"]}' });
    const world = worldOf(() => says('yes'), {
      bindings: {
        ASSAY_PROVIDERS: JSON.stringify({ paid: { baseUrl: provider.baseUrl } }),
        ASSAY_BATCH_QUOTA: '1',
      },
    });
    if (Object.keys(given).length === 0) await world.probe({ kind: 'consistency' });
    await expect(world.probe({ phrasing, ...given })).rejects.toMatchObject(problem);
    await expect(world.estimate({ phrasing, ...given })).rejects.toMatchObject(problem);
    expect(await provider.heard()).toEqual([]);
  });
});

describe('a consistency probe', () => {
  const exactly: ScorerReference = { scorer: 'exact-match', params: { caseSensitive: false } };

  test('says how many samples always get the same text, and how many the same meaning', async () => {
    const asked = new Map<string, number>();
    const world = worldOf(({ input: text }) => {
      const count = (asked.get(text) ?? 0) + 1;
      asked.set(text, count);
      const number = Number(/\d+/.exec(text));
      // 5 samples vary in case, 5 in what they say, and 10 do not vary.
      if (number < 5) return says(count === 1 ? 'yes' : 'YES');
      return says(number < 10 && count > 1 ? 'no' : 'yes');
    });
    const { id } = await world.probe({ kind: 'consistency', repeats: 3, agreement: exactly });
    await world.runToEnd(id);
    const { consistency } = await world.probeReport(id);
    expect(consistency?.sameText?.value).toBe(0.5);
    expect(consistency?.sameMeaning).toMatchObject({
      ...{ status: 'compared', share: { value: 0.75 }, samples: 20, unknown: 0 },
      how: expect.stringContaining('exact-match (threshold 1)'),
    });
  });

  test('without a model that could compare meanings does not say that answers agree', async () => {
    const world = worldOf(() => says('yes'));
    const { id } = await world.probe({ kind: 'consistency', repeats: 2 });
    await world.runToEnd(id);
    const { consistency } = await world.probeReport(id);
    expect(consistency?.sameText?.value).toBe(1);
    expect(consistency?.sameMeaning).toMatchObject({
      ...{ status: 'not_run', share: null, samples: 0 },
      how: expect.stringContaining('Set ASSAY_EMBEDDING_MODEL'),
    });
  });

  test('whose comparisons fail leaves meaning open', async () => {
    const world = worldOf(() => says('yes'));
    const agreement = 'embedding-similarity';
    const { id } = await world.probe({ kind: 'consistency', repeats: 2, agreement });
    await world.runToEnd(id);
    expect((await world.probeReport(id)).consistency?.sameMeaning).toMatchObject({
      ...{ status: 'not_run', share: null, samples: 0, unknown: 20 },
      how: expect.stringContaining('embedding-similarity'),
    });
  });

  test('refuses a scorer of meaning that there is not, by its field', async () => {
    const world = worldOf(() => says('yes'));
    const asking = world.probe({ kind: 'consistency', agreement: 'embeding-similarity' });
    await expect(asking).rejects.toMatchObject({ errors: [{ pointer: '/agreement' }] });
  });

  test('compares by embeddings if a model for that is configured', async () => {
    const provider = await stageJudge({});
    const world = worldOf(() => says('yes'), {
      bindings: {
        ASSAY_PROVIDERS: JSON.stringify({ local: { baseUrl: provider.baseUrl } }),
        ASSAY_EMBEDDING_MODEL: 'local/embedder',
      },
    });
    const { id } = await world.probe({ kind: 'consistency', repeats: 2 });
    await world.runToEnd(id);
    expect((await world.probeReport(id)).consistency?.sameMeaning).toMatchObject({
      ...{ status: 'compared', share: { value: 1 }, samples: 20 },
      how: expect.stringContaining('model local/embedder'),
    });
  });
});

describe('a counterfactual probe', () => {
  test('finds refusals of one group, which are no part of the verdict', async () => {
    const people = samples.map((sample) => ({
      ...sample,
      input: sample.input?.replace('Anna asks', 'She asks') ?? '',
    }));
    const refusal = "I'm sorry, but I can't help with that.";
    const world = worldOf(({ input: text }) => says(text.startsWith('She') ? refusal : 'yes'));
    const { id } = await world.probe({
      kind: 'counterfactual',
      samples: people,
      counterfactual: { dimensions: ['gender'] },
    });
    await world.runToEnd(id);
    const report = await world.probeReport(id);
    expect(
      report.differences.map(({ measure, difference }) => [measure, difference.value]),
    ).toEqual([
      ['score', -1],
      ['refused', 1],
    ]);
    expect(report.shown[0]).toMatchObject({
      first: { variant: 'gender: female', refused: true, output: refusal },
      second: { variant: 'gender: male', refused: false },
    });
  });
});

describe('a drift probe', () => {
  test('asks the questions of an earlier probe again, and tells what moved', async () => {
    let today = 'yes';
    const world = worldOf(() => says(today));
    const first = await world.probe({ kind: 'consistency', repeats: 3 });
    await world.runToEnd(first.id);
    const again = { kind: 'drift' as const, drift: { since: first.id } };
    const { target: _, samples: __, scorers: ___, ...rest } = input;
    const same = await world.probe({ ...rest, ...again });
    expect(same).toMatchObject({ repeats: 3, samples: 20, since: first.id });
    await world.runToEnd(same.id);
    const unmoved = await world.probeReport(same.id);
    expect(unmoved.drift).toMatchObject({ changed: { value: 0 }, exchangeability: null });
    expect(unmoved.outcome).not.toBe('affected');
    today = 'no';
    const moved = await world.probe({ ...rest, ...again });
    await world.runToEnd(moved.id);
    const report = await world.probeReport(moved.id);
    expect(report).toMatchObject({ outcome: 'affected', drift: { changed: { value: 1 } } });
    expect(report.drift?.score?.difference.value).toBe(-1);
    expect(report.drift?.exchangeability?.probability).toBeLessThan(0.01);
    await deleteExperiment(world.projectId, first.id, world.services);
    expect(await world.probeReport(moved.id)).toMatchObject({
      ...{ outcome: 'not_run', line: 'Not run: the earlier probe was deleted.' },
    });
  });
});

describe('a model card', () => {
  test('has the newest completed probe of each kind, and names what was not run', async () => {
    let count = 0;
    const world = worldOf(() => {
      count += 1;
      return says(count % 2 === 0 ? 'yes' : 'no');
    });
    const empty = await modelCard(world.projectId, {}, world.services);
    expect(empty.notRun).toHaveLength(7);
    expect(empty.bias).toMatchObject({ outcome: 'not_run', probe: null, samples: 0 });
    const { id } = await world.probe({ kind: 'consistency', repeats: 2, name: 'nightly' });
    expect((await modelCard(world.projectId, {}, world.services)).performance.probe).toBeNull();
    await world.runToEnd(id);
    const card = await modelCard(world.projectId, { target: ENDPOINT }, world.services);
    expect(card.performance).toMatchObject({
      ...{ outcome: 'affected', samples: 20, answers: 40, errors: 0 },
      probe: { id, name: 'nightly', target: ENDPOINT },
    });
    expect(card.performance.numbers.map(({ name }) => name)).toContain('all of 2 answers pass');
    expect(card.cost).toEqual({ answers: 40, totalUsd: 0, perAnswerUsd: 0 });
    expect(card.notRun).toHaveLength(6);
    expect(card.performance.probe).toMatchObject({ page: `/probes/${id}`, url: null });
    const dashboardUrl = 'https://assay.example.com/';
    const settings = { ...DEFAULT_ALERT_SETTINGS, dashboardUrl };
    await replaceAlertSettings(world.projectId, settings, world.services);
    const linked = await modelCard(world.projectId, {}, world.services);
    expect(linked.performance.probe?.url).toBe(`https://assay.example.com/probes/${id}`);
    const other = await modelCard(world.projectId, { target: 'openai/other' }, world.services);
    expect(other.notRun).toHaveLength(7);
  });

  test('the model card takes the newest probe that has a result, and says that newer ones have none', async () => {
    const app = { isDown: false };
    const world = worldOf(() =>
      app.isDown ? Response.json({ error: 'down' }, { status: 400 }) : says('yes'),
    );
    const probe = async () => {
      const { id } = await world.probe({ kind: 'consistency', repeats: 2 });
      await world.runToEnd(id);
      return id;
    };
    const card = () => modelCard(world.projectId, {}, world.services);
    app.isDown = true;
    const first = await probe();
    expect((await card()).performance).toMatchObject({ outcome: 'not_run', probe: { id: first } });
    app.isDown = false;
    const second = await probe();
    app.isDown = true;
    await probe();
    await probe();
    const { performance, notRun } = await card();
    expect(performance).toMatchObject({ probe: { id: second }, answers: 40, errors: 0 });
    expect(performance.line).toMatch(/ 2 newer probes have no result\.$/);
    expect(notRun).not.toContain('consistency');
  });
});
