import { exports } from 'cloudflare:workers';
import type { Receipt, SigningKeySet, Verdict } from '@assay/schema/types.ts';
import { beforeAll, expect, inject, test } from 'vitest';
import { Assay } from './index.ts';
import { verifyReceipt } from './receipts.ts';

// The real Worker signs, the published client verifies.
const reach = (url: string | URL | Request, init?: RequestInit) =>
  exports.default.fetch(new Request(url, init));
const assay = new Assay({
  baseUrl: 'http://localhost',
  apiKey: inject('developmentKey'),
  fetch: reach,
});
let verdict: Verdict;
let receipt: Receipt;
let keys: SigningKeySet;

beforeAll(async () => {
  const sample = { output: 'Paris', expected: 'Paris' };
  verdict = await assay.score({
    sample,
    scorers: ['levenshtein', 'exact-match'],
    tags: ['nightly'],
  });
  receipt = await assay.verdicts.receipt(verdict.id);
  keys = JSON.parse(await (await reach('http://localhost/.well-known/jwks.json')).text());
});

test('a receipt of the Worker is verified with the copies of its verdict, as returned and as read', async () => {
  const stored = await assay.verdicts.get(verdict.id);
  for (const copy of [verdict, stored]) {
    const { detail } = await verifyReceipt(receipt, { keys, verdict: copy, sample: stored.sample });
    expect(detail.scores.map(({ name }) => name)).toEqual(['levenshtein', 'exact-match']);
  }
});
