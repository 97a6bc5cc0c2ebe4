import { dirname, extname } from 'node:path';
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { NotImported, type RemarkList } from '../importing/case.ts';
import { parseJson, parseJsonLines, parseYaml, type Source } from '../importing/source.ts';
import type { PlacedAssertion } from './assertions.ts';
import type { Config } from './config.ts';
import { csvRows, testOfRow } from './csv.ts';
import { fileNameOf } from './file-value.ts';
import { isRecord } from './row.ts';

/** A test, its defaults joined in. */
export interface Test {
  /** Where it stands, such as `tests[3]`. */
  place: string;
  description: string | undefined;
  vars: JsonObject;
  assertions: PlacedAssertion[];
  threshold: number | undefined;
  options: JsonObject;
  metadata: JsonObject;
  providerOutput: JsonValue | undefined;
  /** Labels of the prompts it is for; all if omitted. */
  prompts: string[] | undefined;
}

/** A test as it was written. */
interface Raw {
  place: string;
  given: JsonObject;
}

/** Every test of the configuration: its own, and those its scenarios come to. */
export async function readTests(
  config: Config,
  source: Source,
  remarks: RemarkList,
): Promise<Test[]> {
  const own = await readList(config.tests, 'tests', source, remarks);
  const tests = own.map(({ place, given }) =>
    joined(config.defaultTest, [{ place, given }], place, remarks),
  );
  for (const [s, scenario] of [config.scenarios ?? []].flat().entries()) {
    const place = `scenarios[${s}]`;
    for (const { given, place: at } of await scenarioOf(scenario, place, source, remarks)) {
      tests.push(...(await scenarioTests(config.defaultTest, given, at, source, remarks)));
    }
  }
  const isBare = own.length === 0 && config.scenarios === undefined && config.tests === undefined;
  return isBare ? [joined(config.defaultTest, [], 'defaultTest', remarks)] : tests;
}

async function scenarioOf(
  scenario: JsonValue,
  place: string,
  source: Source,
  remarks: RemarkList,
): Promise<Raw[]> {
  if (typeof scenario !== 'string') return isRecord(scenario) ? [{ place, given: scenario }] : [];
  return readList([scenario], place, source, remarks);
}

async function scenarioTests(
  defaults: JsonObject,
  scenario: JsonObject,
  place: string,
  source: Source,
  remarks: RemarkList,
): Promise<Test[]> {
  const data = await readList(scenario.config, `${place}.config`, source, remarks);
  const tests = await readList(scenario.tests, `${place}.tests`, source, remarks);
  const whole: Raw[] = scenario.tests === undefined ? [{ place, given: {} }] : tests;
  return data.flatMap((each) =>
    whole.map((test) => {
      const at = `${each.place} with ${test.place}`;
      return joined(defaults, [each, test], at, remarks);
    }),
  );
}

/** A test from its parts, later ones first; the assertions of all of them add up. */
function joined(
  defaults: JsonObject,
  parts: readonly Raw[],
  place: string,
  remarks: RemarkList,
): Test {
  const all = [defaults, ...parts.map(({ given }) => given)];
  const merged: JsonObject = Object.assign({}, ...all);
  const optionsOf = all.map(({ options }) => (isRecord(options) ? options : {}));
  const options: JsonObject = Object.assign({}, ...optionsOf);
  const own = parts.flatMap(({ given, place: at }) => placed(given, at));
  const isWithoutDefaults = options.disableDefaultAsserts === true;
  const { description, threshold, providerOutput, prompts } = merged;
  if (typeof merged.assertScoringFunction === 'string') {
    const why = 'Scores are not combined with code, but in promptfoo’s default way.';
    remarks.add({ kind: 'left-out', place, what: 'assertScoringFunction', why });
  }
  const judge = ['provider', 'rubricPrompt'].find((key) => options[key] !== undefined);
  if (judge !== undefined) {
    const why = 'Judges and their prompts are not imported.';
    const instead = '`params.model` of the scorer';
    remarks.addOnce({ kind: 'note', place, what: `options.${judge}`, why, instead });
  }
  if (options.repeat !== undefined) {
    const why = 'Each test becomes one sample; promptfoo runs it several times.';
    remarks.addOnce({ kind: 'note', place, what: 'options.repeat', why });
  }
  if (options.storeOutputAs !== undefined) {
    const why = 'The output is not available as a variable of later tests.';
    remarks.addOnce({ kind: 'note', place, what: 'options.storeOutputAs', why });
  }
  return {
    place,
    description: typeof description === 'string' ? description : undefined,
    vars: Object.assign({}, ...all.map(({ vars }) => (isRecord(vars) ? vars : {}))),
    assertions: [...(isWithoutDefaults ? [] : placed(defaults, 'defaultTest')), ...own],
    threshold: typeof threshold === 'number' ? threshold : undefined,
    options,
    metadata: Object.assign({}, ...all.map(({ metadata }) => (isRecord(metadata) ? metadata : {}))),
    providerOutput,
    prompts: Array.isArray(prompts) ? prompts.map(String) : undefined,
  };
}

function placed({ assert }: JsonObject, place: string): PlacedAssertion[] {
  if (!Array.isArray(assert)) return [];
  return assert.map((given, i) => ({ place: `${place}.assert[${i}]`, given }));
}

async function readList(
  given: JsonValue | undefined,
  place: string,
  source: Source,
  remarks: RemarkList,
): Promise<Raw[]> {
  if (given === undefined || given === null) return [];
  const list = Array.isArray(given) ? given : [given];
  const raws: Raw[] = [];
  for (const [i, each] of list.entries()) {
    const at = Array.isArray(given) ? `${place}[${i}]` : place;
    try {
      raws.push(...(await readEntry(each, at, source)));
    } catch (cause) {
      if (!(cause instanceof NotImported)) throw cause;
      const what = typeof each === 'string' ? each : 'test';
      remarks.add({ kind: 'left-out', place: at, what, why: cause.message });
    }
  }
  return raws;
}

/** A test as it stands, or those of a file. @throws NotImported */
async function readEntry(given: JsonValue, place: string, source: Source): Promise<Raw[]> {
  if (isRecord(given) && typeof given.path === 'string') {
    return readEntry(given.path, place, source);
  }
  if (isRecord(given)) return [{ place, given: await withVars(given, source, '') }];
  if (typeof given !== 'string') throw new NotImported('A test must be an object or a file.');
  if (/^(?:https?|huggingface|az|s3):\/\//.test(given)) {
    throw new NotImported('Tests are read only from files in the folder of the configuration.');
  }
  const name = fileNameOf(given) ?? fileNameOf(`file://${given}`) ?? given;
  const raws: Raw[] = [];
  for (const found of await source.matching(name)) {
    const { text, path } = await source.beside(found);
    for (const [i, test] of readFile(text, path).entries()) {
      raws.push({ place: `${path}[${i}]`, given: await withVars(test, source, dirname(path)) });
    }
  }
  return raws;
}

function readFile(text: string, path: string): JsonObject[] {
  switch (extname(path)) {
    case '.csv':
      return csvRows(text, path).map(testOfRow);
    case '.json':
      return [parseJson(text, path)].flat().filter(isRecord);
    case '.jsonl':
      return parseJsonLines(text, path).filter(isRecord);
    case '.yaml':
    case '.yml':
      return [parseYaml(text, path)].flat().filter(isRecord).map(fromRow);
    default:
      throw new NotImported(`${path}: tests must be CSV, JSON, JSON Lines or YAML.`);
  }
}

/** YAML may hold rows of variables and `__expected` instead of tests. */
function fromRow(test: JsonObject): JsonObject {
  return Object.keys(test).some((key) => key.startsWith('__')) ? testOfRow(test) : test;
}

/** Variables may stand in YAML files of their own. */
async function withVars(test: JsonObject, source: Source, folder: string): Promise<JsonObject> {
  const { vars } = test;
  const names = typeof vars === 'string' ? [vars] : vars;
  if (!Array.isArray(names)) return test;
  const read: JsonObject = {};
  for (const name of names.map(String)) {
    for (const found of await source.matching(fileNameOf(name) ?? name, folder)) {
      const { text, path } = await source.beside(found);
      const values = parseYaml(text, path);
      if (isRecord(values)) Object.assign(read, values);
    }
  }
  return { ...test, vars: read };
}
