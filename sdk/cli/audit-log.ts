import type { LogEntryKind } from '@assay/schema/types.ts';
import { LogError, type LogReport, type LogSource, verifyLog } from '../log.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, oneOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { keysFrom, keysOfDeployment } from './key-set.ts';
import { logInFile, logLines, rowsOfCopies } from './log-file.ts';
import { textOfFile } from './sample-file.ts';
import type { System } from './system.ts';
import { json, printable } from './text.ts';

export const auditVerify = defineCommand({
  name: 'audit verify',
  summary: 'Verifies the log of the project; exits with 1 if anything was changed.',
  options: {
    checkpoint: {
      value: 'FILE',
      help: 'The last verified checkpoint, which the log must extend; written if the log is intact.',
    },
    keys: { value: 'FILE|URL', help: 'The public keys. Defaults to those of the deployment.' },
    history: { help: 'Compare the checkpoints only, not the entries and their rows.' },
    log: { value: 'FILE', help: 'Verify this file of `assay audit pull` instead, offline.' },
    verdicts: {
      value: 'FILE',
      help: 'With --log: copies of verdicts, which must be those sealed.',
    },
  },
  examples: [
    'assay audit verify --checkpoint assay.checkpoint',
    'assay audit verify --log log.jsonl --keys jwks.json --verdicts verdicts.jsonl',
  ],
  async run({ values, isJson, system, client }) {
    const { checkpoint: kept, keys: given, log, verdicts, history } = values;
    if (log === undefined && verdicts !== undefined) {
      throw new CliError(
        '--verdicts needs --log: without it the rows of the database are compared.',
      );
    }
    if (log !== undefined && given === undefined) {
      throw new CliError('--log needs --keys: a file or an address.');
    }
    const keys = await (given === undefined
      ? keysOfDeployment(await client())
      : keysFrom(given, system));
    const source: LogSource =
      log === undefined ? (await client()).log : await fileSource(log, verdicts, system);
    const remembered = await rememberedIn(kept, system);
    try {
      const report = await verifyLog(source, {
        ...{ keys, depth: history ? 'history' : 'rows' },
        ...(remembered !== undefined && { remembered }),
      });
      if (report.isIntact && kept !== undefined) await system.files.write(kept, report.checkpoint);
      const isFirst = remembered === undefined;
      system.stdout.write(isJson ? json(report) : printable(textOf(report, isFirst)));
      return report.isIntact ? EXIT.passed : EXIT.failed;
    } catch (cause) {
      if (!(cause instanceof LogError)) throw cause;
      const { code, message } = cause;
      system.stdout.write(isJson ? json({ code, message }) : printable(`INVALID  ${message}\n`));
      return EXIT.failed;
    }
  },
});

export const auditPull = defineCommand({
  name: 'audit pull',
  summary: 'Writes the log of the project as JSON Lines, to be verified offline.',
  options: { out: { value: 'FILE', help: 'File to write. Defaults to standard output.' } },
  examples: ['assay audit pull --out log.jsonl'],
  async run({ values: { out }, system, client }) {
    const lines = logLines((await client()).log);
    if (out === undefined) for await (const line of lines) system.stdout.write(line);
    else await system.files.write(out, lines);
    return EXIT.passed;
  },
});

const KINDS: readonly LogEntryKind[] = ['verdict', 'sample', 'deletion', 'audit'];

export const auditProof = defineCommand({
  name: 'audit proof',
  summary: 'Prints the proof that the log has an entry, as a c2sp.org/tlog-proof@v1.',
  args: ['<id>'],
  options: { kind: { value: 'KIND', help: `${KINDS.join(', ')}. Defaults to verdict.` } },
  examples: ['assay audit proof ver_01J… > verdict.tlog-proof'],
  async run({ values: { kind = 'verdict' }, args: [id = ''], isJson, system, client }) {
    const proven = await (await client()).log.proof({ id, kind: oneOf(KINDS, kind, 'kind') });
    system.stdout.write(isJson ? json(proven) : proven.proof);
    return EXIT.passed;
  },
});

async function fileSource(
  log: string,
  verdicts: string | undefined,
  system: System,
): Promise<LogSource> {
  const copies =
    verdicts === undefined
      ? new Map()
      : await rowsOfCopies(await textOfFile(verdicts, undefined, system), verdicts);
  return logInFile(await textOfFile(log, undefined, system), log, copies);
}

async function rememberedIn(path: string | undefined, system: System): Promise<string | undefined> {
  if (path === undefined || !(await system.files.exists(path))) return undefined;
  return textOfFile(path, undefined, system);
}

function textOf(report: LogReport, isFirst: boolean): string {
  const { isIntact, origin, size, entries, erased, pending, findings } = report;
  const seen = Object.entries(entries)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`);
  return [
    `${isIntact ? 'INTACT' : 'ALTERED'}  ${size} entries of ${origin}`,
    ...(seen.length === 0 ? [] : [`  entries   ${seen.join(', ')}; ${erased} erased`]),
    ...(pending === 0 ? [] : [`  pending   ${pending}`]),
    ...(isFirst ? ['  history   not compared: no checkpoint was remembered'] : []),
    ...findings.map(({ code, index, id, message }) => {
      const place = [index === null ? '' : `entry ${index}`, id ?? ''].filter(Boolean).join(' ');
      return `  ${code}  ${place}${place === '' ? '' : ': '}${message}`;
    }),
    '',
  ].join('\n');
}
