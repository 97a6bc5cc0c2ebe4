import type { AnyTool, JsonObject, JsonValue } from '@assay/schema/types.ts';
import { CliError } from '../cli-error.ts';
import { NotImported, type RemarkList } from '../importing/case.ts';
import { parseYaml, type Source } from '../importing/source.ts';
import { fileNameOf } from './file-value.ts';
import { isRecord } from './row.ts';
import { toolsOf } from './tools.ts';

/** Keys that are read, and those that change how promptfoo runs and shows but not what it scores. */
const READ = new Set(['prompts', 'providers', 'targets', 'tests', 'defaultTest', 'scenarios']);
const WITHOUT_EFFECT = new Set([
  ...['$schema', 'description', 'tags', 'env', 'outputPath', 'sharing', 'writeLatestResults'],
  ...['commandLineOptions', 'assertionTemplates', 'tracing', 'metadata', 'evaluateOptions'],
]);
const WHY: ReadonlyMap<string, string> = new Map([
  ['extensions', 'Code is not run.'],
  ['nunjucksFilters', 'Template filters are not run.'],
  [
    'derivedMetrics',
    'Derived metrics are not supported; composites such as expression combine scores.',
  ],
  ['redteam', 'Red-team tests are not generated.'],
]);

export interface Provider {
  id: string;
  tools: AnyTool[];
}

export interface Config {
  description: string | undefined;
  prompts: JsonValue;
  providers: Provider[];
  tests: JsonValue | undefined;
  scenarios: JsonValue | undefined;
  defaultTest: JsonObject;
  /** How often promptfoo runs each test. */
  repeat: number;
}

/** @throws CliError for a file that is no configuration */
export async function readConfig(source: Source, remarks: RemarkList): Promise<Config> {
  if (/\.[cm]?[jt]s$/.test(source.path)) {
    throw new CliError(`${source.path} is code, which is not run. Use a YAML configuration.`);
  }
  const root = parseYaml(await source.text(), source.path);
  if (!isRecord(root)) throw new CliError(`${source.path} is not a promptfoo configuration.`);
  if (!['tests', 'scenarios', 'defaultTest', 'prompts'].some((key) => Object.hasOwn(root, key))) {
    throw new CliError(
      `${source.path} has no prompts, tests, scenarios or defaultTest. Is it a promptfoo configuration?`,
    );
  }
  const config = dereference(root, root, remarks);
  for (const key of Object.keys(config)) {
    if (READ.has(key) || WITHOUT_EFFECT.has(key)) continue;
    const why = WHY.get(key) ?? 'It is not supported.';
    remarks.add({ kind: WHY.has(key) ? 'left-out' : 'note', place: key, what: key, why });
  }
  const { evaluateOptions, description } = config;
  const repeat = isRecord(evaluateOptions) ? evaluateOptions.repeat : undefined;
  return {
    description: typeof description === 'string' ? description : undefined,
    prompts: config.prompts ?? ['{{prompt}}'],
    providers: await readProviders(config.providers ?? config.targets, source, remarks),
    tests: config.tests,
    scenarios: config.scenarios,
    defaultTest: await readDefaultTest(config.defaultTest, source, remarks),
    repeat: typeof repeat === 'number' && repeat > 1 ? Math.floor(repeat) : 1,
  };
}

async function readDefaultTest(
  given: JsonValue | undefined,
  source: Source,
  remarks: RemarkList,
): Promise<JsonObject> {
  if (typeof given !== 'string') return isRecord(given) ? given : {};
  try {
    const { text, path } = await source.beside(fileNameOf(given) ?? given);
    const read = parseYaml(text, path);
    return isRecord(read) ? read : {};
  } catch (cause) {
    if (!(cause instanceof NotImported)) throw cause;
    remarks.add({ kind: 'left-out', place: 'defaultTest', what: given, why: cause.message });
    return {};
  }
}

const MOST_REFERENCES = 10_000;

/** `{ $ref: '#/…' }` replaced by what it points to. @throws CliError for one that leads nowhere */
function dereference(value: JsonObject, root: JsonObject, remarks: RemarkList): JsonObject {
  let count = 0;
  const walk = (given: JsonValue, trail: readonly string[]): JsonValue => {
    if (Array.isArray(given)) return given.map((each) => walk(each, trail));
    if (!isRecord(given)) return given;
    const { $ref, ...others } = given;
    const rest = () =>
      Object.entries(others).map(([key, each]): [string, JsonValue] => [key, walk(each, trail)]);
    if (typeof $ref !== 'string') {
      return Object.fromEntries($ref === undefined ? rest() : [...rest(), ['$ref', $ref]]);
    }
    if (!$ref.startsWith('#/')) {
      const why = 'Only references within the file are supported.';
      remarks.add({ kind: 'note', place: $ref, what: '$ref', why });
      return given;
    }
    count += 1;
    if (trail.includes($ref) || count > MOST_REFERENCES) {
      throw new CliError(`The reference ${$ref} is circular.`);
    }
    const target = walk(pointed($ref, root), [...trail, $ref]);
    return isRecord(target) ? { ...target, ...Object.fromEntries(rest()) } : target;
  };
  const { $ref: _, ...own } = value;
  return Object.fromEntries(
    Object.entries(own).map(([key, each]) => [
      key,
      // A template is read where it is used; a schema in it may have references of its own.
      key === 'assertionTemplates' ? each : walk(each, []),
    ]),
  );
}

function pointed(reference: string, root: JsonObject): JsonValue {
  let value: JsonValue | undefined = root;
  for (const step of reference.slice(2).split('/')) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as JsonObject)[name]
        : undefined;
  }
  if (value === undefined) throw new CliError(`The reference ${reference} has no target.`);
  return value;
}

async function readProviders(
  given: JsonValue | undefined,
  source: Source,
  remarks: RemarkList,
): Promise<Provider[]> {
  const list = given === undefined ? [] : [given].flat();
  return Promise.all(
    list.map(async (each, i) => {
      if (typeof each === 'string') return { id: each, tools: [] };
      const { id, options } = providerOf(each);
      if (options.prompts !== undefined) {
        const why =
          'Samples are generated from all prompts; a promptfoo provider can use only some of them.';
        remarks.add({ kind: 'note', place: `providers[${i}]`, what: 'prompts', why });
      }
      const { tools = [], functions = [] } = isRecord(options.config) ? options.config : {};
      const place = `providers[${i}].config.tools`;
      return {
        id,
        tools: knownTools(
          [
            ...(await readTools(tools, place, source, remarks)),
            ...(await readTools(functions, place, source, remarks)),
          ],
          place,
          remarks,
        ),
      };
    }),
  );
}

/** A provider has an `id`, or stands under it: `- openai:gpt-5: { config: … }`. */
function providerOf(given: JsonValue): { id: string; options: JsonObject } {
  if (!isRecord(given)) return { id: '', options: {} };
  if (typeof given.id === 'string') return { id: given.id, options: given };
  const [[id, options] = ['', {}]] = Object.entries(given);
  return { id, options: isRecord(options) ? options : {} };
}

function knownTools(given: JsonValue[], place: string, remarks: RemarkList): AnyTool[] {
  return given.flatMap((each, i) => {
    const tools = toolsOf(each);
    if (tools === undefined) {
      const why = 'It is not a function declaration, and is ignored in scoring.';
      remarks.add({ kind: 'left-out', place: `${place}[${i}]`, what: 'tool', why });
    }
    return tools ?? [];
  });
}

async function readTools(
  given: JsonValue,
  place: string,
  source: Source,
  remarks: RemarkList,
): Promise<JsonValue[]> {
  const name = typeof given === 'string' ? given.replace(/^file:\/\//, '') : undefined;
  if (name === undefined) return Array.isArray(given) ? given : [];
  if (!/\.(?:json|ya?ml)$/.test(name)) {
    remarks.add({
      kind: 'note',
      place,
      what: name,
      why: 'Tools can be read only from JSON and YAML.',
    });
    return [];
  }
  try {
    const { text, path } = await source.beside(name);
    const read = parseYaml(text, path);
    return Array.isArray(read) ? read : [];
  } catch (cause) {
    if (!(cause instanceof NotImported)) throw cause;
    remarks.add({ kind: 'note', place, what: name, why: cause.message });
    return [];
  }
}
