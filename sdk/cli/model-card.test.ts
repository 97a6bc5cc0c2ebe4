import { expect, test } from 'vitest';
import { fakeSystem } from '../testing/fake-system.ts';

const unknown = {
  ...{ outcome: 'not_run', line: 'Not run: no probe has completed.', probe: null },
  ...{ samples: 0, answers: 0, errors: 0, numbers: [] },
};
const probe = {
  ...{ id: 'exp_1', page: '/probes/exp_1', url: null, name: 'a [nightly](x)', target: 'local/m' },
  ...{ seed: 7, createdAt: '2026-01-02T00:00:00Z' },
};
const performance = {
  ...{ outcome: 'affected', line: 'Lower the temperature.', probe },
  ...{ samples: 2, answers: 4, errors: 0 },
  numbers: [{ name: 'mean of one answer', estimate: { value: 0.5, low: 0.25, high: 0.75 } }],
};

function machine(url: string | null = null) {
  const card = {
    ...{ target: null, createdAt: '2026-01-03T00:00:00Z' },
    performance: { ...performance, probe: { ...probe, url } },
    ...{ sensitivity: unknown, position: unknown, order: unknown, distraction: unknown },
    ...{ bias: unknown, drift: unknown },
    cost: { answers: 4, totalUsd: 0.02, perAnswerUsd: 0.005 },
    notRun: ['phrasing', 'drift'],
  };
  return fakeSystem({
    routes: { 'GET /v1/model-card': () => card },
    env: { ASSAY_BASE_URL: 'https://assay.test/', ASSAY_API_KEY: 'assay_live_key' },
  });
}

test('a model card has whole links to the dashboard of the server that was asked, in Markdown and JSON', async () => {
  const { assay, files } = machine();
  const { stdout } = await assay('model-card', '--markdown', 'MODEL_CARD.md');
  expect(stdout).toContain('(https://assay.test/probes/exp_1), 2026-01-02, local/m, seed 7');
  expect(stdout).toContain('| mean of one answer | 0.50 (0.25 to 0.75) |');
  expect(stdout).toContain('nothing is known of it: phrasing, drift.');
  expect(files.get('MODEL_CARD.md')).toBe(stdout);
  const card = JSON.parse((await assay('model-card', '--json')).stdout);
  expect(card.performance.probe.url).toBe('https://assay.test/probes/exp_1');
  expect(card.bias.probe).toBeNull();
});

test('the link that the project set goes first, and a name cannot make another', async () => {
  const { stdout } = await machine('https://evals.example.com/probes/exp_1').assay('model-card');
  expect(stdout).toContain('](https://evals.example.com/probes/exp_1)');
  expect(stdout).not.toContain('](x)');
});
