/**
 * A verdict is scored and sealed, and then verified from copies alone, as an auditor would: its receipt, and
 * the log of the project. With `npm run dev` in another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/verify-records.ts
 */
import { Assay, type LogEntry, type SigningKeySet } from '@assay/sdk';
import { verifyLog } from '@assay/sdk/log';
import { verifyReceipt } from '@assay/sdk/receipts';

const assay = new Assay();

const verdict = await assay.score({
  sample: { output: 'Paris', expected: 'Paris' },
  scorers: ['exact-match'],
});

// A deployment does this once a minute; on this machine it must be asked for.
await fetch(`${process.env.ASSAY_BASE_URL}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`);
let receipt = await assay.verdicts.receipt(verdict.id);
while (receipt.log.status === 'pending') {
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  receipt = await assay.verdicts.receipt(verdict.id);
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
console.log(`The log is intact: ${report.entries.verdict} verdicts.`);

// A copy that differs in one word is refused.
const forged = { ...verdict, tags: ['approved'] };
const refused = await verifyReceipt(receipt, { keys, verdict: forged }).catch(({ code }) => code);
console.log(`A forged copy: ${refused}`);
if (refused !== 'verdict_differs') throw new Error('The forged copy must be refused.');
