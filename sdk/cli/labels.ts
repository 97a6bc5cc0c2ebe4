import { counted } from '@assay/schema/counted.ts';
import type { Label, LabelsTaken, Question } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { NotFoundError, ValidationError } from '../errors.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect, LIMIT_OPTION, limitOf, pageOf } from './listing.ts';
import { type KindOf, type LabelLine, readLabels } from './read-labels.ts';
import { textOf } from './read-text.ts';
import { json, oneLine, printable, table } from './text.ts';

/** As many as a request takes. */
const AT_ONCE = 1_000;
/** Below what a request may have, for what surrounds them. */
const BYTES_AT_ONCE = 900_000;

export const labelsPush = defineCommand({
  name: 'labels push',
  summary: 'Adds the labels of a JSONL, JSON or CSV file. Labels sent again change nothing.',
  args: ['<file>'],
  options: {
    question: { value: 'NAME', help: 'Question of labels that name none, such as `grounded@1`.' },
    by: { value: 'PERSON', help: 'Person of labels that name none.' },
    format: { value: 'FORMAT', help: 'jsonl, json or csv. Defaults to the end of the file name.' },
  },
  examples: ['assay labels push labels.csv --question faithfulness --by anna'],
  async run({ values, args: [path = ''], isJson, system, client }) {
    const assay = await client();
    const { question, by, format } = values;
    const bytes = path === '-' ? system.stdin.bytes() : system.files.bytes(path);
    const name = path === '-' ? 'standard input' : path;
    const text = await textOf(bytes, { name });
    const kindOf = kindsOf(assay, question);
    const lines = await readLabels(text, { name, format, kindOf });
    if (lines.length === 0) throw new CliError(`${name} has no labels.`);
    const sums: LabelsTaken = { added: 0, corrected: 0, unchanged: 0 };
    for (const some of chunksOf(lines)) {
      const labels = some.map(({ label }) => label);
      const input = { ...(question && { question }), ...(by && { by }), labels };
      const taken = await assay.labels.push(input).catch((cause: unknown) => {
        throw cause instanceof ValidationError ? inLines(cause, some, name) : cause;
      });
      sums.added += taken.added;
      sums.corrected += taken.corrected;
      sums.unchanged += taken.unchanged;
    }
    const { added, corrected, unchanged } = sums;
    system.stdout.write(
      isJson
        ? json(sums)
        : `${counted(added, 'label')} added, ${corrected} corrected, ${unchanged} unchanged\n`,
    );
    return EXIT.passed;
  },
});

/** The kind of each question, looked up once. */
function kindsOf(assay: Assay, usual: string | undefined): KindOf {
  const known = new Map<string, Promise<Question['kind'] | undefined>>();
  return async (reference = usual) => {
    if (reference === undefined) return undefined;
    const kind = known.get(reference) ?? kindOf(assay, reference);
    known.set(reference, kind);
    return kind;
  };
}

async function kindOf(assay: Assay, reference: string): Promise<Question['kind'] | undefined> {
  try {
    return (await assay.questions.get(reference)).kind;
  } catch (cause) {
    // The API names the lines that ask for it.
    if (cause instanceof NotFoundError) return undefined;
    throw cause;
  }
}

function* chunksOf(lines: readonly LabelLine[]): Generator<LabelLine[]> {
  let chunk: LabelLine[] = [];
  let bytes = 0;
  for (const line of lines) {
    const own = new TextEncoder().encode(JSON.stringify(line.label)).length + 1;
    if (chunk.length === AT_ONCE || (chunk.length > 0 && bytes + own > BYTES_AT_ONCE)) {
      yield chunk;
      chunk = [];
      bytes = 0;
    }
    chunk.push(line);
    bytes += own;
  }
  yield chunk;
}

/** The faults that the API found, by the lines of the file. */
function inLines(error: ValidationError, lines: readonly LabelLine[], name: string): CliError {
  const faults = (error.problem?.errors ?? []).map(({ pointer, message }) => {
    const [, index, field = ''] = /^\/labels\/(\d+)(.*)$/.exec(pointer) ?? [];
    const line = index === undefined ? undefined : lines[Number(index)]?.line;
    const told = message.replace(
      /\/labels\/(\d+)/g,
      (_, other: string) => `line ${lines[Number(other)]?.line}`,
    );
    return line === undefined ? `${pointer}: ${told}` : `line ${line}: ${field.slice(1)} ${told}`;
  });
  const told = faults.length === 0 ? error.message : faults.map((each) => `\n  ${each}`).join('');
  return new CliError(`${name} has labels that were refused:${told}`, { cause: error });
}

export const labelsList = defineCommand({
  name: 'labels list',
  summary: 'Lists labels, newest first.',
  options: {
    question: { value: 'NAME', help: 'Only labels of this question, such as `grounded@1`.' },
    by: { value: 'PERSON', help: 'Only labels of this person.' },
    queue: { value: 'QUEUE', help: 'Only labels that were given in this review queue.' },
    ...LIMIT_OPTION,
  },
  examples: ['assay labels list --question faithfulness --by anna'],
  async run({ values, isJson, system, client }) {
    const limit = limitOf(values);
    const { question, by, queue } = values;
    const filter = {
      ...(question && { question }),
      ...(by && { by }),
      ...(queue && { queue }),
    };
    const listed = (await client()).labels.list({ ...filter, limit: pageOf(limit) });
    const found = await collect(listed, limit);
    system.stdout.write(isJson ? json(found) : printable(table(found.map(row))));
    return EXIT.passed;
  },
});

function row({ question, target, value, by, origin, comment }: Label): string[] {
  const place = Object.values(target).join(' ');
  return [question, place, String(value), by, origin, oneLine(comment ?? '', 60)];
}
