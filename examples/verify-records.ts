/**
 * A verdict is scored and sealed, and so are those of a batch. They are then verified from copies alone, as an
 * auditor would: their receipts, and the log of the project. With `npm run dev` in another terminal, and the two
 * variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/verify-records.ts
 */
import { Assay, type LogEntry, type Receipt, type SigningKeySet } from '@assay/sdk';
import { verifyLog } from '@assay/sdk/log';
import { verifyReceipt } from '@assay/sdk/receipts';

const assay = new Assay();

const verdict = await assay.score({
  sample: { output: 'Paris', expected: 'Paris' },
  scorers: ['exact-match'],
});

const samples = ['Rome', 'Madrid', 'Lisbon'].map((output) => ({ output, expected: output }));
const { id: batchId } = await assay.batches.create(samples, { scorers: ['exact-match'] });
await assay.batches.wait(batchId);
const { verdict: second } = await assay.batches.result(batchId, 1);
if (second === null) throw new Error('The batch must have a verdict of its second sample.');

// A deployment does this once a minute; on this machine it must be asked for.
await fetch(`${process.env.ASSAY_BASE_URL}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`);
const receipt = await sealedReceipt(verdict.id);
const ofBatch = await sealedReceipt(second.id);

async function sealedReceipt(id: string): Promise<Receipt> {
  for (;;) {
    const made = await assay.verdicts.receipt(id);
    if (made.log.status === 'sealed') return made;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

// What the auditor is given: keys, receipt, verdict, checkpoint and entries. Nothing below asks the API.
const keys: SigningKeySet = await (await assay.fetch('/.well-known/jwks.json')).json();
const { checkpoint, size } = await assay.log.checkpoint();
const entries: LogEntry[] = [];
while (entries.length < size) {
  entries.push(...(await assay.log.entries({ start: entries.length, limit: 1_000 })).items);
}

const { detail, log } = await verifyReceipt(receipt, { keys, verdict });
console.log(`${detail.verdict}: ${detail.passed ? 'passed' : 'failed'}, ${log.status} in the log`);

// A verdict of a batch is proven among the results that were written with it, and these in the log.
const batched = await verifyReceipt(ofBatch, { keys, verdict: second });
if (batched.log.status !== 'sealed') throw new Error('The verdict of the batch must be sealed.');
console.log(`${batched.detail.verdict}: ${batched.log.status} with ${batched.log.results}`);

const none = async function* () {};
const report = await verifyLog(
  {
    checkpoint: async () => ({ checkpoint }),
    entries: async ({ start = 0, limit }) => ({
      items: entries.slice(start, start + (limit ?? 100)),
      size,
    }),
    consistency: async () => ({ proof: [] }),
    pending: none,
    unlogged: none,
  },
  { keys },
);
if (!report.isIntact || log.status !== 'sealed') throw new Error(JSON.stringify(report.findings));
const { verdict: verdicts, results } = report.entries;
console.log(`The log is intact: ${verdicts} verdicts, ${results} results of batches.`);

// A copy that differs in one word is refused.
const forged = { ...verdict, tags: ['approved'] };
const refused = await verifyReceipt(receipt, { keys, verdict: forged }).catch(({ code }) => code);
console.log(`A forged copy: ${refused}`);
if (refused !== 'verdict_differs') throw new Error('The forged copy must be refused.');
