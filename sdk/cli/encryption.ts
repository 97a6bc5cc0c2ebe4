import type { DataKey, Encryption } from '@assay/schema/types.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { EXIT } from './exit-code.ts';
import { json, printable, table } from './text.ts';

export const encryptionShow = defineCommand({
  name: 'encryption show',
  summary: 'Shows whether samples are encrypted where they are stored, and by which keys.',
  options: {},
  async run({ isJson, system, client }) {
    const encryption = await (await client()).project.encryption();
    system.stdout.write(isJson ? json(encryption) : printable(textOf(encryption)));
    return EXIT.passed;
  },
});

export const encryptionRotate = defineCommand({
  name: 'encryption rotate',
  summary: 'Makes a new key, which encrypts from now on; older ones still decrypt.',
  options: {},
  async run({ isJson, system, client }) {
    const key = await (await client()).project.rotateDataKey();
    system.stdout.write(isJson ? json(key) : printable(table([rowOf(key)])));
    return EXIT.passed;
  },
});

export const encryptionDrop = defineCommand({
  name: 'encryption drop',
  summary: 'Drops all keys: what they encrypted is unreadable at once and for good.',
  options: { yes: { help: 'Drop them. Without it nothing is dropped.' } },
  async run({ values, isJson, system, client }) {
    if (!values.yes) {
      throw new CliError('This makes all encrypted samples unreadable for good. Add --yes.');
    }
    const encryption = await (await client()).project.dropDataKeys();
    system.stdout.write(isJson ? json(encryption) : printable(textOf(encryption)));
    return EXIT.passed;
  },
});

function textOf({ isOn, keys }: Encryption): string {
  const state = isOn
    ? 'on: what is stored from now on is encrypted\n'
    : 'off: the deployment has no master key (npm run encryption-key)\n';
  return keys.length === 0 ? state : `${state}\n${table(keys.map(rowOf))}`;
}

function rowOf({ id, masterKey, createdAt, droppedAt }: DataKey): string[] {
  return [
    id,
    `wrapped by ${masterKey}`,
    `made ${createdAt}`,
    droppedAt === null ? '' : `dropped ${droppedAt}`,
  ];
}
