/**
 * The server that one would write without Assay: Hono on Node, zod, and the libraries that others use
 * for the same five scores. `ROUGE=0` leaves ROUGE-L out. Prints its port.
 */
import { serve } from '@hono/node-server';
import { ExactMatch, Levenshtein } from 'autoevals';
import { Hono } from 'hono';
import * as rouge from 'js-rouge';
import { z } from 'zod';

const Named = z.object({ scorer: z.string(), params: z.object({ values: z.array(z.string()) }) });
const Request = z.object({
  sample: z.object({ input: z.string(), output: z.string(), expected: z.string() }),
  scorers: z.array(z.union([z.string(), Named])),
  store: z.string().optional(),
});

type Sample = z.infer<typeof Request>['sample'];
type Scorer = (sample: Sample, values: string[]) => number | null | Promise<number | null>;

const SCORERS: Record<string, Scorer> = {
  'exact-match': async (sample) => (await ExactMatch(sample)).score,
  levenshtein: async (sample) => (await Levenshtein(sample)).score,
  'rouge-l': ({ output, expected }) => rouge.l(output, expected),
  contains: ({ output }, values) => Number(values.every((value) => output.includes(value))),
  'starts-with': ({ output }, values) => Number(values.some((value) => output.startsWith(value))),
};

const app = new Hono();

app.post('/score', async (c) => {
  const { sample, scorers } = Request.parse(await c.req.json());
  const asked = scorers
    .map((each) => (typeof each === 'string' ? { scorer: each, params: { values: [] } } : each))
    .filter(({ scorer }) => process.env.ROUGE !== '0' || scorer !== 'rouge-l');
  const scores = await Promise.all(
    asked.map(async ({ scorer, params }) => {
      const value = (await SCORERS[scorer]?.(sample, params.values)) ?? null;
      return { scorer, status: 'scored', value, passed: value !== null && value >= 0.75 };
    }),
  );
  const line = { level: 'info', event: 'request', method: 'POST', route: '/score', status: 200 };
  console.error(JSON.stringify(line));
  return c.json({ passed: scores.every(({ passed }) => passed), scores });
});

serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => console.log(port));
