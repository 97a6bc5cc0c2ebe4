import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import { NotImported } from '../importing/case.ts';
import { parseYaml } from '../importing/source.ts';
import { type Assertion, isRecord, type Mapped, type Rows } from './row.ts';

/** JSON, XML, HTML and SQL. */
export const FORMAT_ROWS: Rows = {
  'is-json': { scorer: 'json-valid', map: (given) => json(given, {}) },
  'contains-json': {
    scorer: 'contains-json',
    differs:
      'promptfoo also takes YAML in braces, single quotes and comments for JSON, and finds objects only.',
    map: (given) => json(given, { mode: 'anywhere' }),
  },
  'is-xml': { scorer: 'xml', map: (given) => xml(given, {}) },
  'contains-xml': { scorer: 'contains-xml', map: (given) => xml(given, { mode: 'anywhere' }) },
  'is-html': {
    scorer: 'html',
    differs: 'Assay refuses elements that HTML does not know, such as <thinking>.',
    map: () => ({ settings: { scorer: 'html' } }),
  },
  'contains-html': {
    scorer: 'contains-html',
    differs: 'promptfoo looks for tags of any name, Assay for elements of HTML.',
    map: () => ({ settings: { scorer: 'contains-html' } }),
  },
  'is-sql': {
    scorer: 'sql, for PostgreSQL',
    differs: 'Another parser of the same grammar.',
    map: (given) => sql(given, {}),
  },
  'contains-sql': {
    scorer: 'contains-sql, for PostgreSQL',
    differs: 'Another parser of the same grammar; SQL is also found outside of code fences.',
    map: (given) => sql(given, { mode: 'anywhere' }),
  },
};

function json({ type, value }: Assertion, params: JsonObject): Mapped {
  const schema = typeof value === 'string' ? parseYaml(value, `the value of ${type}`) : value;
  // Neither null nor an empty text asks for anything.
  if (schema === undefined || schema === null || schema === '') {
    return { settings: { scorer: 'json-valid', params } };
  }
  if (typeof schema !== 'boolean' && !isRecord(schema)) {
    throw new NotImported(`${type} takes a JSON Schema as its value.`);
  }
  const draft: JsonObject = isRecord(schema) && schema.$schema !== undefined ? {} : { draft: '7' };
  return {
    settings: { scorer: 'json-valid', params: { ...params, schema, ...draft } },
    ...(hasKey(schema, 'format') && {
      differs: '`format` of the JSON Schema is not checked; promptfoo checks some.',
    }),
  };
}

function hasKey(value: JsonValue, key: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, each]) => name === key || hasKey(each, key));
}

function xml({ type, value }: Assertion, params: JsonObject): Mapped {
  const required = isRecord(value) ? value.requiredElements : value;
  const paths =
    typeof required === 'string' ? required.split(',').map((path) => path.trim()) : required;
  if (paths === undefined || paths === null) return { settings: { scorer: 'xml', params } };
  if (!Array.isArray(paths)) throw new NotImported(`${type} takes a list of elements.`);
  if (paths.length === 0) return { settings: { scorer: 'xml', params } };
  const requiredElements = paths.map(String);
  if (paths.length > 100 || requiredElements.some((path) => path === '' || path.length > 512)) {
    throw new NotImported('It takes up to 100 elements, each of 1 to 512 characters.');
  }
  return { settings: { scorer: 'xml', params: { ...params, requiredElements } } };
}

// promptfoo writes `select::null::users`: what is done, the database, the table.
const AUTHORITY = /^\(?(select|insert|update|delete)\)?::\(?(\w+|\(\.\*\)|\.\*)\)?::(\w+)$/i;

function sql({ value }: Assertion, mode: JsonObject): Mapped {
  const options = isRecord(value) ? value : {};
  const { databaseType = 'MySQL', allowedTables, allowedColumns } = options;
  if (!/^postgres/i.test(String(databaseType))) {
    throw new NotImported(
      `Assay reads SQL as PostgreSQL does, not ${databaseType}.`,
      'sql, where your SQL is also PostgreSQL’s',
    );
  }
  if (allowedColumns !== undefined) {
    throw new NotImported('Columns are not looked up.', 'sql with allowedTables');
  }
  if (allowedTables === undefined) return { settings: { scorer: 'sql', params: mode } };
  const rules = [allowedTables].flat().map((rule) => AUTHORITY.exec(String(rule)));
  const kinds = new Set(rules.map((rule) => rule?.[1]?.toLowerCase()));
  const [kind, ...others] = kinds;
  if (kind === undefined || others.length > 0) {
    throw new NotImported(
      'allowedTables is taken over where each entry is like select::null::orders, of one kind.',
      'sql with allowedStatements and allowedTables',
    );
  }
  const tables = rules.flatMap((rule) => rule?.[3] ?? []);
  const params = { ...mode, allowedStatements: [kind], allowedTables: tables };
  return { settings: { scorer: 'sql', params } };
}
