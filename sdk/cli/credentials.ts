import { baseUrlFault } from '../base-url.ts';
import { Assay } from '../client.ts';
import { CliError } from './cli-error.ts';
import { textOf } from './read-text.ts';
import type { System } from './system.ts';

export interface Credentials {
  baseUrl: string;
  apiKey: string;
}

/** Where `assay login` keeps them. */
export function credentialsPath(system: System): string {
  return `${system.configFolder}/credentials.json`;
}

/** A client configured by the environment, with the stored credentials as defaults. */
export async function connect(system: System): Promise<Assay> {
  const { baseUrl, apiKey } = await credentialsOf(system);
  return new Assay({
    baseUrl,
    apiKey,
    fetch: system.fetch,
    headers: { 'User-Agent': 'assay-cli' },
  });
}

/** @throws CliError when there are none, or the stored key is not for the environment's address */
export async function credentialsOf(system: System): Promise<Credentials> {
  const baseUrl = given(system.env.ASSAY_BASE_URL);
  const apiKey = system.env.ASSAY_API_KEY?.trim();
  if (baseUrl && apiKey) return { baseUrl, apiKey };
  const stored = await storedCredentials(system);
  if (!stored) {
    throw new CliError(
      'Not logged in. Run `assay login`, or set ASSAY_BASE_URL and ASSAY_API_KEY.',
    );
  }
  // A stored key is sent only to the server that it was stored for.
  if (baseUrl && normalised(baseUrl) !== normalised(stored.baseUrl)) {
    throw new CliError(
      `ASSAY_BASE_URL is ${baseUrl}, but the stored key belongs to ${stored.baseUrl}. Set ASSAY_API_KEY too, or log in to ${baseUrl}.`,
    );
  }
  return { baseUrl: stored.baseUrl, apiKey: apiKey || stored.apiKey };
}

export async function storedCredentials(system: System): Promise<Credentials | undefined> {
  const path = credentialsPath(system);
  if (!(await system.files.exists(path))) return undefined;
  try {
    const stored: unknown = JSON.parse(await textOf(system.files.bytes(path), { name: path }));
    if (isCredentials(stored)) return stored;
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
  }
  throw new CliError(`${path} cannot be read. Run \`assay login\` to write it again.`);
}

export async function storeCredentials(system: System, credentials: Credentials): Promise<void> {
  const text = `${JSON.stringify(credentials, null, 2)}\n`;
  await system.files.write(credentialsPath(system), text, { isSecret: true });
}

/** The address as it is stored. @throws CliError when it is not one */
export function baseUrlOf(text: string): string {
  const fault = baseUrlFault(text) ?? (URL.canParse(text) ? undefined : 'is not a URL');
  if (fault === undefined) return normalised(text);
  throw new CliError(`The base URL ${fault}.`);
}

/** The environment's address, if there is one. @throws CliError for one that holds a password */
function given(text: string | undefined): string | undefined {
  const baseUrl = text?.trim();
  const fault = baseUrl && baseUrlFault(baseUrl);
  if (fault) throw new CliError(`ASSAY_BASE_URL ${fault}.`);
  return baseUrl;
}

/** The address without a slash at its end, so that a path can follow. */
export function normalised(baseUrl: string): string {
  return baseUrl.trim().replace(/\/+$/, '');
}

function isCredentials(value: unknown): value is Credentials {
  if (typeof value !== 'object' || value === null) return false;
  const { baseUrl, apiKey } = value as Partial<Credentials>;
  return typeof baseUrl === 'string' && typeof apiKey === 'string';
}
