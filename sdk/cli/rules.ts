import { counted } from '@assay/schema/counted.ts';
import type { TraceRule } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { NotFoundError } from '../errors.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import {
  asked,
  type Pushed,
  pulledRow,
  pullFiles,
  pushedRow,
  readFiles,
} from './resource-files.ts';
import { RULES, type RuleFile, writeRule } from './rule-file.ts';
import { json, oneLine, printable, table } from './text.ts';

export const rulesList = defineCommand({
  name: 'rules list',
  summary: 'Lists the rules for live traces, each in its newest version.',
  options: {},
  async run({ isJson, system, client }) {
    const rules = await collect((await client()).rules.list());
    const rows = rules.map(({ name, version, level, share = 1, isEnabled, description }) => [
      `${name}@${version}`,
      level,
      `${share * 100}%`,
      isEnabled === false ? 'disabled' : '',
      oneLine(description, 80),
    ]);
    system.stdout.write(isJson ? json(rules) : printable(table(rows)));
    return EXIT.passed;
  },
});

export const rulesPreview = defineCommand({
  name: 'rules preview',
  summary: 'Shows what rules in files would have scored in the last hour. Saves nothing.',
  args: ['<path…>'],
  options: {},
  examples: ['assay rules preview rules/'],
  async run({ args, isJson, system, client }) {
    const assay = await client();
    const previews = [];
    for (const file of await readFiles(args, RULES, system)) {
      const { name, ...content } = file.rule;
      const preview = await asked(file, () => assay.rules.preview(content));
      previews.push({ name, ...preview });
    }
    const rows = previews.map(({ name, estimate, seen, examples }) => [
      name,
      `${estimate} of ${counted(seen, 'span')}`,
      examples
        .map(({ name: span }) => oneLine(span, 40))
        .slice(0, 3)
        .join(', '),
    ]);
    system.stdout.write(isJson ? json(previews) : printable(table(rows)));
    return EXIT.passed;
  },
});

export const rulesPush = defineCommand({
  name: 'rules push',
  summary: 'Saves rules for live traces from files. Needs a key with the scope admin.',
  args: ['<path…>'],
  options: { 'dry-run': { help: 'Save nothing; show what would change.' } },
  examples: ['assay rules push rules/', 'assay rules push answers.yaml --dry-run'],
  async run({ values, args, isJson, system, client }) {
    const assay = await client();
    const pushed: Pushed[] = [];
    for (const file of await readFiles(args, RULES, system)) {
      const newest = await newestOf(file.rule.name, assay);
      pushed.push(await asked(file, () => push(file, newest, !values['dry-run'], assay)));
    }
    system.stdout.write(isJson ? json(pushed) : printable(table(pushed.map(pushedRow))));
    return EXIT.passed;
  },
});

export const rulesPull = defineCommand({
  name: 'rules pull',
  summary: 'Writes each rule for live traces to a YAML file, to keep it in git.',
  args: ['[name…]'],
  options: { out: { value: 'FOLDER', help: 'Folder for the files. Defaults to `rules`.' } },
  examples: ['assay rules pull'],
  async run({ values, args, isJson, system, client }) {
    const assay = await client();
    const rules = args.length === 0 ? await collect(assay.rules.list()) : [];
    for (const name of args) rules.push(await assay.rules.get(name));
    const pulling = {
      folder: values.out ?? 'rules',
      kind: RULES,
      write: writeRule,
      textOfFile: ({ rule }: RuleFile) => writeRule(rule),
    };
    const pulled = await pullFiles(rules, pulling, system);
    system.stdout.write(isJson ? json(pulled) : printable(table(pulled.map(pulledRow))));
    return EXIT.passed;
  },
});

async function newestOf(name: string, assay: Assay): Promise<TraceRule | undefined> {
  try {
    return await assay.rules.get(name);
  } catch (cause) {
    if (cause instanceof NotFoundError) return undefined;
    throw cause;
  }
}

async function push(
  { path, rule }: RuleFile,
  newest: TraceRule | undefined,
  isSaving: boolean,
  assay: Assay,
): Promise<Pushed> {
  const { name, ...content } = rule;
  const known = { file: path, name, version: newest?.version ?? null };
  if (newest && writeRule(newest) === writeRule(rule)) return { ...known, change: 'unchanged' };
  if (!isSaving) return { ...known, change: newest ? 'would add' : 'would create' };
  const { version } = newest
    ? await assay.rules.addVersion(name, content)
    : await assay.rules.create(rule);
  const change = newest ? (version === newest.version ? 'unchanged' : 'added') : 'created';
  return { ...known, version, change };
}
