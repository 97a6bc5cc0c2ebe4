import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import {
  Assay,
  type MonitorAlarm,
  type MonitorReport,
  type MonitorTimeline,
} from '../../../sdk/index.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

const time = (minute: number) => new Date(Date.UTC(2026, 10, 1, 9, minute)).toISOString();
const mean = (value: number, count: number) => ({
  ...{ value, low: value - 0.05, high: value + 0.05, count },
});

const monitor: MonitorReport = {
  ...{ name: 'answers', version: 2, description: 'Answers of <b>support</b>.' },
  ...{ scorer: 'faithfulness', where: { rule: 'support' }, baseline: { first: 200 } },
  ...{ fingerprint: 'sha256:00', createdAt: time(0) },
  thresholds: [{ measure: 'error_rate', above: 0.1, windowMinutes: 30 }],
  state: {
    ...{ status: 'alarm', version: 2, baseline: mean(0.9, 200), baselineLacks: 0 },
    ...{ mean: mean(0.7, 60), evidence: 1, openAlarms: 1 },
    counts: { seen: 460, counted: 450, abstained: 4, errors: 6 },
    thresholds: [
      {
        ...{ measure: 'error_rate', above: 0.1, windowMinutes: 30 },
        ...{ value: 0.2, count: 40, isCrossed: true },
      },
    ],
    anchors: {
      ...{ dataset: 'support@2', anchors: 200, status: 'watching', lacks: 0, judged: 820 },
      ...{ failed: 0, costUsd: 0.4, share: 0.05, evidence: 0.1, lastAt: time(49), fault: null },
      ...{ moved: 'application', awaited: 0, reason: null },
      judge: { value: 0, low: -0.02, high: 0.02 },
      application: { value: -0.2, low: -0.26, high: -0.14 },
    },
    ...{ lastValueAt: time(50), startedAt: time(0) },
  },
};
const alarm: MonitorAlarm = {
  ...{ id: 'alm_1', monitor: 'answers', version: 2, kind: 'drift', severity: 'warning' },
  ...{ status: 'open', title: 'answers: the mean of faithfulness fell' },
  summary: 'From 0.900 to 0.700.',
  ...{ raisedAt: time(40), since: time(30), sinceEarliest: time(28), sinceLatest: time(33) },
  ...{ at: 420, changeAt: 400, direction: 'decrease' },
  ...{ before: mean(0.9, 200), after: mean(0.7, 60) },
  effect: { value: -0.2, low: -0.26, high: -0.14 },
  ...{
    attribution: null,
    threshold: null,
    overAt: null,
    acknowledgedAt: null,
    acknowledgedBy: null,
  },
  causes: [
    {
      ...{ kind: 'version', name: 'release', value: '<i>2.1</i>' },
      ...{ before: null, after: 0.62, count: 50, share: 0.95 },
    },
  ],
  examples: [{ id: 'ver_1', value: 0.1 }],
};
const timeline: MonitorTimeline = {
  points: Array.from({ length: 40 }, (_, i) => ({
    ...{ at: (i + 1) * 10, from: time(i), to: time(i + 1), count: 10 },
    ...{ value: i < 30 ? 0.9 : 0.7, mean: i < 30 ? 0.9 : 0.75, low: 0.6, high: 0.95 },
    ...{ evidence: i < 30 ? 0.01 : 1, abstained: 0, errors: 0 },
  })),
  marks: [
    {
      ...{ at: 300, time: time(30), kind: 'version', subject: 'release' },
      ...{ before: '2.0', after: '<i>2.1</i>' },
    },
  ],
  baseline: mean(0.9, 200),
};

/** The API answers with the monitor above. */
function openWith(to: string, width?: number, shown = monitor): Promise<Page> {
  return open({
    ...{ to, ...(width !== undefined && { width }) },
    answers: [
      [/\/v1\/monitors(\?|$)/, { items: [monitor], nextCursor: null }],
      [/\/v1\/monitors\/answers\/timeline/, timeline],
      [/\/v1\/monitors\/answers\/alarms/, { items: [alarm], nextCursor: null }],
      [/\/v1\/monitors\/answers(\?|$)/, shown],
    ],
  });
}

test('monitors lead to an alarm that says since when, by how much and why', async () => {
  const page = await openWith('/monitors');
  await page.getByRole('row').filter({ hasText: 'answers' }).click();
  const told = page.getByRole('article', { name: 'the mean of faithfulness fell' });
  await told.getByText('−0.200').waitFor();
  expect(await told.textContent()).toContain('release <i>2.1</i>');
  expect(await told.getByRole('link').getAttribute('href')).toBe('/verdicts/ver_1');
  await told.getByRole('button', { name: 'Acknowledge' }).waitFor();
  expect(await page.getByRole('row').filter({ hasText: 'Errors' }).textContent()).toContain(
    'crossed',
  );
  await page.getByText('What changed (1)').click();
  await page.getByText('2.0').waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

test('an open alarm is said while the test learns, and so is why nobody is blamed', async () => {
  const { anchors } = monitor.state;
  const state = {
    ...{ ...monitor.state, status: 'learning' as const },
    anchors: anchors && {
      ...{ ...anchors, moved: 'undecided' as const },
      reason: 'The change may have begun before.',
    },
  };
  const page = await openWith('/monitors/answers', 390, { ...monitor, state });
  await page.getByText('1 alarm is open').waitFor();
  await page.getByText('The change may have begun before.').waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

test('a monitor can be read on a phone, and in the dark', async () => {
  const page = await openWith('/monitors/answers', 390);
  await page.getByText('Timeline').first().waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await page.emulateMedia({ colorScheme: 'dark' });
  expect(await violationsOn(page)).toEqual([]);
});

test('a monitor is made, and its thresholds are added, changed and removed', async () => {
  const page = await open({ to: '/monitors', allows: /400/ });
  const form = page.getByRole('form', { name: 'New monitor' });
  await form.getByLabel('Name', { exact: true }).fill('page-monitor');
  await form.getByLabel('Tag', { exact: true }).fill('page-monitor');
  await form.getByLabel('Add a threshold').selectOption({ label: 'No data' });
  expect(await violationsOn(page)).toEqual([]);
  await form.getByRole('button', { name: 'Create the monitor' }).click();
  await page.getByRole('heading', { level: 1, name: 'page-monitor' }).waitFor();
  await page.getByText('Edit thresholds').click();
  const editor = page.getByRole('form', { name: 'Thresholds of the monitor' });
  const save = editor.getByRole('button', { name: 'Save the thresholds' });
  expect(await save.isDisabled()).toBe(true);
  for (const label of ['Pass rate', 'Errors', 'Cost', 'Latency (p95)', 'Abstentions']) {
    await editor.getByLabel('Add a threshold').selectOption({ label });
  }
  const passRate = editor.getByRole('group', { name: 'Threshold 2: Pass rate' });
  await passRate.getByLabel('Alarm below, %').fill('92.5');
  await passRate.getByLabel('Verdicts needed').fill('10');
  await passRate.getByLabel('Severity').selectOption('critical');
  await editor
    .getByRole('group', { name: 'Threshold 4: Cost' })
    .getByLabel('Alarm above')
    .fill('2');
  await editor
    .getByRole('group', { name: /Threshold 1/ })
    .getByRole('button')
    .click();
  expect(await violationsOn(page)).toEqual([]);
  await save.click();
  await page.getByText('at least 92.5%').waitFor();
  const { monitors } = new Assay(served());
  const saved = await monitors.get('page-monitor');
  expect(saved).toMatchObject({
    ...{ measure: 'passed', where: { tags: ['page-monitor'] } },
    baseline: { first: 200 },
  });
  expect(saved.thresholds).toEqual([
    {
      measure: 'pass_rate',
      below: 0.925,
      windowMinutes: 60,
      minimumCount: 10,
      severity: 'critical',
    },
    { measure: 'error_rate', above: 0.05, windowMinutes: 60 },
    { measure: 'cost', above: 2, windowMinutes: 1_440 },
    { measure: 'latency_p95', above: 5_000, windowMinutes: 60 },
    { measure: 'abstention_rate', above: 0.1, windowMinutes: 60 },
  ]);
  await page.setViewportSize({ width: 390, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByText('Edit thresholds').click();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  await monitors.delete('page-monitor');
});

test('where nothing is watched the page says how to', async () => {
  const page = await open({
    to: '/monitors',
    key: served().readingKey,
    answers: [[/\/v1\/monitors(\?|$)/, { items: [], nextCursor: null }]],
  });
  await page.getByText('This project has no monitors yet').waitFor();
  expect(await page.getByRole('form').count()).toBe(0);
  expect(await violationsOn(page)).toEqual([]);
});
