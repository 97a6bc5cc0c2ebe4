import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { searchScorers } from './find-scorers.ts';

const services = createServices(env);

async function found(query: string): Promise<string[]> {
  const { items } = await searchScorers({ query }, services);
  return items.map(({ id }) => id);
}

test.each([
  ['is the answer grounded in the documents', 'faithfulness'],
  ['G-Eval', 'rubric'],
  ['FaithfulnessMetric', 'faithfulness'],
  ['profanity', 'toxicity'],
  ['does the output leak personal data', 'confidentiality'],
  ['levenshtein', 'levenshtein'],
])('"%s" finds %s first', async (query, id) => {
  expect((await found(query))[0]).toBe(id);
});

test('nothing asked for is everything, and what there is not is nothing', async () => {
  expect((await found('')).length).toBeGreaterThan(90);
  expect((await found('the')).length).toBeGreaterThan(90);
  expect(await found('zzqx')).toEqual([]);
});
