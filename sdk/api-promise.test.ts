import { expect, test, vi } from 'vitest';
import { assayWith, problemAnswer } from './testing/fake-fetch.ts';

test('a call is a promise like any other', async () => {
  const { assay } = assayWith(() => Response.json({ id: 'ver_1' }));
  const call = () => assay.verdicts.get('ver_1');
  expect(call()).toBeInstanceOf(Promise);
  expect(await Promise.all([call(), 1])).toEqual([{ id: 'ver_1' }, 1]);
  const last = vi.fn();
  expect(await call().then(({ id }) => id.length)).toBe(5);
  expect(await call().finally(last)).toEqual({ id: 'ver_1' });
  expect(last).toHaveBeenCalledTimes(1);
});

test('a call asks once, however often it is awaited', async () => {
  const { assay, seen } = assayWith(() =>
    Response.json({ id: 'ver_1' }, { headers: { 'X-Request-Id': 'req_7' } }),
  );
  const call = assay.verdicts.get('ver_1');
  const { data, response, requestId } = await call.withResponse();
  expect(await call).toBe(data);
  expect([response.status, requestId, seen.length]).toEqual([200, 'req_7', 1]);
});

test('a refusal is told once to whoever awaits, and to nobody else', async () => {
  const unhandled = vi.fn();
  process.on('unhandledRejection', unhandled);
  try {
    const { assay } = assayWith(() => problemAnswer(404, 'verdict_not_found'));
    await expect(assay.verdicts.get('ver_1').withResponse()).rejects.toThrow();
    await expect(assay.verdicts.list()).rejects.toThrow();
    expect(await assay.verdicts.get('ver_1').catch(({ code }) => code)).toBe('verdict_not_found');
    // Rejections are told as unhandled once the tasks in flight are done.
    await new Promise((resolve) => setTimeout(resolve));
    expect(unhandled).not.toHaveBeenCalled();
  } finally {
    process.off('unhandledRejection', unhandled);
  }
});
