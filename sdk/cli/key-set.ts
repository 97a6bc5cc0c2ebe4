import type { SigningKeySet } from '@assay/schema/types.ts';
import { reasonOf } from '../attempt.ts';
import type { Assay } from '../client.ts';
import { CliError } from './cli-error.ts';
import { textOfFile } from './sample-file.ts';
import type { System } from './system.ts';

const PATH = '/.well-known/jwks.json';

/** The public keys in a file, or of a deployment by its address. */
export async function keysFrom(given: string, system: System): Promise<SigningKeySet> {
  if (!/^https?:\/\//.test(given)) return keySet(await jsonOfFile(given, system), given);
  const url = given.endsWith('.json') ? given : `${given.replace(/\/+$/, '')}${PATH}`;
  return keysOf(await reached(system.fetch(url), url), url);
}

/** The public keys of the deployment that the client calls. */
export async function keysOfDeployment(assay: Assay): Promise<SigningKeySet> {
  return keysOf(await reached(assay.fetch(PATH), PATH), PATH);
}

/** @throws CliError if nothing answers */
async function reached(answering: Promise<Response>, url: string): Promise<Response> {
  try {
    return await answering;
  } catch (cause) {
    throw new CliError(
      `${url} cannot be reached: ${reasonOf(cause)}. Check the address, or give a file with \`--keys\`.`,
      { cause },
    );
  }
}

async function keysOf(response: Response, url: string): Promise<SigningKeySet> {
  if (!response.ok) throw new CliError(`${url} answered with ${response.status}.`);
  return keySet(parseJson(await response.text(), url), url);
}

function keySet(value: SigningKeySet, from: string): SigningKeySet {
  if (Array.isArray(value?.keys)) return value;
  throw new CliError(`${from} is not a JSON Web Key Set: it has no list \`keys\`.`);
}

export async function jsonOfFile<Value>(path: string, system: System): Promise<Value> {
  return parseJson(await textOfFile(path, undefined, system), path);
}

/** @throws CliError naming what is not JSON */
export function parseJson<Value>(text: string, what: string): Value {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(`${what} is not JSON.`, { cause });
  }
}
