import { randomUUID } from 'node:crypto';
import { counted } from '@assay/schema/counted.ts';
import type { GatewayReport } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { type ChatMessage, chatTurn } from './chat-turn.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { textOfFile } from './sample-file.ts';
import type { System } from './system.ts';
import { json, oneLine, printable, table } from './text.ts';

export const chat = defineCommand({
  name: 'chat',
  summary: 'Tries a pipeline: prints each answer as it streams, and what each step did.',
  options: {
    pipeline: {
      value: 'NAME',
      short: 'p',
      help: 'Pipeline, as name or name@3, or a model as provider/model. Defaults to default.',
    },
    message: { value: 'TEXT', short: 'm', help: 'Asks once and exits.' },
    system: { value: 'TEXT', short: 's', help: 'System message.' },
  },
  examples: [
    'assay chat --pipeline support',
    'assay chat --pipeline support -m "Where is my order?"',
    'cat question.txt | assay chat --pipeline support --json',
  ],
  async run({ values, isJson, system, client }) {
    const { pipeline = 'default', message } = values;
    const assay = await client();
    const messages: ChatMessage[] =
      values.system === undefined ? [] : [{ role: 'system', content: values.system }];
    // One conversation stays with one share of a rule.
    const talk = { assay, model: pipeline, user: `chat-${randomUUID()}`, messages, isJson, system };
    if (message === undefined && system.stdin.isTerminal) return converse(talk);
    await say(message ?? (await textOfFile('-', undefined, system)), talk);
    return EXIT.passed;
  },
});

interface Talk {
  assay: Assay;
  model: string;
  user: string;
  messages: ChatMessage[];
  isJson: boolean;
  system: System;
}

/** Asks for messages until an empty one. */
async function converse(talk: Talk) {
  talk.system.stderr.write(`Talking to ${printable(talk.model)}. An empty line ends.\n`);
  for (;;) {
    const line = await talk.system.stdin.ask('> ');
    if (line.trim() === '') return EXIT.passed;
    await say(line, talk);
  }
}

async function say(content: string, talk: Talk): Promise<void> {
  const { assay, model, user, messages, isJson, system } = talk;
  messages.push({ role: 'user', content });
  const onText = (text: string) => {
    if (!isJson) system.stdout.write(printable(text));
  };
  const answer = await chatTurn(assay, { model, user, messages, onText });
  messages.push({ role: 'assistant', content: answer.text });
  if (isJson) {
    system.stdout.write(json(answer));
    return;
  }
  system.stdout.write('\n');
  if (answer.assay) system.stderr.write(printable(reportText(answer.assay)));
}

function reportText({ pipeline, model, attempts, costUsd, guard, steps }: GatewayReport): string {
  const head = [
    pipeline ?? 'no pipeline',
    model ?? 'no model was asked',
    counted(attempts.length, 'attempt'),
    costUsd === null ? 'cost unknown' : `$${costUsd.toFixed(6)}`,
    `guard ${guard}`,
  ];
  const rows = Object.entries(steps).map(([name, note]) => [
    `  ${name}`,
    oneLine(JSON.stringify(note), 120),
  ]);
  return `${head.join(' · ')}\n${table(rows)}`;
}
