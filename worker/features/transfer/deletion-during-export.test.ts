import { env } from 'cloudflare:workers';
import { createExportReader } from '@assay/schema/records/export-reader.ts';
import type { ExportLine, ExportRecord, ImportReport } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { createDatabase } from '../../store/database.ts';
import { createExportStore, type ExportStore } from '../../store/export-rows.ts';
import { EXPORT_CLASSES } from '../../store/exported-tables.ts';
import { call } from '../../testing/client.ts';
import { createLife, type Life, mortalDatabase } from '../../testing/crashes.ts';
import { erasureWorld, everythingStored } from '../../testing/erasure-world.ts';
import { giveKey } from '../../testing/keys.ts';
import { createDeletion } from '../erasure/deletions.ts';
import { runDeletions } from '../erasure/run-deletions.ts';
import { exportProject } from './export-project.ts';

const servicesOn = (DB: D1Database, nowMs: () => number = Date.now) =>
  createServices({ ...env, DB }, { log: () => {}, nowMs });
const services = servicesOn(env.DB);

/** Classes that have texts of samples, each of which is read in a few steps. */
const WITH_TEXTS = ['datasetContents', 'verdicts', 'batchSamples', 'batchResults', 'labels'];
const MOST_STEPS = 9;

/** Deletes all of what is asked, after it died once. */
async function deleteAll(
  { projectId, keyId, user }: { projectId: string; keyId: string; user: string },
  kind: 'metadata' | 'project',
): Promise<void> {
  const input =
    kind === 'project' ? { project: projectId } : { metadata: { key: 'user', value: user } };
  let left = 12;
  const life = createLife({ next: () => (--left === 0 ? 'dies-after' : 'lives') });
  const request = { projectId, keyId, input, seed: `att_${projectId.slice(4)}` };
  await createDeletion(request, servicesOn(mortalDatabase(env.DB, life))).catch(() => {});
  for (let minutes = 2; minutes < 12; minutes += 2) {
    await runDeletions(servicesOn(env.DB, () => Date.now() + minutes * 60_000));
  }
}

/** Reads of one class are interrupted before one of their steps. */
function interruptedExports(name: string, at: number, work: () => Promise<void>) {
  const seen = { steps: 0 };
  const life: Life = {
    isDead: false,
    async step(read) {
      seen.steps += 1;
      if (seen.steps === at) await work();
      return read();
    },
  };
  const interrupted = createExportStore(createDatabase(mortalDatabase(env.DB, life)));
  const exports: ExportStore = {
    rows: (projectId, of, after) =>
      (of === name ? interrupted : services.exports).rows(projectId, of, after),
  };
  return { exports, seen };
}

async function readWhole(text: string): Promise<ExportRecord[]> {
  const reader = createExportReader({ isWhole: true });
  const records: ExportRecord[] = [];
  for (const [i, line] of text.split('\n').entries()) {
    await reader.take(line, i + 1);
    const value: ExportLine | undefined = line === '' ? undefined : JSON.parse(line);
    if (value !== undefined && 'class' in value) records.push(value);
  }
  reader.end();
  return records;
}

const IN_ORDER: readonly string[] = EXPORT_CLASSES;
const placeOf = (name: string) => IN_ORDER.indexOf(name);

test.each(WITH_TEXTS.flatMap((name) => [[name, 'metadata'] as const, [name, 'project'] as const]))(
  'what is deleted between two steps of an export is not in what it reads afterwards: %s, %s',
  async (name, kind) => {
    let last = MOST_STEPS;
    for (let at = 1; at <= last; at += 1) {
      const world = await erasureWorld();
      const { projectId, secret, user, batchId, kept } = world;
      const { exports, seen } = interruptedExports(name, at, () => deleteAll(world, kind));
      const stream = exportProject(projectId, undefined, { ...services, exports });
      const text = await new Response(stream).text();
      last = Math.min(MOST_STEPS, seen.steps);
      const stored = await everythingStored();
      for (const gone of [secret, user]) expect(stored).not.toContain(gone);
      const records = await readWhole(text);
      const later = records.filter((one) => placeOf(one.class) > placeOf(name));
      const told = `step ${at}`;
      for (const gone of [secret, user]) expect(JSON.stringify(later), told).not.toContain(gone);
      if (kind === 'project') {
        expect(later, told).toEqual([]);
        continue;
      }
      const ofClass = (each: string) =>
        records.filter((one) => one.class === each).map(({ record }) => record);
      expect(
        ofClass('verdicts').map(({ id }) => id),
        told,
      ).toContain(kept.id);
      expect(ofClass('batchResults'), told).toMatchObject([
        { batch_id: batchId, at: 0, verdict: expect.any(String) },
        { batch_id: batchId, at: 1, verdict: expect.any(String) },
      ]);
      await forget(projectId);
      const { key, projectId: target } = await giveKey();
      const headers = { 'Content-Type': 'application/x-ndjson' };
      const imported = await call('/v1/project/import', { key, body: text, headers });
      expect(await imported.json<ImportReport>(), told).toMatchObject({ isComplete: true });
      await forget(target);
    }
    expect(last).toBeLessThan(MOST_STEPS);
  },
);

/** Removes what is stored of a project, so that its ids are free as in another deployment. */
async function forget(projectId: string): Promise<void> {
  const job = { projectId, id: 'none' };
  for (const name of await services.erasure.project.classes(projectId)) {
    while (!(await services.erasure.project.removeSome(job, name)));
  }
}
