import { expect } from 'vitest';
import { Assay } from '../../../sdk/index.ts';
import { describePages, violationsOn } from '../../testing/open-page.ts';

const { open, served, test } = describePages();

/** A queue of three hostile samples, and the key of a reviewer who opens nothing else. */
async function newQueue(name: string, blind: boolean) {
  const { baseUrl, apiKey, hostile } = served();
  const assay = new Assay({ baseUrl, apiKey });
  await assay.questions
    .create({
      name: 'harmless',
      kind: 'levels',
      text: 'Is it harmless?',
      levels: [{ anchor: 'Harmful.' }, { anchor: 'Doubtful.' }, { anchor: 'Harmless.' }],
    })
    .catch(() => assay.questions.get('harmless'));
  const targets = ['script', 'bidi', 'style'].map((sampleId) => ({ batchId: hostile, sampleId }));
  await assay.queues.create({
    ...{ name, question: 'harmless', blind, source: { targets }, sampling: { method: 'all' } },
    suggestion: 'contains',
  });
  const { key } = await assay.keys.create({
    name,
    scopes: ['review'],
    review: { reviewer: 'anna', queues: [name] },
  });
  return { assay, key };
}

test('a queue is reviewed with the keyboard alone: answer, comment, skip, undo and help', async () => {
  const { assay, key } = await newQueue('by-keyboard', true);
  const page = await open({ to: '/reviews/by-keyboard', key });
  const at = (item: number) => page.getByText(`Item ${item} ·`).waitFor();
  await at(1);
  await page.keyboard.press('Enter');
  await page.getByText('Choose an answer first.').waitFor();
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await at(2);
  await page.keyboard.press('s');
  await at(3);
  await page.keyboard.press('u');
  await at(2);
  await page.keyboard.press('2');
  await page.keyboard.press('c');
  await page.keyboard.type('12 is not 2');
  await page.keyboard.press('Control+Enter');
  await at(3);
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByText('There is nothing left for you here now.').waitFor();
  await page.keyboard.press('u');
  await page.getByText('Item 3 · submitted').waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('Skip the item').waitFor();
  await page.keyboard.press('Escape');
  const labels = [];
  for await (const label of assay.labels.list({ queue: 'by-keyboard' })) labels.push(label);
  expect(labels.map(({ value, by, comment }) => [value, by, comment]).reverse()).toEqual([
    [3, 'anna', null],
    [2, 'anna', '12 is not 2'],
    [1, 'anna', null],
  ]);
});

test('fifty items are reviewed by keyboard alone, with passages marked', async () => {
  const { baseUrl, apiKey } = served();
  const assay = new Assay({ baseUrl, apiKey });
  await newQueue('makes-the-question', true);
  const samples = Array.from({ length: 50 }, (_, i) => ({
    id: `fifty-${i}`,
    output: `Answer number ${i} is short.`,
  }));
  const batch = await assay.batches.create(samples, { scorers: ['language'] });
  await assay.batches.wait(batch.id, { pollMs: 200 });
  const name = 'fifty';
  await assay.queues.create({
    ...{ name, question: 'harmless', source: { batchId: batch.id }, sampling: { method: 'all' } },
  });
  const { key } = await assay.keys.create({
    ...{ name, scopes: ['review'], review: { reviewer: 'anna', queues: [name] } },
  });
  const page = await open({ to: `/reviews/${name}`, key });
  for (let item = 1; item <= 50; item += 1) {
    await page.getByText(`Item ${item} ·`).waitFor();
    if (item === 1) {
      await page.keyboard.press('m');
      await page.getByRole('group', { name: 'Words of the output' }).waitFor();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('Shift+ArrowRight');
      await page.keyboard.press('Enter');
      await page
        .getByRole('list', { name: 'Marked passages' })
        .getByText(/^number \d+$/)
        .waitFor();
      expect(await violationsOn(page)).toEqual([]);
    }
    await page.keyboard.press(String(1 + (item % 3)));
    await page.keyboard.press('Enter');
  }
  await page.getByText('There is nothing left for you here now.').waitFor();
  const labels = [];
  for await (const label of assay.labels.list({ queue: name })) labels.push(label);
  expect(labels).toHaveLength(50);
  const [marked, ...others] = labels.filter(({ spans }) => spans.length > 0);
  expect(others).toEqual([]);
  expect(marked?.spans).toMatchObject([{ pointer: '/output', start: 7 }]);
});

test('who may adjudicate decides where reviewers differ, by keyboard', async () => {
  const { baseUrl, apiKey, hostile } = served();
  const assay = new Assay({ baseUrl, apiKey });
  await newQueue('makes-the-question-too', true);
  const name = 'disputed';
  const targets = ['script', 'bidi'].map((sampleId) => ({ batchId: hostile, sampleId }));
  await assay.queues.create({
    ...{ name, question: 'harmless', source: { targets }, sampling: { method: 'all' } },
    reviewsPerItem: 2,
  });
  for (const [reviewer, value] of [
    ['anna', 1],
    ['ben', 3],
  ] as const) {
    const own = await assay.keys.create({
      ...{ name: reviewer, scopes: ['review'], review: { reviewer, queues: [name] } },
    });
    const { reviews } = new Assay({ baseUrl, apiKey: own.key });
    for (let i = 0; i < 2; i += 1) {
      const { task } = await reviews.claim(name);
      if (task) await reviews.submit(name, task.item, { value });
    }
  }
  const { key } = await assay.keys.create({
    ...{ name: 'carla', scopes: ['review'] },
    review: { reviewer: 'carla', queues: [name], mayAdjudicate: true },
  });
  const page = await open({ to: `/reviews/${name}`, key });
  await page.getByText('Reviewers differ on 2 items').waitFor();
  await page.keyboard.press('d');
  await page.getByText('Item 1 · to decide').waitFor();
  await page.getByText('Reviewers differ. Your answer decides.').waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await page.keyboard.press('2');
  await page.keyboard.press('Enter');
  await page.getByText('Item 2 · to decide').waitFor();
  await page.keyboard.press('3');
  await page.keyboard.press('Enter');
  await page.getByText('There is nothing left for you here now.').waitFor();
  const { items } = await assay.labels.final({ question: 'harmless', queue: name });
  expect(items.map(({ value, basis }) => [value, basis]).sort()).toEqual([
    [2, 'adjudicated'],
    [3, 'adjudicated'],
  ]);
});

test('an answer that is clicked while a comment is being kept is not lost', async () => {
  const { assay, key } = await newQueue('draft', true);
  const page = await open({ to: '/reviews/draft', key });
  await page.getByText('Item 1 ·').waitFor();
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  await page.route(/\/draft$/, async (route) => {
    await released;
    await route.continue();
  });
  await page.keyboard.press('c');
  await page.keyboard.type('kept');
  await page.getByRole('button', { name: 'Harmless.' }).click();
  await page.locator('[aria-pressed=true]').waitFor();
  await page.getByRole('button', { name: 'Submit' }).click();
  release();
  await page.getByText('Item 2 ·').waitFor();
  const { items } = await assay.labels.list({ queue: 'draft' });
  expect(items).toMatchObject([{ value: 3, comment: 'kept' }]);
});

test('what a model wrote stays text, and the judge is hidden until the answer is given', async () => {
  const { key } = await newQueue('hostile', true);
  const page = await open({ to: '/reviews/hostile', key });
  await page.getByText('<script>document.title').waitFor();
  expect(await page.title()).toContain('Review hostile');
  expect(await page.getByText('contains says').count()).toBe(0);
  await page.keyboard.press('r');
  await page.getByText('hidden until you have submitted').waitFor();
  await page.keyboard.press('1');
  await page.keyboard.press('Enter');
  await page.getByText('Item 2 ·').waitFor();
  await page.keyboard.press('u');
  await page.getByText('Item 1 · submitted').waitFor();
  await page.keyboard.press('r');
  await page.getByText('contains says').waitFor();
  expect(await violationsOn(page)).toEqual([]);
});

test.each(['light', 'dark'] as const)(
  'the review page can be read on a phone, %s',
  async (colorScheme) => {
    const { key } = await newQueue(`phone-${colorScheme}`, false);
    const to = `/reviews/phone-${colorScheme}`;
    const page = await open({ to, key, width: 390, colorScheme });
    await page.getByText('contains says').waitFor();
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  },
);

test('a reviewer finds the queues of the key, and how far they are', async () => {
  const { key } = await newQueue('listed', true);
  const page = await open({ to: '/', key });
  await page.getByRole('link', { name: 'your review queues' }).click();
  await page.getByRole('link', { name: 'listed' }).waitFor();
  await page.getByText('0 done, 3 left').waitFor();
  expect(await violationsOn(page)).toEqual([]);
});
