import { readColumnDefinition, readTableConstraint } from './columns.ts';
import { readPolicy, readSecurity, readSettings, readViewBody } from './create.ts';
import { readDotted } from './dotted.ts';
import type { Reader } from './reader.ts';
import { readTableName } from './sources.ts';
import { readOption, readType } from './types.ts';

export function readAlter(reader: Reader): void {
  reader.note('alter');
  reader.expect('ALTER');
  readSecurity(reader);
  reader.acceptAny('ICEBERG', 'DYNAMIC', 'EXTERNAL', 'MATERIALIZED');
  if (reader.accept('TABLE')) readAlterTable(reader);
  else if (reader.accept('VIEW')) {
    readIfExists(reader);
    reader.noteTable(readTableName(reader));
    if (reader.accept('RENAME', 'TO')) reader.noteTable(readTableName(reader));
    else readViewBody(reader);
  } else if (reader.isDialect('snowflake') && reader.accept('SESSION')) {
    if (reader.accept('UNSET')) reader.list(() => reader.name());
    else {
      reader.expect('SET');
      do readOption(reader);
      while (reader.accept(',') || reader.atName());
    }
  } else if (reader.acceptAny('DATABASE', 'SCHEMA', 'WAREHOUSE', 'USER', 'ROLE')) {
    readIfExists(reader);
    readDotted(reader);
    if (reader.accept('RENAME', 'TO')) readDotted(reader);
    else if (reader.accept('SET')) {
      do readOption(reader);
      while (reader.accept(',') || reader.atName());
    } else reader.fail();
  } else reader.fail();
}

export function readIfExists(reader: Reader): void {
  if (reader.accept('IF')) reader.expect('EXISTS');
}

function readAlterTable(reader: Reader): void {
  readIfExists(reader);
  reader.noteTable(readTableName(reader));
  if (reader.isDialect('tsql') && reader.acceptAny('WITH')) reader.expectAny('CHECK', 'NOCHECK');
  reader.list(() => readChange(reader));
}

function readChange(reader: Reader): void {
  if (reader.accept('ADD')) {
    readAdded(reader);
    return;
  }
  if (reader.accept('DROP')) {
    readDropped(reader);
    return;
  }
  if (reader.accept('RENAME')) {
    readRenamed(reader);
    return;
  }
  if (reader.accept('ALTER')) {
    readAltered(reader);
    return;
  }
  if (reader.isDialect('mysql', 'snowflake') && reader.accept('MODIFY')) {
    reader.accept('COLUMN');
    readColumnDefinition(reader);
    return;
  }
  if (reader.isDialect('mysql') && reader.accept('CHANGE')) {
    reader.accept('COLUMN');
    reader.noteTarget([reader.name()]);
    readColumnDefinition(reader);
    return;
  }
  if (reader.isDialect('snowflake') && reader.accept('SWAP', 'WITH')) {
    reader.noteTable(readTableName(reader));
    return;
  }
  if (reader.isDialect('snowflake') && reader.accept('CLUSTER', 'BY')) {
    reader.listInParens(() => reader.expression());
    return;
  }
  if (reader.accept('UNSET')) {
    reader.accept('TAG');
    reader.list(() => void readDotted(reader));
    return;
  }
  if (reader.accept('SET')) {
    readSet(reader);
    return;
  }
  if (reader.isDialect('mysql') && reader.atName() && reader.peek(1).value === '=') {
    readOption(reader);
    return;
  }
  if (reader.isDialect('tsql') && reader.acceptAny('CHECK', 'NOCHECK')) {
    reader.expect('CONSTRAINT');
    reader.name();
    return;
  }
  if (reader.isDialect('tsql') && reader.accept('SWITCH')) {
    if (reader.accept('PARTITION')) reader.value();
    reader.expect('TO');
    reader.noteTable(readTableName(reader));
    return;
  }
  reader.fail();
}

function readSet(reader: Reader): void {
  if (reader.isDialect('tsql') || reader.isDialect('bigquery')) {
    if (reader.isDialect('bigquery')) {
      if (reader.accept('DEFAULT', 'COLLATE')) {
        reader.text();
        return;
      }
      reader.expect('OPTIONS');
    }
    readSettings(reader);
    return;
  }
  reader.accept('TAG');
  do readOption(reader);
  while (reader.accept(',') || reader.atName());
}

function readAdded(reader: Reader): void {
  if (readTableConstraint(reader)) return;
  if (reader.at('ROW', 'ACCESS')) {
    readPolicy(reader);
    return;
  }
  reader.accept('COLUMN');
  const readOne = () => {
    if (reader.accept('IF')) reader.expect('NOT', 'EXISTS');
    readColumnDefinition(reader);
  };
  if (reader.at('(')) {
    reader.listInParens(readOne);
    return;
  }
  readOne();
  // More columns may stand behind the first without ADD.
  const isColumn = () =>
    reader.at(',') && !/^(?:ADD|DROP|ALTER|RENAME|MODIFY|CHANGE|SET)$/.test(reader.peek(1).value);
  while (reader.isDialect('snowflake', 'tsql') && isColumn()) {
    reader.take();
    if (!readTableConstraint(reader)) readOne();
  }
}

function readDropped(reader: Reader): void {
  if (reader.accept('PRIMARY', 'KEY')) {
    readIfExists(reader);
    return;
  }
  if (reader.acceptAny('CONSTRAINT', 'INDEX', 'KEY', 'CHECK')) {
    readIfExists(reader);
    reader.name();
    return;
  }
  if (reader.accept('FOREIGN', 'KEY')) {
    reader.name();
    return;
  }
  if (reader.accept('PARTITION')) {
    reader.list(() => void reader.name());
    return;
  }
  reader.accept('COLUMN');
  readIfExists(reader);
  reader.noteTarget([reader.name()]);
  while (
    reader.isDialect('snowflake', 'tsql') &&
    reader.at(',') &&
    reader.atName(1) &&
    !/^(?:ADD|DROP|ALTER|COLUMN)$/.test(reader.peek(1).value)
  ) {
    reader.take();
    reader.noteTarget([reader.name()]);
  }
  reader.acceptAny('CASCADE', 'RESTRICT');
}

function readRenamed(reader: Reader): void {
  if (reader.acceptAny('INDEX', 'KEY')) {
    reader.name();
    reader.expect('TO');
    reader.name();
    return;
  }
  const isColumn = reader.accept('COLUMN') || (reader.isDialect('sqlite') && !reader.at('TO'));
  if (isColumn) {
    readIfExists(reader);
    reader.noteTarget([reader.name()]);
    reader.expect('TO');
    reader.noteTarget([reader.name()]);
    return;
  }
  if (reader.acceptAny('TO', 'AS')) {
    reader.noteTable(readTableName(reader));
    return;
  }
  reader.noteTable(readTableName(reader));
}

function readAltered(reader: Reader): void {
  if (reader.isDialect('mysql') && reader.accept('INDEX')) {
    reader.name();
    reader.expectAny('VISIBLE', 'INVISIBLE');
    return;
  }
  reader.accept('COLUMN');
  readIfExists(reader);
  if (reader.isDialect('tsql')) {
    readColumnDefinition(reader);
    return;
  }
  reader.noteTarget([reader.name()]);
  if (reader.accept('SET')) {
    if (reader.accept('DEFAULT')) {
      reader.expression();
      return;
    }
    if (reader.isDialect('mysql') && reader.acceptAny('VISIBLE', 'INVISIBLE')) return;
    if (reader.accept('NOT', 'NULL')) return;
    if (reader.accept('OPTIONS')) {
      readSettings(reader);
      return;
    }
    if (reader.accept('MASKING', 'POLICY')) {
      readDotted(reader);
      return;
    }
    reader.expect('DATA', 'TYPE');
    readType(reader);
    return;
  }
  if (reader.accept('DROP')) {
    if (reader.accept('NOT', 'NULL')) return;
    reader.expect('DEFAULT');
    return;
  }
  if (!reader.isDialect('snowflake')) reader.fail();
  if (reader.accept('COMMENT')) {
    reader.text();
    return;
  }
  reader.accept('TYPE');
  readType(reader);
}

const DROPPED = [
  'TABLE',
  'VIEW',
  'INDEX',
  'DATABASE',
  'SCHEMA',
  'FUNCTION',
  'PROCEDURE',
  'TRIGGER',
  'SEQUENCE',
  'STAGE',
  'USER',
  'ROLE',
  'WAREHOUSE',
  'TAG',
  'STREAM',
  'TASK',
  'TYPE',
  'LOGIN',
  'EVENT',
];

export function readDrop(reader: Reader): void {
  reader.note('drop');
  reader.expect('DROP');
  while (reader.acceptAny('TEMPORARY', 'EXTERNAL', 'MATERIALIZED', 'ICEBERG', 'DYNAMIC'));
  const isTable = reader.atAny('TABLE', 'VIEW');
  const isIndex = reader.at('INDEX');
  if (!reader.accept('FILE', 'FORMAT')) reader.expectAny(...DROPPED);
  readIfExists(reader);
  reader.list(() => {
    if (isTable) reader.noteTable(readTableName(reader));
    else readDotted(reader);
  });
  if (isIndex && reader.accept('ON')) reader.noteTable(readTableName(reader));
  // The types of a routine's parameters.
  if (reader.at('(')) {
    reader.parens(() => {
      if (!reader.at(')')) reader.list(() => readType(reader));
    });
  }
  reader.acceptAny('CASCADE', 'RESTRICT');
}

export function readRename(reader: Reader): void {
  reader.note('alter');
  reader.expect('RENAME');
  if (reader.accept('USER')) {
    reader.list(() => {
      reader.value();
      reader.expect('TO');
      reader.value();
    });
    return;
  }
  reader.expectAny('TABLE', 'TABLES');
  reader.list(() => {
    reader.noteTable(readTableName(reader));
    reader.expect('TO');
    reader.noteTable(readTableName(reader));
  });
}

export function readTruncate(reader: Reader): void {
  reader.note('truncate');
  reader.expect('TRUNCATE');
  if (!reader.accept('TABLE') && reader.isDialect('tsql', 'bigquery')) reader.fail();
  readIfExists(reader);
  reader.noteTable(readTableName(reader));
  if (reader.isDialect('tsql') && reader.at('WITH', '(')) {
    reader.take();
    readLoosePartitions(reader);
  }
}

function readLoosePartitions(reader: Reader): void {
  reader.parens(() => {
    reader.expect('PARTITIONS');
    reader.listInParens(() => {
      reader.number();
      if (reader.accept('TO')) reader.number();
    });
  });
}
