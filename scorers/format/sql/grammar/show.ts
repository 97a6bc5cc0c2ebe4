import { readDotted } from './dotted.ts';
import type { Reader } from './reader.ts';
import { readTableName } from './sources.ts';

/** What SHOW shows, in one, two or three words, by dialect. */
const SHOWN: Readonly<Record<'mysql' | 'snowflake', readonly string[]>> = {
  mysql: (
    'TABLES|COLUMNS|FIELDS|INDEX|INDEXES|KEYS|DATABASES|SCHEMAS|TABLE STATUS|TRIGGERS|EVENTS|STATUS|VARIABLES|PROCESSLIST|' +
    'CHARACTER SET|COLLATION|ENGINES|STORAGE ENGINES|WARNINGS|ERRORS|PLUGINS|PRIVILEGES|PROFILES|BINARY LOGS|MASTER LOGS|' +
    'MASTER STATUS|BINARY LOG STATUS|REPLICAS|SLAVE HOSTS|OPEN TABLES|FUNCTION STATUS|PROCEDURE STATUS|SLAVE STATUS'
  ).split('|'),
  snowflake: (
    'TABLES|VIEWS|COLUMNS|SCHEMAS|DATABASES|OBJECTS|USERS|ROLES|WAREHOUSES|SEQUENCES|STAGES|STREAMS|TASKS|PIPES|FUNCTIONS|' +
    'USER FUNCTIONS|PROCEDURES|FILE FORMATS|PRIMARY KEYS|UNIQUE KEYS|IMPORTED KEYS|EXPORTED KEYS|PARAMETERS|VARIABLES|' +
    'TRANSACTIONS|LOCKS|SHARES|INTEGRATIONS|TAGS|GRANTS|DYNAMIC TABLES|EXTERNAL TABLES|ICEBERG TABLES|MATERIALIZED VIEWS|' +
    'MASKING POLICIES|REGIONS|CATALOGS'
  ).split('|'),
};

export function readShow(reader: Reader): void {
  reader.note('show');
  if (!reader.acceptAny('SHOW', 'DESCRIBE', 'DESC')) reader.fail();
  if (reader.peek(-1).value !== 'SHOW') {
    readDescribe(reader);
    return;
  }
  const { dialect } = reader;
  if (dialect === 'mysql') {
    readShowOfMySql(reader);
    return;
  }
  if (dialect !== 'snowflake') reader.fail();
  reader.accept('TERSE');
  readShown(reader, SHOWN.snowflake);
  reader.accept('HISTORY');
  if (reader.accept('LIKE')) reader.text();
  if (reader.acceptAny('IN', 'OF', 'TO', 'ON')) {
    if (!reader.accept('ACCOUNT')) {
      const isTable = reader.acceptAny('TABLE', 'VIEW');
      if (!isTable)
        reader.accept('APPLICATION', 'PACKAGE') ||
          reader.acceptAny('DATABASE', 'SCHEMA', 'ROLE', 'USER', 'CLASS', 'SHARE');
      const hasName = reader.atName() && !reader.atAny('STARTS', 'LIMIT');
      if (hasName && isTable) reader.noteTable(readTableName(reader));
      else if (hasName) readDotted(reader);
    }
  }
  if (reader.accept('STARTS', 'WITH')) reader.text();
  if (reader.accept('LIMIT')) {
    reader.number();
    if (reader.accept('FROM')) reader.text();
  }
  if (reader.accept('WITH', 'PRIVILEGES')) reader.list(() => void reader.label());
}

function readShown(reader: Reader, known: readonly string[]): void {
  const isShown = known
    .toSorted((a, b) => b.length - a.length)
    .some((words) => reader.accept(...words.split(' ')));
  if (!isShown) reader.fail();
}

function readShowOfMySql(reader: Reader): void {
  if (reader.accept('CREATE')) {
    const isTable = reader.acceptAny('TABLE', 'VIEW');
    if (!isTable)
      reader.expectAny('DATABASE', 'SCHEMA', 'FUNCTION', 'PROCEDURE', 'TRIGGER', 'EVENT', 'USER');
    if (isTable) reader.noteTable(readTableName(reader));
    else readDotted(reader);
    return;
  }
  if (reader.accept('GRANTS')) {
    if (reader.accept('FOR')) {
      reader.value();
      if (reader.accept('@') || reader.peek().type === 'variable') reader.value();
    }
    return;
  }
  if (reader.accept('ENGINE')) {
    reader.name();
    reader.expectAny('STATUS', 'MUTEX', 'LOGS');
    return;
  }
  if (reader.acceptAny('REPLICA', 'SLAVE')) {
    reader.expect('STATUS');
    if (reader.accept('FOR', 'CHANNEL')) reader.value();
    return;
  }
  if (reader.accept('PROFILE')) {
    readProfile(reader);
    return;
  }
  if (reader.acceptAny('BINLOG', 'RELAYLOG')) {
    reader.expect('EVENTS');
    if (reader.accept('IN')) reader.text();
    if (reader.accept('FROM')) reader.number();
    readShowLimit(reader);
    return;
  }
  reader.accept('EXTENDED');
  reader.acceptAny('FULL', 'GLOBAL', 'SESSION', 'LOCAL');
  const start = reader.peek().value;
  readShown(reader, SHOWN.mysql);
  const isOfTable = /^(?:COLUMNS|FIELDS|INDEX|INDEXES|KEYS)$/.test(start);
  if (reader.acceptAny('FROM', 'IN')) {
    const parts = readTableName(reader);
    if (isOfTable) reader.noteTable(parts);
    if (reader.acceptAny('FROM', 'IN')) readDotted(reader);
  } else if (isOfTable) reader.fail();
  if (reader.accept('LIKE')) reader.text();
  else if (reader.accept('WHERE')) reader.expression();
  readShowLimit(reader);
}

function readShowLimit(reader: Reader): void {
  if (!reader.accept('LIMIT')) return;
  reader.number();
  if (reader.acceptAny(',', 'OFFSET')) reader.number();
}

function readProfile(reader: Reader): void {
  const readKind = () => {
    if (
      reader.accept('BLOCK', 'IO') ||
      reader.accept('CONTEXT', 'SWITCHES') ||
      reader.accept('PAGE', 'FAULTS')
    )
      return;
    reader.expectAny('ALL', 'CPU', 'IPC', 'MEMORY', 'SOURCE', 'SWAPS');
  };
  if (reader.peek().type === 'word' && !reader.atAny('FOR', 'LIMIT')) reader.list(readKind);
  if (reader.accept('FOR', 'QUERY')) reader.number();
  readShowLimit(reader);
}

function readDescribe(reader: Reader): void {
  if (reader.isDialect('snowflake')) {
    const isTable = reader.acceptAny('TABLE', 'VIEW');
    if (!isTable)
      reader.acceptAny('STAGE', 'USER', 'WAREHOUSE', 'SCHEMA', 'DATABASE', 'FUNCTION', 'PROCEDURE');
    reader.noteTable(readTableName(reader));
    if (reader.accept('TYPE', '=')) reader.label();
    return;
  }
  if (!reader.isDialect('mysql')) reader.fail();
  if (reader.atAny('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'WITH')) {
    reader.statement();
    return;
  }
  reader.noteTable(readTableName(reader));
  if (reader.atName()) reader.name();
}

export function readExplain(reader: Reader): void {
  reader.note('explain');
  reader.expect('EXPLAIN');
  if (reader.isDialect('sqlite')) reader.accept('QUERY', 'PLAN');
  if (reader.isDialect('mysql')) {
    reader.acceptAny('ANALYZE', 'EXTENDED');
    if (reader.accept('FORMAT', '=')) reader.value();
  }
  if (reader.isDialect('snowflake') && reader.accept('USING'))
    reader.expectAny('TABULAR', 'JSON', 'TEXT');
  reader.statement();
}
