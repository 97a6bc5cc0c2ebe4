import { extname } from 'node:path';
import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { NotImported } from '../importing/case.ts';
import { parseYaml, type Source } from '../importing/source.ts';
import { fill } from './template.ts';

const FILE = 'file://';
const CODE = /\.(?:[cm]?[jt]sx?|py|rb)(?::[^/]*)?$/;

/** The name of a file in `file://…`; undefined for anything else. @throws NotImported for code */
export function fileNameOf(text: string): string | undefined {
  if (text.startsWith('package:')) throw new NotImported('Code of packages is not run.');
  if (!text.startsWith(FILE)) return undefined;
  const name = text.slice(FILE.length);
  if (CODE.test(name)) throw new NotImported(`${name} is code, which is not run.`);
  return name;
}

/** The value of an assertion: files read, variables filled in. @throws NotImported */
export async function readValue(
  value: JsonValue | undefined,
  vars: JsonObject,
  source: Source,
): Promise<JsonValue | undefined> {
  if (typeof value === 'string') return textOrFile(value, vars, source);
  if (!Array.isArray(value)) return value;
  return Promise.all(
    value.map((each) => (typeof each === 'string' ? textOrFile(each, vars, source) : each)),
  );
}

async function textOrFile(text: string, vars: JsonObject, source: Source): Promise<JsonValue> {
  const name = fileNameOf(text);
  if (name === undefined) return fill(text, vars);
  const { text: content, path } = await source.beside(name);
  switch (extname(path)) {
    case '.json':
    case '.yaml':
    case '.yml':
      return parseYaml(content, path);
    case '.txt':
      return content.trim();
    default:
      throw new NotImported(`${path}: only .json, .yaml, .yml and .txt are supported here.`);
  }
}
