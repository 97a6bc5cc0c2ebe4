import { Assay } from '../client.ts';
import { PermissionError } from '../errors.ts';
import { CliError } from './cli-error.ts';
import { defineCommand } from './command.ts';
import { baseUrlOf, credentialsPath, storeCredentials } from './credentials.ts';
import { EXIT } from './exit-code.ts';
import { textOf } from './read-text.ts';
import type { System } from './system.ts';
import { json } from './text.ts';

export const login = defineCommand({
  name: 'login',
  summary: 'Verifies the base URL and key of an Assay API, and stores them.',
  options: {
    'base-url': { value: 'URL', help: 'Base URL of the API. Prompts for it if omitted.' },
  },
  examples: [
    'assay login',
    'echo "$KEY" | assay login --base-url https://assay.example.com   # no key in the process list',
  ],
  async run({ values, isJson, system }) {
    const baseUrl = baseUrlOf(values['base-url'] ?? (await askBaseUrl(system)));
    const apiKey = await readKey(system);
    await prove(new Assay({ baseUrl, apiKey, fetch: system.fetch }));
    await storeCredentials(system, { baseUrl, apiKey });
    const path = credentialsPath(system);
    system.stdout.write(isJson ? json({ baseUrl, path }) : `Stored for ${baseUrl} in ${path}.\n`);
    return EXIT.passed;
  },
});

async function askBaseUrl(system: System): Promise<string> {
  if (system.stdin.isTerminal) return (await system.stdin.ask('Base URL of the API: ')).trim();
  throw new CliError('--base-url is required, because there is no terminal to prompt for it.');
}

async function readKey(system: System): Promise<string> {
  const key = system.stdin.isTerminal
    ? await system.stdin.ask('API key: ', { isSecret: true })
    : await textOf(system.stdin.bytes(), { name: 'Standard input' });
  if (key.trim() !== '') return key.trim();
  throw new CliError('The key is empty. Enter an API key.');
}

/** A key that may not read is a key still. */
async function prove(assay: Assay): Promise<void> {
  try {
    await assay.verdicts.list({ limit: 1 });
  } catch (cause) {
    if (!(cause instanceof PermissionError)) throw cause;
  }
}
