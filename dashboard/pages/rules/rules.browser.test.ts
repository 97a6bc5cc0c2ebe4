import { beforeAll, expect } from 'vitest';
import { Assay } from '../../../sdk/index.ts';
import { MISSING_BROWSER } from '../../testing/chromium.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

const content = {
  level: 'model-call' as const,
  description: 'Answers of <b>the bot</b>.',
  filter: { attributes: { 'service.name': { in: ['rules-page-bot'] } } },
  scorers: ['detect-pii' as const],
};

/** Spans as an exporter sends them, each a trace of its own. */
function spansOf(count: number, service: string) {
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const nowNs = BigInt(Date.now()) * 1_000_000n;
  const spans = Array.from({ length: count }, (_, i) => ({
    traceId: (i + 1).toString(16).padStart(32, 'a'),
    spanId: (i + 1).toString(16).padStart(16, 'b'),
    name: 'chat <i>small</i>',
    startTimeUnixNano: String(nowNs),
    endTimeUnixNano: String(nowNs + 5_000_000n),
    attributes: [
      text('gen_ai.operation.name', 'chat'),
      text('gen_ai.completion', 'It is 12 degrees.'),
    ],
  }));
  const resource = { attributes: [text('service.name', service)] };
  return { resourceSpans: [{ resource, scopeSpans: [{ spans }] }] };
}

beforeAll(async () => {
  if (MISSING_BROWSER) return;
  const { baseUrl, apiKey } = served();
  const { rules } = new Assay({ baseUrl, apiKey });
  await rules.create({ name: 'page-answers', ...content, isEnabled: false });
  await rules.addVersion('page-answers', { ...content, isEnabled: false, share: 0.5 });
  await fetch(`${baseUrl}/otlp/v1/traces`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${apiKey}` },
    body: JSON.stringify(spansOf(7, 'rules-page-bot')),
  });
});

test('a rule is edited while the page says what it would have scored, and becomes a new version', async () => {
  const page = await open({ to: '/rules' });
  await page.getByRole('row').filter({ hasText: 'page-answers' }).click();
  await page.getByText('It would have scored').first().waitFor();
  expect(await page.getByText('Answers of <b>the bot</b>.').count()).toBeGreaterThan(0);
  const editor = page.getByLabel('Rule, as JSON');
  await editor.fill('{ "level": ');
  await page.getByText('Not a rule yet').waitFor();
  expect(await page.getByRole('button', { name: 'Save as a new version' }).isDisabled()).toBe(true);
  await editor.fill(JSON.stringify({ ...content, isEnabled: false }));
  await page.getByText(/It would have scored about\s*7/).waitFor();
  expect(await page.getByRole('list', { name: 'Spans that match' }).textContent()).toContain(
    'chat <i>small</i>',
  );
  await page.getByRole('button', { name: 'Save as a new version' }).click();
  const third = page.getByRole('region', { name: /^Version 3/ });
  await third.waitFor();
  expect(await third.getByRole('rowheader').allTextContents()).toContain('/share');
  expect(await violationsOn(page)).toEqual([]);
});

test('a new rule is made from the list, and a fault of a field is said', async () => {
  const page = await open({ to: '/rules', allows: /400/ });
  await page.getByLabel('Name', { exact: true }).fill('page-new');
  const editor = page.getByLabel('Rule, as JSON');
  await editor.fill(JSON.stringify({ ...content, share: 7 }));
  await page.getByRole('button', { name: 'Create the rule' }).click();
  await page.getByRole('alert').first().waitFor();
  await editor.fill(JSON.stringify({ ...content, isEnabled: false }));
  await page.getByRole('button', { name: 'Create the rule' }).click();
  await page.getByRole('heading', { name: 'page-new' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

const metadata = { traceId: 'c'.repeat(32) };
const answers: [RegExp, unknown][] = [
  [
    /\/v1\/rules\/page-answers\/activity/,
    {
      minutes: [
        { at: '2026-11-29T12:01:00.000Z', matched: 90, scored: 60, failed: 0 },
        { at: '2026-11-29T12:00:00.000Z', matched: 10, scored: 4, failed: 6 },
      ],
      fault: { at: '2026-11-29T12:00:00.000Z', code: 'unknown_suite', detail: 'No <b>suite</b>.' },
    },
  ],
  [
    /\/v1\/rules\/page-answers\/verdicts/,
    {
      ...{ cursor: '1', hasMore: false },
      items: [{ id: 'ver_1', passed: false, createdAt: '2026-11-29T12:01:00.000Z', metadata }],
    },
  ],
];

test('activity says what was over the limit and what failed, on a phone in the dark too', async () => {
  const page = await open({ to: '/rules/page-answers', width: 390, colorScheme: 'dark', answers });
  const activity = page.getByRole('region', { name: 'The last hour' });
  await activity.getByText('100').waitFor();
  const said = (await activity.textContent()) ?? '';
  expect(said).toContain('30 over what it takes in a minute');
  expect(said).toContain('6 could not be scored');
  expect(said).toContain('No <b>suite</b>.');
  const verdicts = page.getByRole('region', { name: 'Newest verdicts' });
  expect(await verdicts.getByRole('link').first().getAttribute('href')).toBe('/verdicts/ver_1');
  await activity.getByText('By the minute').click();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('a key that only reads sees the rule, and is offered no editor', async () => {
  const page = await open({ to: '/rules/page-answers', key: served().readingKey });
  await page.getByRole('region', { name: 'The last hour' }).waitFor();
  expect(await page.getByRole('button', { name: 'Save as a new version' }).count()).toBe(0);
});
