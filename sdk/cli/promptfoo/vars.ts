import { extname } from 'node:path';
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { CliError } from '../cli-error.ts';
import { NotImported, type RemarkList } from '../importing/case.ts';
import { parseYaml, type Source } from '../importing/source.ts';
import { fileNameOf } from './file-value.ts';
import { fillVars } from './template.ts';

const MOST_COMBINATIONS = 10_000;
const BINARY = /\.(?:pdf|png|jpe?g|gif|webp|bmp|svg|mp3|wav|mp4|mov|webm|xlsx?)$/i;

/**
 * The variables of a test as they are filled in: a list of texts stands for a test a text, and files
 * for what is in them.
 *
 * @throws CliError for more than 10,000 combinations
 */
export async function combinationsOf(
  vars: JsonObject,
  options: JsonObject,
  place: string,
  source: Source,
  remarks: RemarkList,
): Promise<JsonObject[]> {
  let combinations: JsonObject[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const isSpread =
      Array.isArray(value) && typeof value[0] === 'string' && !options.disableVarExpansion;
    const values: JsonValue[] = [];
    for (const each of isSpread ? value : [value]) {
      values.push(...(await loaded(each, `${place}.vars.${name}`, source, remarks)));
    }
    if (combinations.length * values.length > MOST_COMBINATIONS) {
      throw new CliError(`${place} has more than ${MOST_COMBINATIONS} combinations of variables.`);
    }
    combinations = combinations.flatMap((combination) =>
      values.map((each) => ({ ...combination, [name]: each })),
    );
  }
  return combinations.map(fillVars);
}

async function loaded(
  value: JsonValue,
  place: string,
  source: Source,
  remarks: RemarkList,
): Promise<JsonValue[]> {
  if (typeof value !== 'string') return [value];
  try {
    const name = fileNameOf(value);
    if (name === undefined) return [value];
    if (BINARY.test(name)) throw new NotImported(`${name} is not a text.`);
    const values: JsonValue[] = [];
    for (const found of await source.matching(name)) {
      const { text, path } = await source.beside(found);
      const isYaml = ['.yaml', '.yml'].includes(extname(path));
      values.push(isYaml ? JSON.stringify(parseYaml(text, path)) : text.trim());
    }
    return values;
  } catch (cause) {
    if (!(cause instanceof NotImported)) throw cause;
    const why = `${cause.message} The variable keeps the name of the file.`;
    remarks.add({ kind: 'note', place, what: 'variable', why });
    return [value];
  }
}
