import type { MonitorAlarm, MonitorReport } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { NotFoundError } from '../errors.ts';
import { defineCommand, numberOf } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { MONITORS, type MonitorFile, writeMonitor } from './monitor-file.ts';
import { alarmText, monitorRow, stateText } from './monitor-text.ts';
import {
  asked,
  type Pushed,
  pulledRow,
  pullFiles,
  pushedRow,
  readFiles,
} from './resource-files.ts';
import { decimal, json, printable, table } from './text.ts';

const SHOWN_ALARMS = 5;

export const monitorsList = defineCommand({
  name: 'monitors list',
  summary: 'Lists the monitors, each with what it knows.',
  options: {},
  async run({ isJson, system, client }) {
    const monitors = await collect((await client()).monitors.list());
    system.stdout.write(isJson ? json(monitors) : printable(table(monitors.map(monitorRow))));
    return EXIT.passed;
  },
});

export const monitorsShow = defineCommand({
  name: 'monitors show',
  summary: 'Shows what a monitor knows, and its newest alarms.',
  args: ['<name>'],
  options: {},
  async run({ args: [name = ''], isJson, system, client }) {
    const assay = await client();
    const monitor = await assay.monitors.get(name);
    const alarms = await collect(assay.monitors.alarms(monitor.name), SHOWN_ALARMS);
    const text = [stateText(monitor.state), ...alarms.map(alarmText)].join('\n');
    system.stdout.write(isJson ? json({ ...monitor, alarms }) : printable(text));
    return EXIT.passed;
  },
});

export const monitorsAcknowledge = defineCommand({
  name: 'monitors acknowledge',
  summary: 'Notes that you look after alarms, which stay open. Needs a key with the scope admin.',
  args: ['<name>', '<alarm…>'],
  options: {},
  examples: ['assay monitors acknowledge answers alm_…'],
  async run({ args: [name = '', ...ids], isJson, system, client }) {
    const { monitors } = await client();
    const alarms: MonitorAlarm[] = [];
    for (const id of ids) alarms.push(await monitors.acknowledge(name, id));
    const text = alarms.map(alarmText).join('\n');
    system.stdout.write(isJson ? json(alarms) : printable(text));
    return EXIT.passed;
  },
});

export const monitorsReset = defineCommand({
  name: 'monitors reset',
  summary: 'Ends the alarms of a monitor and starts it again. Needs a key with the scope admin.',
  args: ['<name>'],
  options: { learn: { help: 'Take what comes now as the new baseline.' } },
  async run({ values, args: [name = ''], isJson, system, client }) {
    const { monitors } = await client();
    const reset = await monitors.reset(name, { baseline: values.learn ? 'learn' : 'keep' });
    system.stdout.write(isJson ? json(reset) : printable(stateText(reset.state)));
    return EXIT.passed;
  },
});

export const monitorsSummary = defineCommand({
  name: 'monitors summary',
  summary: 'Shows what got worse in the last days, over all monitors.',
  options: { days: { value: 'COUNT', help: 'How many days to look back. Defaults to 7.' } },
  async run({ values, isJson, system, client }) {
    const days = numberOf(values.days, 'days', { min: 1, max: 365 });
    const summary = await (await client()).monitors.summary(days === undefined ? {} : { days });
    const { moves, links } = summary;
    const rows = moves.map(({ monitor, before, after, change, isWorse }) => [
      monitor,
      `${decimal(before.value)} → ${decimal(after.value)}`,
      decimal(change),
      isWorse ? 'worse' : '',
    ]);
    const pages = links.map(({ title, url }) => [title, url]);
    const text = [`${summary.summary}\n`, table(rows), table(pages)]
      .filter((part) => part !== '')
      .join('\n');
    system.stdout.write(isJson ? json(summary) : printable(text));
    return EXIT.passed;
  },
});

export const monitorsTest = defineCommand({
  name: 'monitors test',
  summary: 'Shows what monitors in files would have said of stored verdicts. Saves nothing.',
  args: ['<path…>'],
  options: { batch: { value: 'ID', help: 'Looks at the results of this batch instead.' } },
  examples: ['assay monitors test monitors/', 'assay monitors test answers.yaml --batch bat_…'],
  async run({ values, args, isJson, system, client }) {
    const assay = await client();
    const tests = [];
    for (const file of await readFiles(args, MONITORS, system)) {
      const { name, ...monitor } = file.monitor;
      const { batch } = values;
      const input = { monitor, ...(batch !== undefined && { batch }) };
      tests.push({ name, ...(await asked(file, () => assay.monitors.preview(input))) });
    }
    const text = tests.map(({ name, matched, looked, state, alarms }) =>
      [`${name}: watches ${matched} of ${looked} verdicts\n`, stateText(state)]
        .concat(alarms.map(alarmText))
        .join('\n'),
    );
    system.stdout.write(isJson ? json(tests) : printable(text.join('\n')));
    return EXIT.passed;
  },
});

export const monitorsPush = defineCommand({
  name: 'monitors push',
  summary: 'Saves monitors from files. Needs a key with the scope admin.',
  args: ['<path…>'],
  options: { 'dry-run': { help: 'Save nothing; show what would change.' } },
  examples: ['assay monitors push monitors/', 'assay monitors push answers.yaml --dry-run'],
  async run({ values, args, isJson, system, client }) {
    const assay = await client();
    const pushed: Pushed[] = [];
    for (const file of await readFiles(args, MONITORS, system)) {
      const newest = await newestOf(file.monitor.name, assay);
      pushed.push(await asked(file, () => push(file, newest, !values['dry-run'], assay)));
    }
    system.stdout.write(isJson ? json(pushed) : printable(table(pushed.map(pushedRow))));
    return EXIT.passed;
  },
});

export const monitorsPull = defineCommand({
  name: 'monitors pull',
  summary: 'Writes each monitor to a YAML file, to keep it in git.',
  args: ['[name…]'],
  options: { out: { value: 'FOLDER', help: 'Folder for the files. Defaults to `monitors`.' } },
  examples: ['assay monitors pull'],
  async run({ values, args, isJson, system, client }) {
    const assay = await client();
    const monitors = args.length === 0 ? await collect(assay.monitors.list()) : [];
    for (const name of args) monitors.push(await assay.monitors.get(name));
    const pulling = {
      folder: values.out ?? 'monitors',
      kind: MONITORS,
      write: writeMonitor,
      textOfFile: ({ monitor }: MonitorFile) => writeMonitor(monitor),
    };
    const pulled = await pullFiles(monitors, pulling, system);
    system.stdout.write(isJson ? json(pulled) : printable(table(pulled.map(pulledRow))));
    return EXIT.passed;
  },
});

export const monitorsDelete = defineCommand({
  name: 'monitors delete',
  summary: 'Deletes a monitor with what it has seen. Needs a key with the scope admin.',
  args: ['<name>'],
  options: {},
  async run({ args: [name = ''], isJson, system, client }) {
    await (await client()).monitors.delete(name);
    system.stdout.write(isJson ? json({ name }) : `deleted ${printable(name)}\n`);
    return EXIT.passed;
  },
});

async function newestOf(name: string, assay: Assay): Promise<MonitorReport | undefined> {
  try {
    return await assay.monitors.get(name);
  } catch (cause) {
    if (cause instanceof NotFoundError) return undefined;
    throw cause;
  }
}

async function push(
  { path, monitor }: MonitorFile,
  newest: MonitorReport | undefined,
  isSaving: boolean,
  assay: Assay,
): Promise<Pushed> {
  const { name, ...content } = monitor;
  const known = { file: path, name, version: newest?.version ?? null };
  if (newest && writeMonitor(newest) === writeMonitor(monitor)) {
    return { ...known, change: 'unchanged' };
  }
  if (!isSaving) return { ...known, change: newest ? 'would add' : 'would create' };
  const { version } = newest
    ? await assay.monitors.addVersion(name, content)
    : await assay.monitors.create(monitor);
  const change = newest ? (version === newest.version ? 'unchanged' : 'added') : 'created';
  return { ...known, version, change };
}
