/**
 * A Hono app whose answers are scored: beside their way out, or before it. With `npm run dev` in
 * another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/hono.ts
 *
 * As a Worker it is `export default app`; `waitUntil` is then that of the request, and need not be said.
 */
import { assayClient, scoreResponse } from '@assay/sdk/hono';
import { Hono } from 'hono';

interface Answer {
  answer: string;
  sources: string[];
}

const pending: Promise<unknown>[] = [];
const sources = ['Express shipping costs 12.90 EUR and takes one to two working days.'];
const app = new Hono().use(assayClient());

app.post(
  '/chat',
  scoreResponse<Answer>({
    scorers: ['quoted-spans'],
    tags: ['chat'],
    sample: async (c, { answer, sources: contexts }) => {
      const { question } = await c.req.json<{ question: string }>();
      return { input: question, output: answer, contexts };
    },
    onVerdict: ({ id, passed, decision }) =>
      console.log(`  ${id}: ${passed ? 'pass' : 'fail'}, ${decision.reason}`),
    waitUntil: (scoring) => pending.push(scoring),
  }),
  // Where the model would be asked.
  (c) => c.json<Answer>({ answer: 'We say “Express shipping costs 9.90 EUR”.', sources }),
);

app.post(
  '/guarded',
  scoreResponse<Answer>({
    mode: 'blocking',
    scorers: ['quoted-spans'],
    sample: (_, { answer, sources: contexts }) => ({ output: answer, contexts }),
    fallback: (c, verdict) => c.json({ answer: 'Let me ask a colleague.', verdict: verdict?.id }),
  }),
  (c) => c.json<Answer>({ answer: 'We say “Express shipping costs 9.90 EUR”.', sources }),
);

// What the app stored, by the client on the context.
app.get('/failures', async (c) => {
  const { items } = await c.var.assay.verdicts.list({ tag: ['chat'], passed: false, limit: 5 });
  return c.json(items.map(({ id }) => id));
});

const body = JSON.stringify({ question: 'What does express shipping cost?' });
const headers = { 'Content-Type': 'application/json' };
for (const path of ['/chat', '/guarded']) {
  const response = await app.request(path, { method: 'POST', headers, body });
  const { answer } = (await response.json()) as Answer;
  console.log(`${path}: ${answer}`);
  await Promise.all(pending);
}
const failures = await (await app.request('/failures')).json();
console.log(`/failures: ${JSON.stringify(failures)}`);
