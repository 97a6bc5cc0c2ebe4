import { expect } from 'vitest';
import { Assay } from '../../../sdk/index.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

test('a sample is scored by scorers that are found in words, and shown as code', async () => {
  const page = await open({ to: '/playground' });
  await page.getByLabel('Output: what it answered').fill('It is Paris.');
  await page.getByLabel('Expected answer').fill('Paris');
  await page.getByLabel('Add a scorer').fill('edit distance');
  await page.getByRole('button', { name: /^levenshtein / }).click();
  await page.getByLabel('Add a scorer').fill('contains');
  await page.getByRole('button', { name: /^contains / }).click();
  const chosen = page.getByRole('region', { name: 'contains' });
  await chosen.getByLabel(/^values/).fill('Paris\nFrance');
  await chosen.getByLabel(/^values/).blur();
  await page.getByRole('button', { name: 'Score', exact: true }).click();
  const scores = page.getByRole('region', { name: 'Scores' });
  await scores.getByRole('heading', { name: 'contains' }).waitFor();
  await scores.getByRole('heading', { name: 'levenshtein' }).waitFor();
  await page.getByRole('button', { name: 'Score', exact: true, disabled: false }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await page.getByText('As code').click();
  const code = page.getByLabel('The request, curl');
  expect(await code.inputValue()).toContain('"values": [\n          "Paris",\n          "France"');
});

test('a scorer of the catalogue can be tried at once, on a phone too', async () => {
  const page = await open({ to: '/scorers?q=edit%20distance', width: 390 });
  await page.getByRole('link', { name: /^levenshtein / }).click();
  await page.getByRole('link', { name: 'Try it' }).click();
  await page.getByRole('region', { name: 'levenshtein' }).waitFor();
  expect(await violationsOn(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
});

test('code of one’s own is tried, and then saved under a name', async () => {
  const page = await open({ to: '/playground?scorer=javascript' });
  await page.getByLabel('Output: what it answered').fill('ok');
  await page.getByLabel(/^code/).fill('return sample.output === "ok" ? 1 : 0;');
  await page.getByLabel(/^code/).blur();
  await page.getByText('Save', { exact: true }).click();
  await page.getByText('Score the sample with javascript first').waitFor();
  await page.getByRole('button', { name: 'Score', exact: true }).click();
  await page.getByLabel('Save this javascript as a scorer of your own').fill('says-ok');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved as says-ok@1.').waitFor();
});

test('a sample that was tried is added to an open batch', async () => {
  const assay = new Assay(served());
  const { id } = await assay.batches.create([{ id: 'a', output: '{}' }], {
    ...{ scorers: ['json-valid'], tags: ['collected'], open: true },
  });
  const page = await open({ to: '/playground?scorer=json-valid' });
  await page.getByLabel('Output: what it answered').fill('{"added": true}');
  await page.getByText('Save', { exact: true }).click();
  await page.getByLabel('Add the sample to an open batch').selectOption(id);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('Added.').waitFor();
  await assay.batches.seal(id);
  const ended = await assay.batches.wait(id, { pollMs: 200 });
  expect(ended.counts).toMatchObject({ total: 2, passed: 2 });
  await assay.batches.delete(id);
});
