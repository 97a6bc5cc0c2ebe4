import { env } from 'cloudflare:workers';
import { newId } from '@assay/schema/ids.ts';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDatabase } from './database.ts';
import { createTraceStore } from './traces.ts';

const traces = createTraceStore(createDatabase(env.DB));

// Any code unit: halves of pairs, NUL, quotes.
const text = fc.string({
  unit: fc.integer({ max: 0xffff }).map((unit) => String.fromCharCode(unit)),
});
const reading = fc.oneof(
  fc
    .dictionary(text, fc.oneof(text, fc.jsonValue()), { maxKeys: 4 })
    .map((value) => JSON.stringify(value)),
  // As it is when it is encrypted.
  fc.base64String().map((sealed) => `sealed:${sealed}`),
);

test('what a span says is kept letter by letter, whatever it says', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(reading, { minLength: 1, maxLength: 8 }), async (readings) => {
      const projectId = newId('project');
      const traceId = 'a'.repeat(32);
      await traces.take({
        ...{ projectId, seen: readings.length, nowMs: 1, dueAtMs: 2, mostWaitMs: 3 },
        parts: readings.map((of, i) => ({ traceId, part: `${i} "part" 1`, reading: of })),
        facts: readings.map((of, i) => ({ traceId, spanId: `${i}`, facts: of })),
      });
      const kept = await traces.parts(projectId, traceId, { parts: 100, characters: 1_000_000 });
      const facts = await traces.facts(projectId, 0, 100);
      const byPart = new Map(kept.map(({ part, reading: of }) => [part, of]));
      const bySpan = new Map(facts.map(({ spanId, facts: of }) => [spanId, of]));
      for (const [i, of] of readings.entries()) {
        expect(byPart.get(`${i} "part" 1`)).toBe(of);
        expect(bySpan.get(`${i}`)).toBe(of);
      }
    }),
    { numRuns: 40 },
  );
});
