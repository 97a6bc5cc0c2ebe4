import type { EvaluationExport } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand, oneOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { json, oneLine, printable, table } from './text.ts';

const ENCODINGS = ['protobuf', 'json'] as const;
const STATUSES = ['pending', 'delivered', 'failed'] as const;

export const evaluationsShow = defineCommand({
  name: 'evaluations show',
  summary: 'Shows where verdicts of live traces are sent as OpenTelemetry events.',
  options: {},
  async run({ isJson, system, client }) {
    const found = await (await client()).evaluationExport.get();
    system.stdout.write(isJson ? json(found) : printable(textOf(found)));
    return EXIT.passed;
  },
});

export const evaluationsSet = defineCommand({
  name: 'evaluations set',
  summary: 'Sends verdicts of live traces to an OTLP/HTTP receiver of logs from now on.',
  args: ['<url>'],
  options: {
    header: {
      value: 'NAME=VALUE',
      multiple: true,
      help: 'Header of each request; stored encrypted. Can be repeated.',
    },
    encoding: { value: 'ENCODING', help: 'protobuf (the default) or json.' },
  },
  examples: [
    'assay evaluations set https://collector.example.com/v1/logs --header "Authorization=Bearer $TOKEN"',
  ],
  async run({ values, args: [url = ''], isJson, system, client }) {
    const { header = [], encoding } = values;
    const assay = await client();
    const set = await assay.evaluationExport.set({
      url,
      ...(header.length > 0 && { headers: Object.fromEntries(header.map(headerOf)) }),
      ...(encoding !== undefined && { encoding: oneOf(ENCODINGS, encoding, 'encoding') }),
    });
    system.stdout.write(isJson ? json(set) : printable(textOf(set)));
    return EXIT.passed;
  },
});

export const evaluationsTest = defineCommand({
  name: 'evaluations test',
  summary: 'Sends a test event. Exit code 1 if the endpoint does not take it.',
  options: {},
  async run({ isJson, system, client }) {
    const { status, latencyMs, error } = await (await client()).evaluationExport.test();
    const text = `${error === null ? 'taken' : error}  ${status ?? ''}  ${latencyMs} ms\n`;
    system.stdout.write(isJson ? json({ status, latencyMs, error }) : printable(text));
    return error === null ? EXIT.passed : EXIT.failed;
  },
});

export const evaluationsDeliveries = defineCommand({
  name: 'evaluations deliveries',
  summary: 'Lists verdicts that were or are to be sent, newest first.',
  options: { status: { value: 'STATUS', help: 'Only pending, delivered or failed ones.' } },
  examples: ['assay evaluations deliveries --status failed'],
  async run({ values: { status }, isJson, system, client }) {
    const query = status === undefined ? {} : { status: oneOf(STATUSES, status, 'status') };
    const found = await collect((await client()).evaluationExport.deliveries(query));
    const rows = found.map((each) => [
      each.verdictId,
      each.status,
      `${each.attempts} attempts`,
      oneLine(each.error ?? '', 80),
    ]);
    system.stdout.write(isJson ? json(found) : printable(table(rows)));
    return EXIT.passed;
  },
});

export const evaluationsRetry = defineCommand({
  name: 'evaluations retry',
  summary: 'Sends verdicts again that could not be sent.',
  options: {},
  async run({ isJson, system, client }) {
    const { queued } = await (await client()).evaluationExport.retry();
    system.stdout.write(isJson ? json({ queued }) : `${queued} queued\n`);
    return EXIT.passed;
  },
});

export const evaluationsDelete = defineCommand({
  name: 'evaluations delete',
  summary: 'Stops sending verdicts as events.',
  options: {},
  async run({ client }) {
    await (await client()).evaluationExport.delete();
    return EXIT.passed;
  },
});

function headerOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new CliError(`--header must be NAME=VALUE, not “${oneLine(text, 40)}”.`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function textOf({ url, headers, encoding }: EvaluationExport): string {
  return table([
    ['url', url],
    ['encoding', encoding],
    ['headers', headers.join(', ') || 'none'],
  ]);
}
