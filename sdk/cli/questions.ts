import type { Question } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { collect } from './listing.ts';
import { json, oneLine, printable, table } from './text.ts';

export const questionsList = defineCommand({
  name: 'questions list',
  summary: 'Lists the questions that people are asked, each in its newest version.',
  options: {},
  async run({ isJson, system, client }) {
    const found = await collect((await client()).questions.list());
    system.stdout.write(isJson ? json(found) : printable(table(found.map(row))));
    return EXIT.passed;
  },
});

export const questionsShow = defineCommand({
  name: 'questions show',
  summary: 'Shows a question: `name`, or `name@version`.',
  args: ['<name>'],
  options: {},
  async run({ args: [name = ''], isJson, system, client }) {
    const question = await (await client()).questions.get(name);
    system.stdout.write(isJson ? json(question) : printable(textOf(question)));
    return EXIT.passed;
  },
});

export const questionsCreate = defineCommand({
  name: 'questions create',
  summary: 'Makes a question of what a judge is asked, or a pass-fail question of a text.',
  args: ['[name]'],
  options: {
    scorer: {
      value: 'SCORER',
      help: 'Judge, or custom scorer, whose rubric becomes the question.',
    },
    text: { value: 'TEXT', help: 'The question, to be answered with pass or fail.' },
    guidelines: { value: 'TEXT', help: 'How to decide.' },
  },
  examples: [
    'assay questions create --scorer faithfulness',
    "assay questions create polite --text 'Is the answer polite?'",
  ],
  async run({ values, args: [name], isJson, system, client }) {
    const { scorer, text, guidelines } = values;
    const more = guidelines === undefined ? {} : { guidelines };
    const { questions } = await client();
    let made: Question;
    if (scorer !== undefined && text === undefined) {
      made = await questions.fromScorer({ scorer, ...(name && { name }), ...more });
    } else if (text !== undefined && scorer === undefined && name !== undefined) {
      made = await questions.create({ name, kind: 'pass-fail', text, ...more });
    } else {
      throw new CliError('Give --scorer, or a name and --text.');
    }
    system.stdout.write(isJson ? json(made) : printable(textOf(made)));
    return EXIT.passed;
  },
});

function row({ name, version, kind, text }: Question): string[] {
  return [`${name}@${version}`, kind, oneLine(text, 80)];
}

function textOf(question: Question): string {
  const { levels = [], categories = [], text, guidelines } = question;
  const answers = [
    ...levels.map(({ anchor }, i) => `  ${i + 1}  ${anchor}\n`),
    ...categories.map(({ name, description = '' }) => `  ${name}  ${description}\n`),
  ];
  const more = guidelines === '' ? '' : `\n${guidelines}\n`;
  return `${table([row(question)])}\n${text}\n${answers.join('')}${more}`;
}
