import type { Verdict, VerdictFilter } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { defineCommand, numberOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { printable } from './text.ts';
import { FILTER_OPTIONS, filterOf, verdictLine } from './verdict-filter.ts';

const POLL_MS = 2_000;
const FIRST_PAGE = 100;
/** A verdict may be stored this much later than it was made: by the queue, or at another place. */
const LATE_MS = 30_000;

export const verdictsTail = defineCommand({
  name: 'verdicts tail',
  summary: 'Prints verdicts as they are stored, until interrupted.',
  options: {
    ...FILTER_OPTIONS,
    last: {
      value: 'COUNT',
      help: 'Number of existing verdicts to print first, 0 to 100. Defaults to 10.',
    },
  },
  examples: ['assay verdicts tail --outcome failed', 'assay verdicts tail --json | jq .passed'],
  async run({ values, isJson, system, client }) {
    const last = numberOf(values.last, 'last', { min: 0, max: 100 }) ?? 10;
    const filter = filterOf(values);
    const assay = await client();
    const signal = system.interruption();
    const tell = (verdict: Verdict) =>
      system.stdout.write(
        isJson ? `${JSON.stringify(verdict)}\n` : printable(verdictLine(verdict)),
      );
    // By when they were made, so that what is too old to come again is forgotten.
    const told = new Map<string, number>();
    const { items } = await assay.verdicts.list({ ...filter, limit: FIRST_PAGE });
    for (const { id, createdAt } of items) told.set(id, Date.parse(createdAt));
    for (const verdict of items.slice(0, last).reverse()) tell(verdict);
    let newestMs = Math.max(...told.values(), 0);
    // What is older than a full first page was there before.
    const floorMs = items.length === FIRST_PAGE ? Math.min(...told.values()) : 0;
    for (;;) {
      await system.sleep(POLL_MS);
      if (signal.aborted) return EXIT.passed;
      for (const verdict of await newOnes(
        assay,
        filter,
        Math.max(floorMs, newestMs - LATE_MS),
        told,
      )) {
        const madeMs = Date.parse(verdict.createdAt);
        told.set(verdict.id, madeMs);
        newestMs = Math.max(newestMs, madeMs);
        tell(verdict);
      }
      for (const [id, madeMs] of told) if (madeMs < newestMs - 2 * LATE_MS) told.delete(id);
    }
  },
});

/** What was not told yet, oldest first. */
async function newOnes(
  assay: Assay,
  filter: VerdictFilter,
  fromMs: number,
  told: ReadonlyMap<string, number>,
): Promise<Verdict[]> {
  const from = new Date(Math.max(0, fromMs)).toISOString();
  const found: Verdict[] = [];
  for await (const verdict of assay.verdicts.list({ ...filter, from, limit: 100 })) {
    if (!told.has(verdict.id)) found.push(verdict);
  }
  return found.reverse();
}
