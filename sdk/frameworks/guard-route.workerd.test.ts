import { exports } from 'cloudflare:workers';
import { Hono } from 'hono';
import { expect, inject, test } from 'vitest';
import { guardRoute } from '../hono.ts';
import { Assay } from '../index.ts';
import { holdsForRoutes } from '../testing/guard-route-cases.ts';

// The real Worker, asked from inside workerd.
const apiKey = inject('developmentKey');
const fetch: typeof globalThis.fetch = (url, init) => exports.default.fetch(new Request(url, init));
const assay = new Assay({ baseUrl: 'http://localhost', apiKey, fetch });
const policy = {
  rules: [
    { scorer: 'detect-pii', action: 'redact' as const },
    {
      scorer: { scorer: 'detect-banned-terms', params: { terms: ['BOMB'] } },
      action: 'block' as const,
    },
  ],
};

holdsForRoutes(() => ({ assay, policy }), {
  secret: 'maria@shop.example',
  placeholder: '[EMAIL]',
});

test('tokens of a request stand for the same in the answer, and the route can restore them', async () => {
  const app = new Hono();
  app.post(
    '/',
    guardRoute({ assay, policy: { ...policy, redaction: { mode: 'tokens' } } }),
    async (c) => {
      const { q } = await c.req.json<{ q: string }>();
      const restored = assay.guard.restore(q, c.var.guard.tokens ?? {});
      return c.json({ q, restored });
    },
  );
  const response = await app.request('/', {
    method: 'POST',
    body: '{"q":"I am maria@shop.example."}',
  });
  const redacted = 'I am [EMAIL_1].';
  expect(await response.json()).toEqual({ q: redacted, restored: redacted });
});
