import { expect, test } from 'vitest';
import { createCalibrationCache } from './calibration-cache.ts';

function countingStore() {
  const asked: string[] = [];
  return {
    asked,
    applicable: async (projectId: string, fingerprint: string) => {
      asked.push(`${projectId} ${fingerprint}`);
      return [];
    },
  };
}

test('a judge that has no calibration is looked up once, not with each score', async () => {
  const store = countingStore();
  const clock = { nowMs: 0 };
  const cache = createCalibrationCache(store, () => clock.nowMs);
  expect(await cache.open('prj_1', 'sha256:1')).toEqual([]);
  await cache.open('prj_1', 'sha256:1');
  expect(store.asked).toEqual(['prj_1 sha256:1']);
  await cache.open('prj_2', 'sha256:1');
  expect(store.asked).toEqual(['prj_1 sha256:1', 'prj_2 sha256:1']);
  cache.forget('prj_1', 'sha256:1');
  await cache.open('prj_1', 'sha256:1');
  expect(store.asked).toHaveLength(3);
  clock.nowMs = 11_000;
  await cache.open('prj_2', 'sha256:1');
  expect(store.asked).toHaveLength(4);
});
