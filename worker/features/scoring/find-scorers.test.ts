import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { createServices } from '../../services.ts';
import { searchScorers } from './find-scorers.ts';

const services = createServices(env);
const found = (query: string) => searchScorers({ query }, services).items.map(({ id }) => id);

test.each([
  ['is the answer grounded in the documents', 'faithfulness'],
  ['G-Eval', 'rubric'],
  ['FaithfulnessMetric', 'faithfulness'],
  ['profanity', 'toxicity'],
  ['does the output leak personal data', 'confidentiality'],
  ['levenshtein', 'levenshtein'],
])('"%s" finds %s first', (query, id) => {
  expect(found(query)[0]).toBe(id);
});

test('nothing asked for is everything, and what there is not is nothing', () => {
  expect(found('').length).toBeGreaterThan(90);
  expect(found('the').length).toBeGreaterThan(90);
  expect(found('zzqx')).toEqual([]);
});
