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
    scorer: 'sql',
    differs: 'PostgreSQL is read by its own parser; the other dialects as promptfoo reads them.',
    map: (given) => sql(given, {}),
  },
  'contains-sql': {
    scorer: 'contains-sql',
    differs: 'PostgreSQL is read by its own parser; SQL is also found outside of code fences.',
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
  const formats: JsonObject = hasKey(schema, 'format') ? { formats: 'assert' } : {};
  return {
    settings: { scorer: 'json-valid', params: { ...params, schema, ...draft, ...formats } },
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

const DIALECTS: Readonly<Record<string, string>> = {
  mysql: 'mysql',
  mariadb: 'mysql',
  postgresql: 'postgresql',
  postgres: 'postgresql',
  sqlite: 'sqlite',
  bigquery: 'bigquery',
  snowflake: 'snowflake',
  transactsql: 'tsql',
};

// promptfoo writes `select::null::users`: what is done, the database or table, the table or column.
const AUTHORITY = /^\(?(select|insert|update|delete)\)?::\(?(\w+|\(\.\*\)|\.\*)\)?::(\w+)$/i;

function sql({ value }: Assertion, mode: JsonObject): Mapped {
  const options = isRecord(value) ? value : {};
  const { databaseType = 'MySQL', allowedTables, allowedColumns } = options;
  const dialect = DIALECTS[String(databaseType).toLowerCase()];
  if (dialect === undefined) {
    throw new NotImported(`There is no grammar for ${databaseType}.`, 'sql of another dialect');
  }
  const tables = authorities('allowedTables', allowedTables);
  const columns = authorities('allowedColumns', allowedColumns);
  const kinds = new Set([...tables, ...columns].map(({ kind }) => kind));
  if (kinds.size > 1) {
    throw new NotImported(
      'allowedTables and allowedColumns are taken over where all entries are of one kind.',
      'sql with allowedStatements, allowedTables and allowedColumns',
    );
  }
  const params: JsonObject = {
    dialect,
    ...(dialect === 'postgresql' ? {} : { unread: 'fail' }),
    ...mode,
    ...(kinds.size > 0 && { allowedStatements: [...kinds] }),
    ...(tables.length > 0 && { allowedTables: tables.map(({ name }) => name) }),
    ...(columns.length > 0 && {
      allowedColumns: columns.map(({ owner, name }) =>
        /^(?:null|\(?\.\*\)?)$/.test(owner) ? name : `${owner}.${name}`,
      ),
    }),
  };
  return { settings: { scorer: 'sql', params } };
}

function authorities(option: string, value: JsonValue | undefined) {
  if (value === undefined) return [];
  return [value].flat().map((rule) => {
    const [, kind = '', owner = '', name] = AUTHORITY.exec(String(rule)) ?? [];
    if (name === undefined) {
      throw new NotImported(
        `${option} is taken over where each entry is like select::null::orders.`,
        'sql with allowedStatements, allowedTables and allowedColumns',
      );
    }
    return { kind: kind.toLowerCase(), owner, name };
  });
}
