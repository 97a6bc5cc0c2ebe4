import type { CreatedApiKey, ReviewQueueReport, Verdict } from '@assay/schema/types.ts';
import { callJson } from './client.ts';
import { giveKey } from './keys.ts';

/** A project with a pass-fail question `right`, and as many verdicts as asked for. */
export async function reviewWorld(count: number) {
  const { key } = await giveKey();
  await callJson('/v1/questions', {
    key,
    body: {
      ...{ name: 'right', kind: 'pass-fail', text: 'Is it right?' },
    },
  });
  const verdictIds: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const sample = { output: `answer ${i}`, expected: `answer ${i % 2}`, metadata: { by: 'x' } };
    const body = { sample, scorers: ['levenshtein', 'exact-match'], tags: [`tag-${i % 2}`] };
    verdictIds.push((await callJson<Verdict>('/v1/score', { key, body })).id);
  }
  return {
    key,
    verdictIds,
    createQueue: (name: string, more: object = {}) =>
      callJson<ReviewQueueReport>('/v1/queues', {
        key,
        body: {
          ...{ name, question: 'right', sampling: { method: 'all' }, suggestion: 'exact-match' },
          source: { targets: verdictIds.map((verdictId) => ({ verdictId })) },
          ...more,
        },
      }),
    /** A key of a reviewer of these queues. */
    reviewer: async (reviewer: string, queues: string[], more: object = {}) => {
      const body = { name: reviewer, scopes: ['review'], review: { reviewer, queues, ...more } };
      return (await callJson<CreatedApiKey>('/v1/keys', { key, body })).key;
    },
  };
}
