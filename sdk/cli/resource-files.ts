import { ValidationError } from '../errors.ts';
import { CliError } from './cli-error.ts';
import { textOf } from './read-text.ts';
import type { System } from './system.ts';
import { isResourceFile } from './yaml-file.ts';

/** How files of one kind are read. */
export interface Kind<File> {
  /** Such as `suite`. */
  noun: string;
  /** @throws CliError that names the line */
  read(text: string, path: string): File;
  nameOf(file: File): string;
}

/**
 * The files at paths, which may be folders.
 *
 * @throws CliError for a file that cannot be read, an empty folder, or two files of one name
 */
export async function readFiles<File extends { path: string }>(
  paths: readonly string[],
  { noun, read, nameOf }: Kind<File>,
  system: System,
): Promise<File[]> {
  const files: File[] = [];
  for (const path of paths) {
    for (const each of isResourceFile(path) ? [path] : await filesOf(path, system)) {
      files.push(read(await textOf(system.files.bytes(each), { name: each }), each));
    }
  }
  const names = new Map<string, string>();
  for (const file of files) {
    const other = names.get(nameOf(file));
    if (other)
      throw new CliError(
        `${file.path} and ${other} both define the ${noun} “${nameOf(file)}”. Keep one of them.`,
      );
    names.set(nameOf(file), file.path);
  }
  return files;
}

async function filesOf(path: string, system: System): Promise<string[]> {
  const folder = path.replace(/(.)\/+$/, '$1');
  const names = (await system.files.list(folder)).filter(isResourceFile);
  if (names.length === 0) throw new CliError(`${folder} contains no .yaml, .yml or .json files.`);
  return names.map((name) => `${folder}/${name}`);
}

/** The file of each resource that is there, by name, whatever it is called. */
async function filesByName<File extends { path: string }>(
  folder: string,
  { read, nameOf }: Kind<File>,
  system: System,
): Promise<Map<string, File>> {
  const found = new Map<string, File>();
  // A folder that is not there yet holds none.
  const names = await system.files.list(folder).catch((): string[] => []);
  for (const name of names.filter((each) => /\.ya?ml$/i.test(each))) {
    const path = `${folder}/${name}`;
    try {
      const file = read(await textOf(system.files.bytes(path), { name: path }), path);
      found.set(nameOf(file), file);
    } catch {
      // What is something else stays as it is.
    }
  }
  return found;
}

/** Asks the API about a file. @throws CliError that names the line of each field it refuses */
export async function asked<Answer>(
  file: { placeOf(pointer: string): string },
  ask: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await ask();
  } catch (cause) {
    if (!(cause instanceof ValidationError) || cause.errors.length === 0) throw cause;
    const lines = cause.errors.map(
      ({ pointer, message }) => `${file.placeOf(pointer)}: ${pointer} ${message}`,
    );
    throw new CliError(lines.join('\n'), { cause });
  }
}

/** What became of a file. */
export interface Pushed {
  file: string;
  name: string;
  /** The newest version then; null if there is none yet. */
  version: number | null;
  change: 'created' | 'added' | 'unchanged' | 'would create' | 'would add';
}

/** A row for a person. */
export function pushedRow({ file, name, version, change }: Pushed): string[] {
  const told =
    change === 'would create'
      ? 'would be created'
      : change === 'would add'
        ? `differs from ${name}@${version}`
        : `${change} ${name}@${version}`;
  return [file, told];
}

/** What became of the file of a resource. */
interface Pulled {
  file: string;
  name: string;
  version: number;
  change: 'unchanged' | 'written';
}

/**
 * Writes each resource to its file, which may have any name. A file that says the same stays as it is,
 * with its comments.
 *
 * @param textOfFile the resource in a file, as `write` would write it
 */
export async function pullFiles<
  Resource extends { name: string; version: number },
  File extends { path: string },
>(
  resources: readonly Resource[],
  { folder, kind, write, textOfFile }: Pulling<Resource, File>,
  system: System,
): Promise<Pulled[]> {
  const into = folder.replace(/\/$/, '');
  const known = await filesByName(into, kind, system);
  const pulled: Pulled[] = [];
  for (const resource of resources) {
    const { name, version } = resource;
    const there = known.get(name);
    const file = there?.path ?? `${into}/${name}.yaml`;
    const text = write(resource);
    const isKept = there !== undefined && textOfFile(there) === text;
    if (!isKept) await system.files.write(file, text);
    pulled.push({ file, name, version, change: isKept ? 'unchanged' : 'written' });
  }
  return pulled;
}

interface Pulling<Resource, File> {
  folder: string;
  kind: Kind<File>;
  write(resource: NoInfer<Resource>): string;
  textOfFile(file: File): string;
}

/** What a person reads of a file that was pulled. */
export function pulledRow({ file, name, version, change }: Pulled): string[] {
  return [file, `${change} ${name}@${version}`];
}
