import { newId } from '@assay/schema/ids.ts';
import type { Experiment } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';

test('a key that may not read a data set cannot send its items to an endpoint of its own', async () => {
  const projectId = newId('project');
  const admin = await giveKey(['admin'], projectId);
  const items = [{ id: 'a', sample: { input: 'private' } }];
  await callJson('/v1/datasets', { key: admin.key, body: { name: 'mine', items } });
  const asking = (target: unknown) => ({
    variants: [{ name: 'v', target }],
    dataset: { name: 'mine' },
    scorers: ['json-valid'],
  });
  const endpoint = asking({ url: 'https://collector.example.com/' });
  const scoring = await giveKey(['score'], projectId);
  const refused = await call('/v1/experiments', { key: scoring.key, body: endpoint });
  expect(await refused.json()).toMatchObject({ status: 403, code: 'scope_missing' });
  for (const path of ['/v1/probes', '/v1/probes/estimate']) {
    const probe = { kind: 'consistency', target: { url: 'https://collector.example.com/' } };
    const body = { ...probe, dataset: { name: 'mine' }, scorers: ['json-valid'] };
    const answer = await call(path, { key: scoring.key, body });
    expect(await answer.json(), path).toMatchObject({ status: 403, code: 'scope_missing' });
  }
  const reading = await giveKey(['score', 'read'], projectId);
  const made = await callJson<Experiment>('/v1/experiments', { key: reading.key, body: endpoint });
  expect(made.samples).toBe(1);
});

test('a key that may only score cancels and resumes an experiment without reading its prompts', async () => {
  const projectId = newId('project');
  const { key } = await giveKey(['score', 'read'], projectId);
  const scoring = await giveKey(['score'], projectId);
  const body = {
    variants: [
      { name: 'v', prompt: 'Our secret: {{input}}', target: { url: 'https://app.example.com/' } },
    ],
    samples: [{ input: 'a' }],
    scorers: ['json-valid'],
  };
  const made = await callJson<Experiment>('/v1/experiments', { key, body });
  for (const act of ['cancel', 'resume']) {
    const path = `/v1/experiments/${made.id}/${act}`;
    const own = await callJson<Experiment>(path, { key: scoring.key, body: {} });
    expect(own).toMatchObject({ id: made.id, samples: 1, variants: [] });
    await callJson(`/v1/experiments/${made.id}/cancel`, { key, body: {} });
  }
  const whole = await callJson<Experiment>(`/v1/experiments/${made.id}/cancel`, { key, body: {} });
  expect(whole.variants).toMatchObject([{ prompt: 'Our secret: {{input}}' }]);
});
