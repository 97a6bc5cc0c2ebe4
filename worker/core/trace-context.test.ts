import type { Verdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import { DEVELOPMENT_KEY } from '../features/auth/development.ts';
import { appWith } from '../testing/app.ts';
import { parseTraceparent } from './trace-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const traceparent = `00-${traceId}-00f067aa0ba902b7-01`;

test('a traceparent is read by the specification', () => {
  expect(parseTraceparent(traceparent)).toEqual({ traceId, traceparent });
  // A later version may say more; what is known of it stands in the same place.
  const later = traceparent.replace(/^00/, 'cc');
  expect(parseTraceparent(`${later}-what-may-come`)).toEqual({ traceId, traceparent: later });
});

test.each([
  undefined,
  '',
  'nonsense',
  traceparent.toUpperCase(),
  `${traceparent}-more`,
  traceparent.replace(/^00/, 'ff'),
  `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
  `00-${traceId}-${'0'.repeat(16)}-01`,
  `cc-${traceId}-00f067aa0ba902b7-01x`,
])('what is no traceparent is ignored: %s', (text) => {
  expect(parseTraceparent(text)).toBeUndefined();
});

async function score(headers: Record<string, string>) {
  const app = appWith({});
  const response = await app.fetch('http://localhost/v1/score', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/json',
      Authorization: `Bearer ${DEVELOPMENT_KEY}`,
      ...headers,
    },
    body: JSON.stringify({ sample: { output: 'a', expected: 'a' }, scorers: ['exact-match'] }),
  });
  expect(response.status).toBe(200);
  return { verdict: await response.json<Verdict>(), lines: app.lines };
}

test('a verdict says which trace it was asked for in, and so does the log', async () => {
  const { verdict, lines } = await score({ traceparent });
  expect(verdict.lineage.traceparent).toBe(traceparent);
  expect(lines).toContainEqual(expect.objectContaining({ event: 'request', traceId }));
});

test('a broken traceparent fails no request and leaves no trace', async () => {
  const { verdict, lines } = await score({ traceparent: 'broken' });
  expect(verdict.lineage).not.toHaveProperty('traceparent');
  expect(lines).toContainEqual(expect.objectContaining({ event: 'request', traceId: null }));
});
