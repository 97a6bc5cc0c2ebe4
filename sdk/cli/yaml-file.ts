import { pointerSteps } from '@assay/schema/json-pointer.ts';
import {
  Document,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml';
import { CliError } from './cli-error.ts';

/** Whether a file may hold a resource such as a suite, by its name. */
export function isResourceFile(path: string): boolean {
  return /\.(ya?ml|json)$/i.test(path);
}

/** What a file says. */
export interface YamlFile {
  value: unknown;
  /** Where a field stands, such as `suites/support.yaml:7`. @param pointer RFC 6901 */
  placeOf(pointer: string): string;
}

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** A value as YAML: texts of several lines stand as blocks, and the same value gives the same text. */
export function writeYaml(value: object): string {
  // As the API would get it: without undefined, -0 and what else JSON has no word for.
  const document = new Document(JSON.parse(JSON.stringify(value)), {
    aliasDuplicateObjects: false,
    // What older readers take for booleans, such as `yes`, is quoted.
    compat: 'yaml-1.1',
  });
  visit(document, { Scalar: (key, scalar) => setStyle(scalar, key === 'key') });
  return document.toString({ lineWidth: 0 });
}

/** Texts of several lines stand as blocks, but where white space at their edges would not be seen. */
function setStyle(scalar: Scalar, isKey: boolean): void {
  const { value } = scalar;
  if (typeof value !== 'string' || !value.includes('\n')) return;
  const hasHidden = /^\s|\n\n$|[^\S\n](\n|$)|[^\P{Cc}\n\t]/u.test(value);
  scalar.type = hasHidden || isKey ? 'QUOTE_DOUBLE' : 'BLOCK_LITERAL';
}

/**
 * A value from YAML or JSON.
 *
 * @throws CliError when it cannot be read, or is no JSON; it names the line
 */
export function readYaml(text: string, path: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
  });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) {
    const { line, col } = lines.linePos(fault.pos[0]);
    throw new CliError(`${path}:${line}:${col}: ${fault.message}.`);
  }
  const placeOf = (pointer: string) => `${path}${lineText(document, lines, pointer)}`;
  const value = readValue(document, path);
  const odd = firstOddity(value);
  if (odd) throw new CliError(`${placeOf(odd.pointer)}: ${odd.pointer || 'The file'} ${odd.says}.`);
  return { value, placeOf };
}

/**
 * A file as a resource that has a name; what else is wrong with it the API says.
 *
 * @param wanted what it is, and its fields, such as "a suite: `name` and `scorers` are required"
 * @throws CliError when it is no map, or has no name
 */
export function namedIn({ value, placeOf }: YamlFile, wanted: string): object & { name: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new CliError(`${placeOf('')} is not ${wanted}.`);
  }
  const { name } = value as { name?: unknown };
  if (typeof name !== 'string' || !NAME.test(name)) {
    const rule =
      '1 to 64 characters of a-z, 0-9, “.”, “_” and “-”, and start with a letter or digit';
    throw new CliError(`${placeOf('/name')}: /name must be ${rule}.`);
  }
  return { ...value, name };
}

/** A field that must be a list with something in it. @throws CliError */
export function requireList(file: YamlFile, field: string, of: string): void {
  const list = (file.value as Record<string, unknown>)[field];
  if (Array.isArray(list) && list.length > 0) return;
  throw new CliError(`${file.placeOf(`/${field}`)}: /${field} must be a list of ${of}.`);
}

function readValue(document: Document, path: string): unknown {
  try {
    return document.toJS();
  } catch (cause) {
    // Aliases that would grow without bound.
    throw new CliError(`${path}: ${(cause as Error).message}.`, { cause });
  }
}

/** What YAML may say and JSON cannot: sent, it would silently be something else. */
function firstOddity(value: unknown, pointer = ''): { pointer: string; says: string } | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    return { pointer, says: `is ${value}, which JSON cannot represent` };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const prototype = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype) {
    return { pointer, says: 'is not a string, number, boolean, list or map' };
  }
  for (const [key, child] of Object.entries(value)) {
    const step = key.replaceAll('~', '~0').replaceAll('/', '~1');
    const odd = firstOddity(child, `${pointer}/${step}`);
    if (odd) return odd;
  }
  return undefined;
}

/** The line of a field, which is that of its name, or of the nearest one around it. */
function lineText(document: Document, lines: LineCounter, pointer: string): string {
  const steps = pointerSteps(pointer);
  for (; steps.length > 0; steps.pop()) {
    const above = document.getIn(steps.slice(0, -1), true);
    const name = isMap(above)
      ? above.items.find(({ key }) => isScalar(key) && String(key.value) === steps.at(-1))?.key
      : undefined;
    const node = name ?? document.getIn(steps, true);
    if (isNode(node) && node.range) return `:${lines.linePos(node.range[0]).line}`;
  }
  return '';
}
