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
      'promptfoo also accepts YAML in braces, single quotes and comments as JSON, and finds only objects.',
    map: (given) => json(given, { mode: 'anywhere' }),
  },
  'is-xml': { scorer: 'xml', map: (given) => xml(given, {}) },
  'contains-xml': { scorer: 'contains-xml', map: (given) => xml(given, { mode: 'anywhere' }) },
  'is-html': {
    scorer: 'html',
    differs: 'Assay rejects elements that are not in HTML, such as <thinking>.',
    map: () => ({ settings: { scorer: 'html' } }),
  },
  'contains-html': {
    scorer: 'contains-html',
    differs: 'promptfoo accepts tags of any name, Assay only HTML elements.',
    map: () => ({ settings: { scorer: 'contains-html' } }),
  },
  'is-sql': {
    scorer: 'sql',
    differs: 'PostgreSQL is parsed by its own parser; other dialects are parsed as in promptfoo.',
    map: (given) => sql(given, {}),
  },
  'contains-sql': {
    scorer: 'contains-sql',
    differs: 'PostgreSQL is parsed by its own parser; SQL is also found outside code fences.',
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
    throw new NotImported(`The value of ${type} must be a JSON Schema.`);
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
  if (!Array.isArray(paths))
    throw new NotImported(`The value of ${type} must be a list of elements.`);
  if (paths.length === 0) return { settings: { scorer: 'xml', params } };
  const requiredElements = paths.map(String);
  if (paths.length > 100 || requiredElements.some((path) => path === '' || path.length > 512)) {
    throw new NotImported('It supports up to 100 elements of 1 to 512 characters each.');
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
    throw new NotImported(
      `The dialect ${databaseType} is not supported.`,
      'sql of another dialect',
    );
  }
  const tables = authorities('allowedTables', allowedTables);
  const columns = authorities('allowedColumns', allowedColumns);
  const kinds = new Set([...tables, ...columns].map(({ kind }) => kind));
  if (kinds.size > 1) {
    throw new NotImported(
      'allowedTables and allowedColumns are imported if all entries are of one kind.',
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
        `${option} is imported if each entry looks like select::null::orders.`,
        'sql with allowedStatements, allowedTables and allowedColumns',
      );
    }
    return { kind: kind.toLowerCase(), owner, name };
  });
}
