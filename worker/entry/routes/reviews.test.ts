import type {
  AgreementReport,
  AssignedQueue,
  ClaimedReview,
  Dispute,
  Label,
  Page,
  Problem,
  ReviewQueueReport,
  SubmittedReview,
  TargetLabels,
} from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { appWith } from '../../testing/app.ts';
import { call, callJson } from '../../testing/client.ts';
import { reviewWorld } from '../../testing/review-world.ts';
import { OPERATIONS } from '../operations/list.ts';
import { placeOf } from '../operations/operation.ts';

const claim = (key: string, queue: string, body: object = {}) =>
  callJson<ClaimedReview>(`/v1/queues/${queue}/claim`, { key, body });
const submit = (key: string, queue: string, item: number, body: object) =>
  call(`/v1/queues/${queue}/items/${item}/submit`, { key, body });
const act = (key: string, queue: string, item: number, verb: string) =>
  call(`/v1/queues/${queue}/items/${item}/${verb}`, { key, method: 'POST' });
const codeOf = async (response: Response) => (await response.json<Problem>()).code;

test('a reviewer gets items one after another until none is left', async () => {
  const world = await reviewWorld(3);
  await world.createQueue('q');
  const anna = await world.reviewer('anna', ['q']);
  const { items } = await callJson<{ items: AssignedQueue[] }>('/v1/reviews', { key: anna });
  expect(items).toMatchObject([
    { name: 'q', reviewer: 'anna', mayAdjudicate: false, progress: { items: 3, left: 3 } },
  ]);
  for (const item of [1, 2, 3]) {
    const { task } = await claim(anna, 'q');
    expect(task).toMatchObject({ item, status: 'leased', answer: {} });
    const response = await submit(anna, 'q', item, { value: item !== 2, comment: 'so' });
    expect(await response.json<SubmittedReview>()).toMatchObject({
      progress: { submitted: item, left: 3 - item },
    });
  }
  expect((await claim(anna, 'q')).task).toBeNull();
  const queue = await callJson<ReviewQueueReport>('/v1/queues/q', { key: world.key });
  expect(queue.progress).toMatchObject({
    done: 3,
    reviews: { wanted: 3, submitted: 3, skipped: 0 },
    reviewers: [{ reviewer: 'anna', submitted: 3, secondsPerItem: expect.any(Number) }],
  });
  const labels = await callJson<Page<Label>>('/v1/labels?queue=q', { key: world.key });
  expect(labels.items).toHaveLength(3);
  expect(labels.items[0]).toMatchObject({
    ...{ by: 'anna', origin: 'review', queue: 'q', inclusionProbability: 1, comment: 'so' },
  });
});

test('a blind queue hides what the judge said, and who wrote the answer, until after submission', async () => {
  const world = await reviewWorld(1);
  await world.createQueue('blind');
  await world.createQueue('open', { blind: false });
  const anna = await world.reviewer('anna', ['blind', 'open']);
  const { task } = await claim(anna, 'blind');
  expect(task?.suggestion).toBeNull();
  expect(task?.sample).toEqual({ output: 'answer 0', expected: 'answer 0' });
  expect(await codeOf(await act(anna, 'blind', 1, 'reveal'))).toBe('review_not_found');
  await submit(anna, 'blind', 1, { value: false });
  expect((await claim(anna, 'blind', { item: 1 })).task?.suggestion).toBeNull();
  expect(await (await act(anna, 'blind', 1, 'reveal')).json()).toMatchObject({
    suggestion: { scorer: 'exact-match', value: true },
  });
  // Whoever has seen it cannot follow it.
  expect(await codeOf(await submit(anna, 'blind', 1, { value: true }))).toBe('review_final');
  expect((await claim(anna, 'open')).task).toMatchObject({
    suggestion: { value: true },
    sample: { metadata: { by: 'x' } },
  });
});

test('an answer is corrected by another revision, and a draft is kept', async () => {
  const world = await reviewWorld(1);
  await world.createQueue('q');
  const anna = await world.reviewer('anna', ['q']);
  await claim(anna, 'q');
  const path = '/v1/queues/q/items/1/draft';
  const draft = {
    value: true,
    comment: 'perhaps',
    spans: [{ pointer: '/output', start: 0, end: 3 }],
  };
  await callJson(path, { key: anna, method: 'PUT', body: draft });
  expect((await claim(anna, 'q')).task).toMatchObject({ status: 'draft', answer: draft });
  expect((await callJson<Page<Label>>('/v1/labels', { key: world.key })).items).toEqual([]);
  await submit(anna, 'q', 1, { value: true });
  await submit(anna, 'q', 1, { value: false });
  const { items } = await callJson<Page<Label>>('/v1/labels', { key: world.key });
  expect(items.map(({ value, revision }) => [value, revision])).toEqual([
    [false, 2],
    [true, 1],
  ]);
  expect(await codeOf(await call(path, { key: anna, method: 'PUT', body: draft }))).toBe(
    'review_final',
  );
});

test('a skipped item goes to others, and comes back to whoever returns to it', async () => {
  const world = await reviewWorld(1);
  await world.createQueue('q');
  const [anna, ben] = [await world.reviewer('anna', ['q']), await world.reviewer('ben', ['q'])];
  await claim(anna, 'q');
  expect((await claim(ben, 'q')).task).toBeNull();
  expect((await act(anna, 'q', 1, 'skip')).status).toBe(200);
  expect((await claim(anna, 'q')).task).toBeNull();
  expect((await claim(anna, 'q', { item: 1 })).task).toMatchObject({ item: 1, status: 'leased' });
  await act(anna, 'q', 1, 'skip');
  expect((await claim(ben, 'q')).task).toMatchObject({ item: 1 });
  // Nobody chooses an item of which they were given none.
  const cleo = await world.reviewer('cleo', ['q']);
  const chosen = await call('/v1/queues/q/claim', { key: cleo, body: { item: 1 } });
  expect(await codeOf(chosen)).toBe('review_not_found');
  expect(await codeOf(await submit(cleo, 'q', 1, { value: true }))).toBe('review_not_found');
});

test('two reviewers who race for the last place of an item get it once', async () => {
  const world = await reviewWorld(1);
  await world.createQueue('q');
  const keys = await Promise.all(
    ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => world.reviewer(name, ['q'])),
  );
  const claims = await Promise.all(keys.map((key) => claim(key, 'q')));
  expect(claims.filter(({ task }) => task !== null)).toHaveLength(1);
});

test('an answer after the lease is taken while the place is free, and refused once it is not', async () => {
  const world = await reviewWorld(2);
  await world.createQueue('q', { leaseSeconds: 30 });
  const [anna, ben] = [await world.reviewer('anna', ['q']), await world.reviewer('ben', ['q'])];
  await claim(anna, 'q');
  const later = appWith({}, { nowMs: () => Date.now() + 31_000 });
  const at = (path: string, key: string, body: object) =>
    later.fetch(`http://localhost${path}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  // Ben is given Anna's item once her lease has ended.
  const given: ClaimedReview = await (await at('/v1/queues/q/claim', ben, {})).json();
  expect(given.task?.item).toBe(1);
  const late = await at('/v1/queues/q/items/1/submit', anna, { value: true });
  expect(await codeOf(late)).toBe('review_lost');
  expect((await at('/v1/queues/q/items/1/submit', ben, { value: false })).status).toBe(200);
  expect(await codeOf(await submit(anna, 'q', 1, { value: true }))).toBe('review_lost');
  // Nobody took her second one.
  await claim(anna, 'q');
  expect((await at('/v1/queues/q/items/2/submit', anna, { value: true })).status).toBe(200);
  const { progress } = await callJson<ReviewQueueReport>('/v1/queues/q', { key: world.key });
  expect(progress).toMatchObject({ done: 2, reviews: { submitted: 2 } });
});

test('where people differ somebody decides, and nothing they said is lost', async () => {
  const world = await reviewWorld(2);
  await world.createQueue('q', { reviewsPerItem: 2 });
  const [anna, ben] = [await world.reviewer('anna', ['q']), await world.reviewer('ben', ['q'])];
  const lead = await world.reviewer('lead', ['q'], { mayAdjudicate: true });
  for (const item of [1, 2]) {
    await claim(anna, 'q');
    await submit(anna, 'q', item, { value: true });
    await claim(ben, 'q');
    await submit(ben, 'q', item, { value: item === 1, comment: 'No.' });
  }
  expect((await call('/v1/queues/q/disputes', { key: anna })).status).toBe(403);
  const { items } = await callJson<Page<Dispute>>('/v1/queues/q/disputes', { key: lead });
  expect(items).toMatchObject([
    {
      item: 2,
      answers: [
        { by: 'anna', value: true },
        { by: 'ben', value: false, comment: 'No.' },
      ],
      sample: { output: 'answer 1' },
    },
  ]);
  const decide = (item: number) =>
    call(`/v1/queues/q/items/${item}/adjudicate`, { key: lead, body: { value: false } });
  expect(await codeOf(await decide(1))).toBe('review_undisputed');
  expect((await decide(2)).status).toBe(200);
  expect(await codeOf(await submit(anna, 'q', 2, { value: false }))).toBe('review_final');
  const finals = await callJson<Page<TargetLabels>>('/v1/labels/final?question=right', {
    key: world.key,
  });
  expect(finals.items.map(({ value, basis, labels }) => [value, basis, labels.length])).toEqual(
    expect.arrayContaining([
      [true, 'majority', 2],
      [false, 'adjudicated', 3],
    ]),
  );
  const report = await callJson<AgreementReport>('/v1/queues/q/agreement', { key: world.key });
  expect(report).toMatchObject({
    targets: 2,
    overall: { items: 2, raw: { value: 0.5 }, weights: 'nominal' },
    pairs: [{ reviewers: ['anna', 'ben'], items: 2 }],
    reviewers: [
      { reviewer: 'anna', reviews: 2, withFinal: { value: 0.5 } },
      { reviewer: 'ben', reviews: 2, withFinal: { value: 1 } },
    ],
    disagreements: [{ values: { anna: true, ben: false }, final: false }],
  });
});

test('a key of a reviewer opens its queues and nothing else', async () => {
  const world = await reviewWorld(1);
  await world.createQueue('hers');
  await world.createQueue('other');
  const anna = await world.reviewer('anna', ['hers']);
  const open: string[] = [];
  for (const { route, body, scope } of OPERATIONS) {
    if (route === undefined) continue;
    const { method, path } = placeOf(route);
    const place = path.replace(':name', 'other').replace(/:\w+/g, '1');
    const given = body?.kind === 'json' ? { body: {} } : {};
    const response = await call(place, { key: anna, method, ...given });
    if (scope === 'review') {
      if (path !== '/v1/reviews') expect([400, 404]).toContain(response.status);
    } else if (response.status !== 403) open.push(`${route} ${response.status}`);
  }
  // What a caller may ask about its own key shows nothing of the project.
  expect(open.filter((route) => !route.startsWith('GET /v1/keys/current'))).toEqual([]);
  const mixed = { name: 'x', scopes: ['review', 'read'], review: { reviewer: 'x', queues: ['q'] } };
  expect((await call('/v1/keys', { key: world.key, body: mixed })).status).toBe(400);
  const unnamed = { name: 'x', scopes: ['review'] };
  expect((await call('/v1/keys', { key: world.key, body: unnamed })).status).toBe(400);
  // A queue of the same name in another project is another queue.
  const elsewhere = await reviewWorld(1);
  await elsewhere.createQueue('only-there');
  const stranger = await world.reviewer('eve', ['only-there']);
  expect((await call('/v1/queues/only-there/claim', { key: stranger, body: {} })).status).toBe(404);
});

test('a rotated key stands for the same reviewer', async () => {
  const world = await reviewWorld(2);
  await world.createQueue('q', { reviewsPerItem: 2 });
  const anna = await world.reviewer('anna', ['q']);
  await claim(anna, 'q');
  await submit(anna, 'q', 1, { value: true });
  const { items } = await callJson<Page<{ id: string; name: string }>>('/v1/keys', {
    key: world.key,
  });
  const id = items.find(({ name }) => name === 'anna')?.id;
  const next = await callJson<{ key: string }>(`/v1/keys/${id}/rotate`, {
    key: world.key,
    body: {},
  });
  expect((await claim(next.key, 'q')).task?.item).toBe(2);
});

test('a closed queue gives out nothing and takes nothing, until it is opened again', async () => {
  const world = await reviewWorld(1);
  await world.createQueue('q');
  const anna = await world.reviewer('anna', ['q']);
  await claim(anna, 'q');
  await call('/v1/queues/q/close', { key: world.key, method: 'POST' });
  expect((await claim(anna, 'q')).task).toBeNull();
  expect(await codeOf(await submit(anna, 'q', 1, { value: true }))).toBe('review_lost');
  await call('/v1/queues/q/reopen', { key: world.key, method: 'POST' });
  expect((await submit(anna, 'q', 1, { value: true })).status).toBe(200);
});

test('an item whose sample was deleted is passed over', async () => {
  const world = await reviewWorld(2);
  await world.createQueue('q');
  const anna = await world.reviewer('anna', ['q']);
  await call(`/v1/verdicts/${world.verdictIds[0]}`, { key: world.key, method: 'DELETE' });
  const { task, progress } = await claim(anna, 'q');
  expect(task?.item).toBe(2);
  expect(progress.items).toBe(1);
});

test('an answer that is none, or lacks the comment that is asked for, is refused', async () => {
  const world = await reviewWorld(1);
  const strict = { name: 'strict', kind: 'pass-fail', text: 'Is it?', comment: 'required' };
  await callJson('/v1/questions', { key: world.key, body: strict });
  await world.createQueue('q', { question: 'strict' });
  const anna = await world.reviewer('anna', ['q']);
  await claim(anna, 'q');
  const refused = await submit(anna, 'q', 1, { value: 'yes', comment: ' ' });
  const { errors } = await refused.json<Problem>();
  expect(errors?.map(({ pointer }) => pointer)).toEqual(['/value', '/comment']);
  expect((await submit(anna, 'q', 1, { value: true, comment: 'Yes.' })).status).toBe(200);
});

test('queues are drawn from verdicts and batches, and say what of them is estimable', async () => {
  const world = await reviewWorld(4);
  const drawn = await world.createQueue('drawn', {
    source: { verdicts: { scorer: 'exact-match', tags: ['tag-1'] } },
    sampling: { method: 'random', size: 1 },
  });
  expect(drawn).toMatchObject({ population: 2, isEstimable: true, progress: { items: 1 } });
  const strata = await world.createQueue('strata', {
    source: { verdicts: {} },
    sampling: { method: 'stratified', by: 'passed', size: 2, allocation: 'equal' },
  });
  expect(strata).toMatchObject({ population: 4, isEstimable: true, progress: { items: 2 } });
  const sure = await world.createQueue('unsure', {
    source: { verdicts: {} },
    sampling: { method: 'uncertain', size: 2, scorer: 'levenshtein' },
  });
  expect(sure).toMatchObject({ isEstimable: false, progress: { items: 2 } });
  const anna = await world.reviewer('anna', ['drawn', 'unsure']);
  for (const queue of ['drawn', 'unsure']) {
    const { task } = await claim(anna, queue);
    await submit(anna, queue, task?.item ?? 0, { value: true });
  }
  const labels = await callJson<Page<Label>>('/v1/labels', { key: world.key });
  expect(
    labels.items.map(({ queue, inclusionProbability }) => [queue, inclusionProbability]),
  ).toEqual([
    ['unsure', null],
    ['drawn', 0.5],
  ]);
  const none = { name: 'none', question: 'right', source: { verdicts: { tags: ['nothing'] } } };
  const empty = await call('/v1/queues', {
    key: world.key,
    body: { ...none, sampling: { method: 'all' } },
  });
  expect(empty.status).toBe(400);
});

test('a deleted queue keeps its labels and its name', async () => {
  const world = await reviewWorld(1);
  await world.createQueue('q');
  const anna = await world.reviewer('anna', ['q']);
  await claim(anna, 'q');
  await submit(anna, 'q', 1, { value: true });
  expect((await call('/v1/queues/q', { key: world.key, method: 'DELETE' })).status).toBe(204);
  expect((await call('/v1/queues/q/claim', { key: anna, body: {} })).status).toBe(404);
  expect(
    (await callJson<Page<Label>>('/v1/labels?queue=q', { key: world.key })).items,
  ).toHaveLength(1);
  await expect(world.createQueue('q')).rejects.toThrow('queue_exists');
});
