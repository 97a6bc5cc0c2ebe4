import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { Assay } from '../../../sdk/index.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();
const at = (id: string, query = '') => `/batches/${id}${query}`;

test('the first line says whether the batch is better, by how much, and whether it is sure', async () => {
  const page = await open({ to: at(served().batch) });
  await page.getByText(/^(Better|Worse|Perhaps (better|worse)) by [\d.]+ pp$/).waitFor();
  await page.getByText(/95% interval .* McNemar p = /).waitFor();
  expect(await page.getByLabel('Baseline').inputValue()).toBe(served().base);
  await page.getByRole('row', { name: /^overlap/ }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

test('the baseline can be changed, and none leaves the batch by itself', async () => {
  const page = await open({ to: at(served().batch) });
  await page.getByLabel('Baseline').selectOption('none');
  await page
    .getByRole('paragraph')
    .filter({ hasText: /^[\d.]+% pass$/ })
    .waitFor();
  expect(page.url()).toContain('base=none');
});

test('filters live in the address, and a link with them shows the same samples', async () => {
  const page = await open({ to: at(served().batch) });
  await page.getByRole('button', { name: 'Regressed' }).click();
  await page.getByText(/^\d+ matching samples$/).waitFor();
  expect(page.url()).toContain('change=regressed');
  const shown = await page.getByText(/^\d+ matching samples$/).textContent();
  const other = await open({ to: at(served().batch, '?change=regressed') });
  await other.getByText(shown ?? '').waitFor();
  await page.getByLabel('Contains text').fill('nothing has this');
  await page.keyboard.press('Enter');
  await page.getByText('No sample matches these filters.').waitFor();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await page.getByText('36 of 36 samples').waitFor();
});

test('groups count what failed, and lead to its samples', async () => {
  const page = await open({ to: at(served().batch, '?group=scorer') });
  const groups = page.getByRole('list', { name: 'Groups by scorer' });
  await groups.getByRole('button', { name: /^overlap/ }).click();
  await page.getByText(/^\d+ matching samples$/).waitFor();
  expect(page.url()).toContain('scorer=overlap');
});

test('a column sorts by keyboard', async () => {
  const page = await open({ to: at(served().batch) });
  const header = page.getByRole('columnheader', { name: 'Difference' }).last();
  await header.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/sort=difference/);
  await expect.poll(() => header.getAttribute('aria-sort')).toBe('ascending');
});

test('exactly what is filtered is exported, with the columns that are chosen', async () => {
  const page = await open({ to: at(served().batch, '?status=failed') });
  const status = await page.getByText(/^\d+ matching samples$/).textContent();
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByLabel('latency').uncheck();
  expect(await violationsOn(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save' }).click();
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\r\n');
  expect(lines[0]).toMatch(/^index,sampleId,status,value,score\.overlap,/);
  expect(lines[0]).not.toContain('latency');
  expect(lines.length - 1).toBe(Number.parseInt(status ?? '', 10));
});

test('a key that may only read is offered neither cancelling nor retrying', async () => {
  const page = await open({ to: at(served().hostile), key: served().readingKey });
  await page.getByRole('button', { name: 'Export' }).waitFor();
  expect(await page.getByRole('button', { name: /Cancel|Retry/ }).count()).toBe(0);
});

test('samples that would harm are shown as text', async () => {
  const page = await open({ to: at(served().hostile) });
  await page.getByText('<script>document.title = "owned"</script>').first().waitFor();
  await page.getByText('U+202E').first().waitFor();
  expect(await page.title()).not.toBe('owned');
});

test.each(['light', 'dark'] as const)('a batch can be read on a phone, %s', async (colorScheme) => {
  const page = await open({ to: at(served().batch), width: 390, colorScheme });
  await page.getByText(/McNemar/).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('the progress of a batch is followed until it has ended', async () => {
  const assay = new Assay(served());
  const { id } = await assay.batches.create([{ id: 'a', output: '{}' }], {
    scorers: ['json-valid'],
  });
  const ended = await assay.batches.wait(id, { pollMs: 200 });
  const running = {
    ...{ ...ended, status: 'running', endedAt: null, passRate: null },
    counts: { ...ended.counts, pending: 1, passed: 0, scored: 0 },
  };
  const { promise: seen, resolve: go } = Promise.withResolvers<void>();
  const answers: [RegExp, unknown][] = [[new RegExp(`/v1/batches/${id}$`), running]];
  const page = await open({ to: at(id), answers, isEarly: true });
  await page.route(/\/events$/, async (route) => {
    await seen;
    await route.continue();
  });
  await page.getByText('0% of 1').waitFor();
  go();
  await page.getByText('completed', { exact: true }).waitFor();
  expect(await page.getByRole('progressbar', { name: 'Scored samples' }).count()).toBe(0);
});

test('a batch that is not ended can be cancelled', async () => {
  const assay = new Assay(served());
  const { id } = await assay.batches.create([{ id: 'a', output: '{}' }], {
    scorers: ['json-valid'],
    open: true,
  });
  const page = await open({ to: at(id) });
  page.on('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('cancelled', { exact: true }).waitFor();
  expect(await page.getByRole('button', { name: 'Cancel' }).count()).toBe(0);
});

test('what could not be scored can be retried', async () => {
  const assay = new Assay(served());
  const sample = { input: 'q', output: 'a', contexts: ['c'] };
  const { id } = await assay.batches.create([sample], { scorers: ['faithfulness'] });
  await assay.batches.wait(id, { pollMs: 200 });
  const page = await open({ to: at(id, '?base=none') });
  await page
    .getByText(/judge_unconfigured/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Retry 1 failed' }).click();
  await page.getByRole('button', { name: 'Retry 1 failed' }).waitFor();
  expect((await assay.batches.get(id)).counts.error).toBe(1);
});

test('what labels of people correct stands below what the judge says, with the difference', async () => {
  const { baseUrl, apiKey, batch, base } = served();
  const assay = new Assay({ baseUrl, apiKey });
  const [report, comparison] = await Promise.all([
    assay.batches.get(batch),
    assay.batches.compare(batch, base),
  ]);
  const estimate = (value: number) => ({ value, low: value - 0.04, high: value + 0.04 });
  const corrected = {
    ...{ calibration: 'cal_1', labels: 200, mean: null, reasons: ['The labels are too few.'] },
    passRate: { ...estimate(0.715), method: 'rogan_gladen' as const },
  };
  const weighted = { mean: null, passRate: estimate(0.645), effective: 21.5 };
  const difference = {
    ...{ question: 'polite', labels: 0, mean: null },
    passRate: { ...estimate(0.125), method: 'rogan_gladen' as const },
    reasons: [{ of: 'mean' as const, code: 'labels_missing' as const, detail: 'Label both.' }],
  };
  const isJudge = ({ name }: { name: string }) => name === 'overlap';
  const answers: [RegExp, unknown][] = [
    [
      new RegExp(`/v1/batches/${batch}(\\?|$)`),
      {
        ...report,
        statistics: report.statistics.map((one) =>
          isJudge(one) ? { ...one, corrected, weighted } : one,
        ),
      },
    ],
    [
      new RegExp(`/v1/batches/${batch}/compare/`),
      {
        ...comparison,
        scorers: comparison.scorers.map((one) =>
          isJudge(one) ? { ...one, corrected: { batch: corrected, base: null, difference } } : one,
        ),
      },
    ],
  ];
  const page = await open({ to: at(batch), answers });
  const row = page.getByRole('row', { name: /^corrected by 200 labels of people/ });
  await row.getByText('71.5%').waitFor();
  await row.getByText('+12.5 pp').waitFor();
  await page
    .getByRole('row', { name: /^weighted as in the data set/ })
    .getByText('64.5%')
    .waitFor();
  expect(await violationsOn(page)).toEqual([]);
  const compared = await open({ to: at(batch, `/compare/${base}?scorer=overlap`), answers });
  await compared
    .getByText(/^Corrected by the labels of its calibration: pass rate \+12.5 pp/)
    .waitFor();
  await compared.getByText(/No corrected difference of the mean \(labels_missing\)/).waitFor();
  expect(await violationsOn(compared)).toEqual([]);
});
