import { fromBase64 } from '@assay/schema/records/bytes.ts';
import { DELETION_TYPE } from '@assay/schema/records/statement.ts';
import type { DeletionReport, Receipt, StoredVerdict } from '@assay/schema/types.ts';
import {
  ReceiptError,
  type VerifiedReceipt,
  verifyDeletionReport,
  verifyReceipt,
} from '../receipts.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { reportText } from './deletion-text.ts';
import { EXIT } from './exit-code.ts';
import { jsonOfFile, keysFrom, parseJson } from './key-set.ts';
import { textOfFile } from './sample-file.ts';
import { json, printable } from './text.ts';

export const receipt = defineCommand({
  name: 'receipt',
  summary: 'Prints a stored verdict as a signed statement.',
  args: ['<verdict>'],
  options: { jws: { help: 'Print only the compact JWS.' } },
  examples: ['assay receipt ver_01J… > receipt.json'],
  async run({ values, args: [id = ''], system, client }) {
    const made = await (await client()).verdicts.receipt(id);
    system.stdout.write(values.jws ? `${made.jws}\n` : json(made));
    return EXIT.passed;
  },
});

export const verify = defineCommand({
  name: 'verify',
  summary: 'Verifies a receipt or a deletion report offline; exits with 1 if it proves nothing.',
  args: ['<receipt>'],
  options: {
    keys: {
      value: 'FILE|URL',
      help: 'The public keys: a file, or the address of a deployment. Required.',
    },
    verdict: { value: 'FILE', help: 'A copy of the verdict, which must be the one signed.' },
    value: { value: 'VALUE', help: 'The value of metadata that a deletion must be about.' },
  },
  examples: [
    'assay verify receipt.json --keys jwks.json',
    'assay verify receipt.json --keys https://assay.example.com --verdict verdict.json',
  ],
  async run({ values, args: [file = ''], isJson, system }) {
    if (values.keys === undefined) throw new CliError('--keys is required: a file or an address.');
    const given = receiptIn(await textOfFile(file, undefined, system));
    const { value } = values;
    const keys = await keysFrom(values.keys, system);
    const verdict = values.verdict && (await jsonOfFile<StoredVerdict>(values.verdict, system));
    try {
      if (isDeletion(given)) {
        const verified = await verifyDeletionReport(given, { keys, ...(value && { value }) });
        system.stdout.write(isJson ? json(verified) : printable(reportText(verified)));
        return EXIT.passed;
      }
      const verified = await verifyReceipt(given as Receipt | string, {
        keys,
        ...(verdict && { verdict }),
      });
      system.stdout.write(isJson ? json(verified) : printable(textOf(verified)));
      return EXIT.passed;
    } catch (cause) {
      if (!(cause instanceof ReceiptError)) throw cause;
      const { code, message } = cause;
      system.stdout.write(isJson ? json({ code, message }) : printable(`INVALID  ${message}\n`));
      return EXIT.failed;
    }
  },
});

/** A receipt, report or envelope as JSON, or a compact JWS. */
function receiptIn(text: string): Receipt | DeletionReport | string {
  const trimmed = text.trim();
  return trimmed.startsWith('{')
    ? parseJson<Receipt | DeletionReport>(trimmed, 'The receipt')
    : trimmed;
}

/** Whether it says that it is the report of a deletion; whether it is one, verifying says. */
function isDeletion(given: Receipt | DeletionReport | string): given is DeletionReport | string {
  try {
    const payload = typeof given === 'string' ? given.split('.')[1] : payloadOf(given);
    const statement = JSON.parse(new TextDecoder().decode(fromBase64(payload ?? '')));
    return statement?.predicateType === DELETION_TYPE;
  } catch {
    return false;
  }
}

/** Of a receipt, or of an envelope alone. */
function payloadOf(given: Partial<Receipt | DeletionReport> & { payload?: string }) {
  return given.envelope?.payload ?? given.payload;
}

function textOf({ keyId, detail, log }: VerifiedReceipt): string {
  const { verdict, project, passed, value, evaluatedAt, signedAt, suite, scores, importedAt } =
    detail;
  const outcome = passed === null ? 'undecided' : passed ? 'passed' : 'failed';
  return [
    `VALID  ${verdict}: ${outcome}, value ${value ?? 'none'}`,
    `  evaluated ${evaluatedAt} in ${project}${suite === null ? '' : `, suite ${suite.name}@${suite.version}`}`,
    ...(importedAt === undefined ? [] : [`  imported  ${importedAt}: the signer did not make it`]),
    `  signed    ${signedAt} by ${keyId}`,
    ...placeText(log),
    ...scores.map((score) => {
      const by = score.models.map(({ model }) => ` ${model}`).join('');
      return `  ${score.name}  ${score.value ?? score.error ?? score.status}  (${score.scorer}@${score.version}, ${score.fingerprint})${by}`;
    }),
    '',
  ].join('\n');
}

function placeText(log: VerifiedReceipt['log']): string[] {
  if (log.status === 'sealed') {
    const results = log.results === undefined ? '' : `, with results ${log.results}`;
    return [`  sealed    entry ${log.index + 1} of ${log.size} in ${log.origin}${results}`];
  }
  return log.status === 'absent' ? [] : ['  sealed    not yet, when the receipt was made'];
}
