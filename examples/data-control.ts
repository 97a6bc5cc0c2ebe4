/**
 * Control over the data: how long it is kept, a copy of the project, and everything of one user deleted with
 * a signed report. With `npm run dev` in another terminal, and the two variables that it prints:
 *
 *   ASSAY_BASE_URL=… ASSAY_API_KEY=… node examples/data-control.ts
 */
import { Assay, type SigningKeySet } from '@assay/sdk';
import { verifyDeletionReport } from '@assay/sdk/receipts';
import { exportProject } from '@assay/sdk/transfer';

const assay = new Assay();
const user = `u-${Date.now()}`;

// What is older is deleted by a scheduled job.
const { days } = await assay.project.retention();
await assay.project.replaceRetention({ ...days, judgeAnswers: 7, webhooks: 30 });

const sample = { output: 'Yes, within 60 days.', metadata: { user } };
const verdict = await assay.score({ sample, scorers: ['detect-refusal'] });

// A copy, which another deployment can import; checksums show if it was altered.
const lines: string[] = [];
for await (const line of exportProject(assay)) lines.push(JSON.stringify(line));
console.log(`exported ${lines.length} lines`);

// The user asks to be forgotten.
const begun = await assay.deletions.create({ metadata: { key: 'user', value: user } });
const { report, erased } = await assay.deletions.wait(begun.id);
console.log('deleted', erased);
const isFound = await assay.verdicts.get(verdict.id).then(
  () => true,
  () => false,
);
console.log('the verdict is', isFound ? 'still there' : 'gone');

// The user, or an auditor, checks the report without an account.
const response = await assay.fetch('/.well-known/jwks.json');
const keys: SigningKeySet = JSON.parse(await response.text());
if (report === null) throw new Error('A deletion that has completed has a report.');
const { detail } = await verifyDeletionReport(report, { keys, value: user });
console.log(
  'verified:',
  detail.deletion,
  'stays:',
  detail.staying.map(({ what }) => what).join('; '),
);

// Each of these acts is in the audit log, with the state before and after.
for await (const { at, actor, operation, outcome } of assay.audit.list({ limit: 4 })) {
  console.log(at, actor.name ?? actor.id, operation, outcome);
  if (operation === 'replaceRetention') break;
}
