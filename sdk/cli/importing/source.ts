import { dirname, isAbsolute, join, relative } from 'node:path';
import type { JsonValue } from '@assay/schema/types.ts';
import { parseDocument } from 'yaml';
import { CliError } from '../cli-error.ts';
import { readText } from '../read-text.ts';
import type { System } from '../system.ts';
import { NotImported } from './case.ts';

const MOST_CHARACTERS = 32 * 1024 * 1024;
const MOST_ALIASES = 1_000;

/** A file that is imported, and those beneath its folder. */
export interface Source {
  path: string;
  /** All of the file itself. */
  text(): Promise<string>;
  /**
   * A file that it names.
   *
   * @param from the folder the name is relative to; that of the imported file if omitted
   * @returns its text, and its path from the imported file's folder
   * @throws NotImported for one outside of the imported file's folder
   */
  beside(name: string, from?: string): Promise<{ text: string; path: string }>;
  /** The files that a name stands for, whose last part may have `*`. */
  matching(name: string, from?: string): Promise<string[]>;
}

export function sourceOf(path: string, system: System): Source {
  const root = dirname(path);
  const within = (name: string, from = '') => {
    const inside = join(from, name);
    if (isAbsolute(name) || isOutside(inside)) throw outside(name);
    return inside;
  };
  return {
    path,
    text: () => readBounded(path, system),
    async beside(name, from) {
      const inside = within(name, from);
      // A link within the folder may lead out of it.
      const [folder, target] = await Promise.all(
        [root, join(root, inside)].map((each) => system.files.real(each)),
      );
      if (isOutside(relative(folder ?? '', target ?? ''))) throw outside(name);
      return { text: await readBounded(join(root, inside), system), path: inside };
    },
    async matching(name, from) {
      const inside = within(name, from);
      if (!inside.includes('*')) return [inside];
      const folder = dirname(inside);
      const pattern = inside.slice(folder === '.' ? 0 : folder.length + 1);
      if (folder.includes('*')) {
        throw new NotImported(`${name}: only the last segment of a path can contain *.`);
      }
      const wanted = new RegExp(`^${pattern.split(/\*+/).map(escaped).join('[^/]*')}$`);
      const names = await system.files.list(join(root, folder));
      const found = names.filter((each) => wanted.test(each)).map((each) => join(folder, each));
      if (found.length === 0) throw new CliError(`${join(root, inside)} matches no file.`);
      return found;
    },
  };
}

function isOutside(path: string): boolean {
  return isAbsolute(path) || /^\.\.(?:[\\/]|$)/.test(path);
}

function outside(name: string): NotImported {
  return new NotImported(`${name} is outside the folder of the imported file.`);
}

async function readBounded(path: string, system: System): Promise<string> {
  let text = '';
  for await (const piece of readText(system.files.bytes(path), { name: path })) {
    text += piece;
    if (text.length > MOST_CHARACTERS) throw new CliError(`${path} is larger than 32 MiB.`);
  }
  return text;
}

/** YAML or JSON as a value. @throws CliError that names file and line */
export function parseYaml(text: string, path: string): JsonValue {
  const document = parseDocument(text, { merge: true, prettyErrors: true });
  const [fault] = document.errors;
  if (fault) {
    const line = fault.linePos?.[0].line ?? 1;
    const [message = ''] = fault.message.split(/ at line \d+/);
    throw new CliError(`${path}, line ${line}: ${message}.`, { cause: fault });
  }
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES }) ?? null;
  } catch (cause) {
    throw new CliError(`${path} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}

/** @throws CliError that names the file */
export function parseJson(text: string, path: string): JsonValue {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new CliError(`${path} is not JSON: ${(cause as Error).message}.`, { cause });
  }
}

/** JSON a line. @throws CliError that names file and line */
export function parseJsonLines(text: string, path: string): JsonValue[] {
  return text.split('\n').flatMap((line, i) => {
    return line.trim() === '' ? [] : [parseJson(line, `${path}, line ${i + 1},`)];
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
