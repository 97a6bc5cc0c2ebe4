import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { NotImported } from '../importing/case.ts';
import { isRecord } from './row.ts';

const TAG = /\{[%#]/;
const SLOT = /\{\{([\s\S]*?)\}\}/g;
const PATH = /^[A-Za-z_$][\w$]*(?:\.[\w$]+|\[\d+\]|\[(?:'[^']*'|"[^"]*")\])*$/;

/**
 * A text with `{{name}}`, `{{name.part}}` and `{{name[0]}}` filled in; what is not there is empty.
 *
 * @throws NotImported for the rest of Nunjucks: filters, expressions, tags, comments; and for
 *   `{{env.…}}`, as nothing of the environment is read
 */
export function fill(template: string, vars: JsonObject): string {
  if (TAG.test(template)) throw new NotImported('Template tags and comments are not run.');
  return template.replace(SLOT, (slot, inner: string) => {
    const path = inner.trim();
    if (!PATH.test(path)) {
      throw new NotImported(`${slot} is not a plain name: filters and expressions are not run.`);
    }
    if (/^env\b/.test(path)) throw new NotImported(`${slot}: the environment is not read.`);
    const value = lookUp(path, vars);
    if (typeof value === 'object' && value !== null) {
      throw new NotImported(`${slot} is a list or an object, not a text.`);
    }
    return value === undefined || value === null ? '' : String(value);
  });
}

/** Fills every text in it in. @throws NotImported */
export function fillAll(value: JsonValue, vars: JsonObject): JsonValue {
  if (typeof value === 'string') return fill(value, vars);
  if (Array.isArray(value)) return value.map((each) => fillAll(each, vars));
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fillAll(each, vars)]));
}

/**
 * The variables, each with the others filled in, without the line end that ends it. One that cannot
 * be filled in stays as it is, and is told of where it is used.
 */
export function fillVars(vars: JsonObject): JsonObject {
  const filled: JsonObject = Object.fromEntries(
    Object.entries(vars).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replace(/\n$/, '') : value,
    ]),
  );
  for (const [name, value] of Object.entries(filled)) {
    if (typeof value !== 'string' || !value.includes('{{')) continue;
    try {
      filled[name] = fill(value, filled);
    } catch (cause) {
      if (!(cause instanceof NotImported)) throw cause;
    }
  }
  return filled;
}

function lookUp(path: string, vars: JsonObject): JsonValue | undefined {
  const steps = [...path.matchAll(/[\w$]+|'[^']*'|"[^"]*"/g)].map(([step]) =>
    step.replace(/^['"]|['"]$/g, ''),
  );
  let value: JsonValue | undefined = vars;
  for (const step of steps) value = memberOf(value, step, path);
  return value;
}

/** A member as Nunjucks finds it, such as the length of a text. @throws NotImported for methods of texts and lists */
function memberOf(value: JsonValue | undefined, step: string, path: string): JsonValue | undefined {
  if (value === undefined || value === null) return undefined;
  const holder: object = Object(value);
  if (Object.hasOwn(holder, step)) return (holder as JsonObject)[step];
  if (step in holder && (typeof value !== 'object' || Array.isArray(value))) {
    throw new NotImported(`{{${path}}} is a method, and code is not run.`);
  }
  return undefined;
}
