import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { BY_LINE } from '../../core/line-source.ts';
import { createServices, type Services } from '../../services.ts';
import { newProject } from '../../testing/batch-world.ts';
import {
  createExperimentWorld,
  eraseFromExperiments,
  experimentOf,
  says,
} from '../../testing/experiment-world.ts';
import { dropDataKeys, getEncryption, rotateDataKey } from '../data-control/encryption.ts';
import { keyOf } from '../data-control/vault.ts';
import { exportProject } from '../transfer/export-project.ts';
import { importPages } from '../transfer/import-project.ts';
import { cancelExperiment, resumeExperiment } from './control-experiment.ts';
import { listCells, listRows } from './find-cells.ts';

const bindings = { ASSAY_ENCRYPTION_KEYS: `old:${'A'.repeat(43)}` };
const SEALED = /^enc1:dky_[0-9a-z]{26}:[A-Za-z0-9+/=]+$/;

const sealedWorld = (answer = () => says('a secret answer')) =>
  createExperimentWorld(answer, { bindings });

const INPUT = experimentOf([], {
  variants: [
    {
      ...{ name: 'v', target: { url: 'https://app.example.com/answer' }, prompt: '{{input}}' },
      changes: [{ sample: 'ada', input: 'a secret change' }],
    },
  ],
  samples: [
    { id: 'ada', input: 'a secret question', metadata: { user: 'ada' } },
    { id: 'bob', input: 'another secret question', metadata: { user: 'bob' } },
  ],
  scorers: [{ scorer: 'contains', params: { values: ['answer'] } }],
});

async function textsOf(id: string): Promise<string[]> {
  const queries = ['sample FROM experiment_samples', 'change FROM experiment_changes'];
  const answers = 'sample FROM experiment_cells';
  const rows = await Promise.all(
    [...queries, answers].map((query) =>
      env.DB.prepare(`SELECT ${query} WHERE experiment_id = ?1 ORDER BY at`).bind(id).raw(),
    ),
  );
  return rows.flat(2).filter((text): text is string => typeof text === 'string');
}

/** Asks the targets, and stops before the answers become a batch. */
async function generateOnly(world: ReturnType<typeof sealedWorld>) {
  const { runExperiments } = await import('../../entry/queue/run-experiments.ts');
  const { id } = await world.make(INPUT);
  await world.steps.deliver(0, (batch) => runExperiments(batch, world.services));
  return id;
}

const exportOf = async (projectId: string, services: Services) => {
  const text = await new Response(exportProject(projectId, undefined, services)).text();
  return { text, lines: text.trim().split('\n') };
};

test('samples, changes and answers are ciphertext in the database, and themselves where they are read', async () => {
  const world = sealedWorld();
  const id = await generateOnly(world);
  const texts = await textsOf(id);
  expect(texts).toHaveLength(5);
  for (const text of texts) expect(text).toMatch(SEALED);
  await rotateDataKey(world.projectId, world.services);
  const { counts } = await world.runToEnd(id);
  expect(counts.scoring).toMatchObject({ passed: 2 });
  const { items } = await listRows(world.projectId, id, {}, world.services);
  expect(items.map(({ input }) => input)).toEqual(['a secret question', 'another secret question']);
  const cells = await listCells(world.projectId, id, { include: 'sample' }, world.services);
  expect(cells.items.map(({ output, sample }) => [output, sample?.input])).toEqual([
    ['a secret answer', 'a secret change'],
    ['a secret answer', 'another secret question'],
  ]);
});

test('what was stored before the first master key is still read', async () => {
  const world = createExperimentWorld(() => says('a secret answer'));
  const id = await generateOnly(world);
  expect((await textsOf(id)).join()).toContain('a secret question');
  const later = createServices({ ...env, ...bindings }, { log: () => {} });
  const { items } = await listRows(world.projectId, id, {}, later);
  expect(items[0]?.input).toBe('a secret question');
});

test('a dropped key makes samples unreadable at once; answers that were not scored become errors', async () => {
  const world = sealedWorld();
  const { projectId, services } = world;
  const id = await generateOnly(world);
  await dropDataKeys(projectId, services);
  const { counts } = await world.runToEnd(id);
  expect(counts).toMatchObject({ generated: 0, error: 2 });
  const { items } = await listCells(projectId, id, {}, services);
  expect(items.map(({ error }) => error?.code)).toEqual(['sample_dropped', 'sample_dropped']);
  const rows = await listRows(projectId, id, {}, services);
  expect(rows.items.map(({ input }) => input)).toEqual([null, null]);

  await resumeExperiment(projectId, id, {}, services);
  await world.runToEnd(id);
  const again = await listCells(projectId, id, {}, services);
  expect(again.items.map(({ error }) => error?.code)).toEqual([
    'sample_not_kept',
    'sample_not_kept',
  ]);
});

test('a key that is dropped while answers come in seals none of them', async () => {
  let dropping: Promise<unknown> | undefined;
  const world = createExperimentWorld(
    async () => {
      const elsewhere = createServices({ ...env, ...bindings }, { log: () => {} });
      dropping ??= dropDataKeys(world.projectId, elsewhere);
      await dropping;
      return says('a secret answer');
    },
    { bindings },
  );
  const id = await generateOnly(world);
  const { keys } = await getEncryption(world.projectId, world.services);
  const living = keys.filter(({ droppedAt }) => droppedAt === null).map((key) => key.id);
  expect(living).toHaveLength(1);
  const [, , , ...answers] = await textsOf(id);
  expect(answers.map(keyOf)).toEqual([living[0], living[0]]);
});

test('a ciphertext that was moved to another place is refused', async () => {
  const world = sealedWorld();
  const { id } = await world.make(INPUT);
  await env.DB.prepare(
    `UPDATE experiment_samples SET sample = (SELECT sample FROM experiment_samples
       WHERE experiment_id = ?1 AND at = 0) WHERE experiment_id = ?1 AND at = 1`,
  )
    .bind(id)
    .run();
  const rows = listRows(world.projectId, id, {}, world.services);
  await expect(rows).rejects.toMatchObject({ code: 'sample_altered' });
});

test('a deletion by metadata finds encrypted samples, and answers that were never scored', async () => {
  const world = sealedWorld();
  const { projectId, services } = world;
  const id = await generateOnly(world);
  await cancelExperiment(projectId, id, services);
  const target = { key: 'user', value: 'ada' };
  expect(await eraseFromExperiments(projectId, target, services)).toBe('done');
  const texts = await textsOf(id);
  expect(texts.map((text) => SEALED.test(text))).toEqual([false, true, true]);
  expect(texts[0]).toBe('{}');
  const { items } = await listCells(projectId, id, {}, services);
  expect(items.map(({ error, status }) => [error?.code, status])).toEqual([
    ['sample_not_kept', 'error'],
    [undefined, 'generated'],
  ]);
});

test('an export is decrypted, and an import encrypts for its own project, or not at all', async () => {
  const world = sealedWorld();
  const id = await generateOnly(world);
  await cancelExperiment(world.projectId, id, world.services);
  const { text, lines } = await exportOf(world.projectId, world.services);
  for (const secret of ['a secret question', 'a secret change', 'a secret answer']) {
    expect(text).toContain(secret);
  }
  const records = lines.map((line, i) => ({ number: i + 1, value: JSON.parse(line) }));
  for (const given of [bindings, {}]) {
    const tables = ['experiments WHERE id', 'experiment_samples WHERE experiment_id'];
    const rest = ['experiment_changes', 'experiment_cells'].map((t) => `${t} WHERE experiment_id`);
    await env.DB.batch(
      [...tables, ...rest].map((of) => env.DB.prepare(`DELETE FROM ${of} = ?1`).bind(id)),
    );
    const target = createServices({ ...env, ...given }, { log: () => {} });
    const to = newProject();
    await importPages(to, { lines: [records], counting: BY_LINE }, target);
    const isSealed = 'ASSAY_ENCRYPTION_KEYS' in given;
    const texts = await textsOf(id);
    expect(texts.map((one) => SEALED.test(one))).toEqual(texts.map(() => isSealed));
    expect(texts).toHaveLength(5);
    const { items } = await listRows(to, id, {}, target);
    expect(items[0]?.input).toBe('a secret question');
  }
});

test('an export after the key was dropped has results and no texts', async () => {
  const world = sealedWorld();
  const id = await generateOnly(world);
  await dropDataKeys(world.projectId, world.services);
  const { text, lines } = await exportOf(world.projectId, world.services);
  expect(text).not.toContain('enc1:');
  const classes = lines.map((line) => JSON.parse(line).class);
  expect(classes.filter((name) => name === 'experimentCells')).toHaveLength(2);
  expect(classes).not.toContain('experimentChanges');
  expect(text).toContain(id);
});
