import type { Pipeline } from '@assay/sdk';
import { expect, test } from 'vitest';
import { changesBetween } from '../../data/state-changes.ts';
import { comparable } from './comparable.ts';

const pipeline: Pipeline = {
  name: 'support',
  version: 1,
  description: '',
  targets: [
    { name: 'small', model: 'openai/gpt-5-mini' },
    { name: 'large', model: 'openai/gpt-5', parameters: { temperature: 0 } },
  ],
  fingerprint: 'sha256:1',
  createdAt: '2026-01-01T00:00:00Z',
};

test('a target that is put before another is compared with itself, and the order says so', () => {
  const [small, large] = pipeline.targets;
  const moved = { ...pipeline, version: 2, targets: [large, small].flatMap((each) => each ?? []) };
  const changes = changesBetween(comparable(pipeline), comparable(moved));
  expect(changes).toEqual([
    { pointer: '/order', before: '["small","large"]', after: '["large","small"]' },
  ]);
});

test('a rule that is added is named', () => {
  const rules = [{ name: 'canary', share: 0.1, use: { targets: ['large'] } }];
  const changes = changesBetween(
    comparable(pipeline),
    comparable({ ...pipeline, route: { rules } }),
  );
  expect(changes.map(({ pointer }) => pointer)).toEqual([
    '/route/rules/canary/share',
    '/route/rules/canary/use/targets',
    '/route/order',
  ]);
});
