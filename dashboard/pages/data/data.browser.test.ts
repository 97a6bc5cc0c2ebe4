import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

test('what is kept is shown, and what the API refuses is said', async () => {
  const page = await open({ to: '/data', allows: /400/ });
  await page.getByLabel(/^Kept of each request/).waitFor();
  await page.getByLabel(/before storing/).fill('detect-everything');
  await page.getByRole('button', { name: 'Save what is kept' }).click();
  await page.getByRole('alert').waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

test('settings are sent as they were chosen', async () => {
  const page = await open({
    to: '/data',
    answers: [[/\/v1\/project\/data-settings$/, { keep: 'sample' }]],
  });
  expect(await page.getByLabel(/^Kept of each request/).inputValue()).toBe('sample');
  await page.getByLabel(/^Kept of each request/).selectOption('scores');
  await page.getByLabel(/before a model sees/).fill('detect-pii\ndetect-secrets');
  const sent = page.waitForRequest((request) => request.method() === 'PUT');
  await page.getByRole('button', { name: 'Save what is kept' }).click();
  expect((await sent).postDataJSON()).toEqual({
    keep: 'scores',
    redact: { models: ['detect-pii', 'detect-secrets'] },
  });
  await page.getByText('Saved.').waitFor();
});

test('a verdict is deleted after a second look, and its report is saved', async () => {
  const headers = {
    Authorization: `Bearer ${served().apiKey}`,
    'Content-Type': 'application/json',
  };
  const body = JSON.stringify({ sample: { output: 'a', expected: 'a' }, scorers: ['exact-match'] });
  const scored = await fetch(`${served().baseUrl}/v1/score`, { method: 'POST', headers, body });
  const { id } = (await scored.json()) as { id: string };
  const page = await open({ to: '/data', width: 390, colorScheme: 'dark' });
  await page.getByLabel(/^Or ids of verdicts/).fill(id);
  await page.getByRole('button', { name: 'Delete …' }).click();
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole('button', { name: 'Delete 1 verdict for good' }).click();
  const row = page.getByRole('listitem').filter({ hasText: '1 verdict by id' }).first();
  const download = page.waitForEvent('download');
  await row.getByRole('button', { name: 'Save the signed report' }).click();
  const report = JSON.parse(readFileSync(await (await download).path(), 'utf8'));
  expect(report.envelope.payloadType).toBe('application/vnd.in-toto+json');
  const gone = await fetch(`${served().baseUrl}/v1/verdicts/${id}`, { headers });
  expect(gone.status).toBe(404);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('keys of encryption are shown, and dropped after a second look', async () => {
  const key = { id: 'dek_1', masterKey: 'main', createdAt: '2026-01-01T00:00:00Z' };
  const page = await open({
    to: '/data',
    answers: [[/\/v1\/project\/encryption/, { isOn: true, keys: [{ ...key, droppedAt: null }] }]],
  });
  await page.getByText('dek_1').waitFor();
  await page.getByRole('button', { name: 'Drop all keys' }).click();
  const sent = page.waitForRequest((request) => request.method() === 'DELETE');
  await page.getByRole('button', { name: /unreadable for good/ }).click();
  expect((await sent).url()).toContain('/v1/project/encryption/keys');
});

test('the project is exported as a file', async () => {
  const page = await open({ to: '/data' });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export the project' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trimEnd()
    .split('\n');
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.map((line) => Object.keys(JSON.parse(line)).length > 0)).not.toContain(false);
});

test('a key that may not administer has no such page', async () => {
  const page = await open({ to: '/data', key: served().readingKey });
  await page.getByText('It lacks the scope').waitFor();
});
