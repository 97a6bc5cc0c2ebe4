import { readDefinitions } from './columns.ts';
import { readDotted } from './dotted.ts';
import type { Reader } from './reader.ts';
import { readRoutine } from './routine.ts';
import { readTableName } from './sources.ts';
import { readOption, readOptionValue } from './types.ts';

const BEFORE_KIND = [
  'TEMP',
  'TEMPORARY',
  'TRANSIENT',
  'VOLATILE',
  'LOCAL',
  'GLOBAL',
  'EXTERNAL',
  'DYNAMIC',
  'ICEBERG',
  'HYBRID',
  'SECURE',
  'MATERIALIZED',
  'RECURSIVE',
  'UNIQUE',
  'FULLTEXT',
  'SPATIAL',
  'CLUSTERED',
  'NONCLUSTERED',
  'COLUMNSTORE',
  'VIRTUAL',
  'AGGREGATE',
  'SNAPSHOT',
];

/** Things with a name and settings. */
const PLAIN = [
  'DATABASE',
  'SCHEMA',
  'SEQUENCE',
  'STAGE',
  'TAG',
  'WAREHOUSE',
  'ROLE',
  'USER',
  'STREAMLIT',
  'LOGIN',
];

export function readCreate(reader: Reader): void {
  reader.note('create');
  reader.expect('CREATE');
  if (reader.accept('OR')) reader.expectAny('REPLACE', 'ALTER');
  readSecurity(reader);
  while (reader.acceptAny(...BEFORE_KIND));
  if (reader.accept('TABLE')) readCreateTable(reader);
  else if (reader.accept('VIEW')) readCreateView(reader);
  else if (reader.accept('INDEX')) readCreateIndex(reader);
  else if (reader.atAny('FUNCTION', 'PROCEDURE', 'PROC', 'TRIGGER', 'EVENT')) readRoutine(reader);
  else if (reader.accept('FILE', 'FORMAT') || reader.acceptAny(...PLAIN)) readPlain(reader);
  else reader.fail();
}

/** What MySQL has before the kind of a view. */
export function readSecurity(reader: Reader): void {
  if (!reader.isDialect('mysql')) return;
  if (reader.accept('ALGORITHM', '=')) reader.expectAny('UNDEFINED', 'MERGE', 'TEMPTABLE');
  if (reader.accept('DEFINER', '=')) {
    reader.value();
    if (reader.at('(')) reader.expect('(', ')');
    if (reader.accept('@') || reader.peek().type === 'variable') reader.value();
  }
  if (reader.accept('SQL', 'SECURITY')) {
    reader.accept('=');
    reader.expectAny('DEFINER', 'INVOKER');
  }
}

export function readIfNotExists(reader: Reader): void {
  if (reader.accept('IF')) reader.expect('NOT', 'EXISTS');
}

function readCreateTable(reader: Reader): void {
  readIfNotExists(reader);
  readMadeName(reader);
  if (reader.accept('USING')) {
    // A virtual table of SQLite.
    reader.name();
    if (reader.at('(')) readLoose(reader);
    return;
  }
  if (reader.accept('LIKE')) {
    reader.noteTable(readTableName(reader));
    return;
  }
  if (reader.at('(') && !reader.atQuery()) readDefinitions(reader);
  while (readTableSetting(reader));
  if (reader.accept('AS') || reader.atQuery()) {
    if (reader.isDialect('snowflake', 'sqlite', 'bigquery') && !reader.atQuery()) reader.fail();
    reader.query();
    if (reader.accept('WITH')) {
      reader.accept('NO');
      reader.expect('DATA');
    }
  }
}

function readMadeName(reader: Reader): void {
  if (reader.isDialect('snowflake') && reader.accept('IDENTIFIER')) {
    reader.parens(() => reader.value());
    return;
  }
  reader.noteTable(readTableName(reader));
}

/** Texts and words in parentheses, such as what a module of SQLite is given. */
export function readLoose(reader: Reader): void {
  reader.deeper(() => {
    reader.expect('(');
    while (!reader.at(')')) {
      if (reader.at('(')) readLoose(reader);
      else if (reader.take().type === 'end') reader.fail();
    }
    reader.expect(')');
  });
}

/** Words that begin a setting of a table, and whether what they set stands in parentheses. */
const SETTING =
  /^(?:ENGINE|AUTO_INCREMENT|CHARSET|COLLATE|COMMENT|ROW_FORMAT|KEY_BLOCK_SIZE|MAX_ROWS|MIN_ROWS|AVG_ROW_LENGTH|CHECKSUM|COMPRESSION|ENCRYPTION|TABLESPACE|STATS_\w+|DATA_RETENTION_TIME_IN_DAYS|MAX_DATA_EXTENSION_TIME_IN_DAYS|CHANGE_TRACKING|ENABLE_SCHEMA_EVOLUTION|DEFAULT_DDL_COLLATION|CATALOG|EXTERNAL_VOLUME|BASE_LOCATION|TARGET_LAG|WAREHOUSE|REFRESH_MODE|INITIALIZE|LOCATION|FILE_FORMAT|PATTERN|STAGE_FILE_FORMAT|AUTO_REFRESH|TABLE_FORMAT|PARTITION_TYPE|CATALOG_SYNC|STORAGE_SERIALIZATION_POLICY)$/;

function readTableSetting(reader: Reader): boolean {
  if (reader.isDialect('mysql')) reader.accept(',');
  if (reader.accept('DEFAULT')) {
    if (!reader.atAny('CHARACTER', 'CHARSET', 'COLLATE')) reader.fail();
    if (reader.accept('COLLATE')) {
      reader.accept('=');
      reader.value();
      return true;
    }
  }
  if (reader.accept('CHARACTER', 'SET')) {
    reader.accept('=');
    reader.value();
    return true;
  }
  if (reader.isDialect('sqlite'))
    return reader.accept('WITHOUT', 'ROWID') || reader.accept('STRICT');
  if (reader.accept('CLUSTER', 'BY')) {
    if (reader.at('(')) reader.listInParens(() => reader.expression());
    else reader.list(() => reader.expression());
    return true;
  }
  if (reader.accept('PARTITION', 'BY')) {
    readPartitions(reader);
    return true;
  }
  if (reader.accept('COPY', 'GRANTS')) return true;
  if (reader.isDialect('bigquery') && reader.at('OPTIONS', '(')) {
    reader.take();
    readSettings(reader);
    return true;
  }
  if (reader.isDialect('bigquery', 'snowflake') && reader.acceptAny('CLONE', 'COPY')) {
    reader.noteTable(readTableName(reader));
    if (reader.acceptAny('AT', 'BEFORE')) readSettings(reader);
    if (reader.accept('FOR', 'SYSTEM_TIME', 'AS', 'OF')) reader.operand();
    return true;
  }
  if (reader.isDialect('snowflake')) {
    const isPolicy =
      reader.at('WITH', 'ROW') ||
      reader.at('ROW', 'ACCESS') ||
      reader.at('WITH', 'TAG') ||
      reader.at('TAG', '(');
    if (isPolicy) return readPolicy(reader);
  }
  if (reader.isDialect('tsql')) {
    if (reader.at('WITH', '(')) {
      reader.take();
      readSettings(reader);
      return true;
    }
    if (reader.acceptAny('ON', 'TEXTIMAGE_ON')) {
      reader.label();
      if (reader.at('(')) reader.listInParens(() => reader.name());
      return true;
    }
    return false;
  }
  if (!SETTING.test(reader.peek().value) || reader.peek().type !== 'word') return false;
  reader.take();
  if (!reader.accept('=')) reader.accept('WITH');
  readOptionValue(reader);
  return true;
}

export function readPolicy(reader: Reader): boolean {
  reader.accept('WITH');
  if (reader.accept('TAG')) {
    reader.listInParens(() => readOption(reader));
    return true;
  }
  reader.expect('ROW', 'ACCESS', 'POLICY');
  if (reader.peek().type === 'variable') reader.take();
  else readDotted(reader);
  if (reader.accept('ON')) reader.listInParens(() => reader.name());
  return true;
}

export function readSettings(reader: Reader): void {
  reader.parens(() => {
    while (!reader.at(')')) {
      reader.label();
      if (reader.acceptAny('=', '=>') && !reader.acceptAny('ON', 'OFF')) reader.expression();
      if (reader.at('(')) readSettings(reader);
      else if (
        reader.acceptAny(
          'MINUTE',
          'MONTH',
          'MONTHS',
          'DAY',
          'DAYS',
          'WEEK',
          'WEEKS',
          'YEAR',
          'YEARS',
        )
      )
        continue;
      if (!reader.at(')')) reader.accept(',');
    }
  });
}

function readPartitions(reader: Reader): void {
  if (!reader.isDialect('mysql')) {
    if (reader.at('(')) reader.listInParens(() => reader.expression());
    else reader.list(() => reader.expression());
    return;
  }
  reader.accept('LINEAR');
  if (reader.acceptAny('RANGE', 'LIST')) reader.accept('COLUMNS');
  else reader.expectAny('HASH', 'KEY');
  reader.listInParens(() => reader.expression());
  if (reader.accept('PARTITIONS')) reader.number();
  if (!reader.at('(')) return;
  reader.listInParens(() => {
    reader.expect('PARTITION');
    reader.name();
    if (!reader.accept('VALUES')) return;
    if (reader.accept('LESS', 'THAN')) {
      if (!reader.accept('MAXVALUE')) reader.listInParens(() => reader.expression());
      return;
    }
    reader.expect('IN');
    reader.listInParens(() => reader.expression());
  });
}

function readCreateView(reader: Reader): void {
  readIfNotExists(reader);
  reader.noteTable(readTableName(reader));
  readViewBody(reader);
}

/** What follows the name of a view. */
export function readViewBody(reader: Reader): void {
  reader.accept('COPY', 'GRANTS');
  if (reader.at('(')) {
    reader.listInParens(() => {
      reader.name();
      if (reader.accept('COMMENT')) reader.text();
      else if (reader.accept('OPTIONS')) readSettings(reader);
    });
  }
  if (reader.isDialect('tsql') && reader.accept('WITH')) {
    reader.list(() => reader.expectAny('ENCRYPTION', 'SCHEMABINDING', 'VIEW_METADATA'));
  } else {
    while (readTableSetting(reader));
  }
  reader.expect('AS');
  reader.query();
  if (!reader.accept('WITH')) return;
  if (reader.accept('NO')) {
    reader.expect('SCHEMA', 'BINDING');
    return;
  }
  reader.acceptAny('CASCADED', 'LOCAL');
  reader.expect('CHECK', 'OPTION');
}

function readCreateIndex(reader: Reader): void {
  readIfNotExists(reader);
  readDotted(reader);
  if (reader.accept('USING')) reader.expectAny('BTREE', 'HASH');
  reader.expect('ON');
  reader.noteTable(readTableName(reader));
  if (reader.at('(')) {
    reader.listInParens(() => {
      reader.expression();
      reader.acceptAny('ASC', 'DESC');
    });
  }
  if (reader.accept('INCLUDE')) reader.listInParens(() => reader.name());
  if (reader.accept('WHERE')) reader.expression();
  if (reader.isDialect('mysql') && reader.accept('USING')) reader.expectAny('BTREE', 'HASH');
  while (readTableSetting(reader));
}

function readPlain(reader: Reader): void {
  readIfNotExists(reader);
  readDotted(reader);
  if (reader.isDialect('tsql') && reader.accept('AUTHORIZATION')) reader.name();
  if (reader.accept('CLONE')) {
    readDotted(reader);
    if (reader.acceptAny('AT', 'BEFORE')) readSettings(reader);
    return;
  }
  while (true) {
    if (readTableSetting(reader)) continue;
    if (reader.accept('ALLOWED_VALUES')) {
      reader.list(() => reader.text());
    } else if (reader.at('START') || reader.at('INCREMENT')) {
      reader.take();
      reader.acceptAny('WITH', 'BY', '=');
      reader.number();
    } else if (reader.acceptAny('ORDER', 'NOORDER')) {
      // Of a sequence.
    } else if (reader.peek().type === 'word' && reader.peek(1).value === '=') {
      readOption(reader);
    } else if (reader.isDialect('bigquery') && reader.at('OPTIONS')) {
      reader.take();
      readSettings(reader);
    } else {
      return;
    }
  }
}
