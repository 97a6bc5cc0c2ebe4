import { readDotted } from './dotted.ts';
import type { Reader } from './reader.ts';
import { readTableName } from './sources.ts';
import { readOption, readType } from './types.ts';

/** Columns and constraints of a table, in parentheses. */
export function readDefinitions(reader: Reader): void {
  reader.listInParens(() => {
    if (!readTableConstraint(reader)) readColumnDefinition(reader);
  });
}

/** A column: its name, type and constraints. */
export function readColumnDefinition(reader: Reader): void {
  reader.noteTarget([reader.name()]);
  const isUntyped =
    reader.atAny(',', ')', 'AS') ||
    (reader.isDialect('sqlite') && !reader.atName()) ||
    reader.peek().type === 'end';
  if (!isUntyped && !readColumnConstraint(reader)) {
    readType(reader);
    // SQLite takes any words for a type.
    while (reader.isDialect('sqlite') && reader.atName() && !atConstraint(reader)) readType(reader);
  }
  while (readColumnConstraint(reader));
}

function atConstraint(reader: Reader): boolean {
  return reader.atAny(
    'CONSTRAINT',
    'PRIMARY',
    'UNIQUE',
    'CHECK',
    'DEFAULT',
    'COLLATE',
    'REFERENCES',
    'GENERATED',
    'AUTOINCREMENT',
    'HIDDEN',
  );
}

/** Reads a constraint of a column, if one comes next. */
function readColumnConstraint(reader: Reader): boolean {
  if (reader.accept('CONSTRAINT')) reader.name();
  if (
    reader.accept('NOT', 'NULL') ||
    reader.accept('NULL') ||
    reader.accept('NOT', 'FOR', 'REPLICATION')
  ) {
    if (reader.isDialect('sqlite')) readOnConflict(reader);
    return true;
  }
  if (
    reader.at('PRIMARY', 'KEY') ||
    reader.at('UNIQUE') ||
    (reader.at('KEY') && reader.isDialect('mysql'))
  ) {
    readKey(reader);
    return true;
  }
  if (reader.accept('DEFAULT')) {
    reader.operand();
    return true;
  }
  if (reader.accept('CHECK')) {
    reader.accept('NOT', 'FOR', 'REPLICATION');
    reader.parens(() => reader.expression());
    if (reader.isDialect('mysql')) {
      reader.accept('NOT');
      reader.accept('ENFORCED');
    }
    return true;
  }
  if (reader.accept('FOREIGN', 'KEY') || reader.at('REFERENCES')) {
    readReferences(reader);
    return true;
  }
  if (reader.accept('COLLATE')) {
    reader.accept('=');
    reader.value();
    return true;
  }
  if (reader.accept('GENERATED')) {
    if (!reader.accept('ALWAYS')) reader.expect('BY', 'DEFAULT');
    reader.expect('AS');
    if (reader.accept('IDENTITY')) {
      if (reader.at('(')) readNumbers(reader);
      return true;
    }
    if (reader.accept('ROW')) {
      reader.expectAny('START', 'END');
      reader.accept('HIDDEN');
      return true;
    }
    readComputed(reader);
    return true;
  }
  if (reader.at('AS', '(')) {
    reader.take();
    readComputed(reader);
    return true;
  }
  return readOfDialect(reader);
}

function readKey(reader: Reader): void {
  if (reader.accept('PRIMARY')) reader.expect('KEY');
  else if (!reader.accept('KEY')) {
    reader.expect('UNIQUE');
    if (reader.isDialect('mysql')) reader.accept('KEY');
  }
  if (reader.isDialect('tsql')) reader.acceptAny('CLUSTERED', 'NONCLUSTERED');
  reader.acceptAny('ASC', 'DESC');
  if (reader.isDialect('sqlite')) readOnConflict(reader);
  reader.accept('NOT', 'ENFORCED');
}

function readOnConflict(reader: Reader): void {
  if (reader.accept('ON', 'CONFLICT')) {
    reader.expectAny('ROLLBACK', 'ABORT', 'FAIL', 'IGNORE', 'REPLACE');
  }
}

function readComputed(reader: Reader): void {
  reader.parens(() => reader.expression());
  reader.acceptAny('STORED', 'VIRTUAL', 'PERSISTED');
}

function readNumbers(reader: Reader): void {
  reader.parens(() => {
    while (!reader.at(')')) {
      if (reader.peek().type === 'number') reader.number();
      else reader.expectAny('START', 'WITH', 'INCREMENT', 'BY', ',', '-', 'ORDER', 'NOORDER');
    }
  });
}

/** Constraints that not all dialects have. */
function readOfDialect(reader: Reader): boolean {
  if (reader.isDialect('mysql')) {
    if (reader.acceptAny('AUTO_INCREMENT', 'INVISIBLE', 'VISIBLE', 'VIRTUAL', 'STORED'))
      return true;
    if (reader.accept('ON', 'UPDATE')) {
      reader.operand();
      return true;
    }
    if (reader.accept('CHARACTER', 'SET') || reader.accept('CHARSET')) {
      reader.accept('=');
      reader.value();
      return true;
    }
    if (reader.acceptAny('FIRST')) return true;
    if (reader.accept('AFTER')) {
      reader.noteTarget([reader.name()]);
      return true;
    }
  }
  if (reader.isDialect('mysql', 'snowflake') && reader.accept('COMMENT')) {
    reader.accept('=');
    reader.text();
    return true;
  }
  if (reader.isDialect('sqlite') && reader.acceptAny('AUTOINCREMENT', 'HIDDEN')) return true;
  if (reader.isDialect('bigquery') && reader.accept('OPTIONS')) {
    reader.parens(() => {
      if (!reader.at(')')) reader.list(() => readOption(reader));
    });
    return true;
  }
  if (reader.isDialect('tsql', 'snowflake') && reader.acceptAny('IDENTITY', 'AUTOINCREMENT')) {
    if (reader.at('(')) readNumbers(reader);
    while (reader.acceptAny('START', 'INCREMENT')) {
      reader.acceptAny('WITH', 'BY');
      reader.number();
    }
    reader.acceptAny('ORDER', 'NOORDER');
    return true;
  }
  if (reader.isDialect('tsql'))
    return reader.acceptAny('ROWGUIDCOL', 'SPARSE', 'HIDDEN', 'PERSISTED');
  if (!reader.isDialect('snowflake')) return false;
  reader.accept('WITH');
  if (reader.accept('MASKING', 'POLICY')) {
    readDotted(reader);
    if (reader.accept('USING')) reader.listInParens(() => reader.name());
    return true;
  }
  if (reader.accept('PROJECTION', 'POLICY')) {
    readDotted(reader);
    return true;
  }
  if (reader.accept('TAG')) {
    reader.listInParens(() => readOption(reader));
    return true;
  }
  return (
    reader.acceptAny('ENFORCED', 'RELY', 'NORELY', 'VALIDATE', 'NOVALIDATE') ||
    reader.accept('NOT', 'ENFORCED')
  );
}

function readReferences(reader: Reader): void {
  reader.expect('REFERENCES');
  reader.noteTable(readTableName(reader));
  if (reader.at('(')) reader.listInParens(() => reader.name());
  if (reader.accept('MATCH')) reader.expectAny('FULL', 'PARTIAL', 'SIMPLE');
  while (reader.accept('ON')) {
    reader.expectAny('DELETE', 'UPDATE');
    if (reader.acceptAny('CASCADE', 'RESTRICT')) continue;
    if (reader.accept('NO')) reader.expect('ACTION');
    else {
      reader.expect('SET');
      reader.expectAny('NULL', 'DEFAULT');
    }
  }
  if (reader.accept('NOT')) reader.expectAny('DEFERRABLE', 'ENFORCED');
  else reader.accept('DEFERRABLE');
  if (reader.accept('INITIALLY')) reader.expectAny('DEFERRED', 'IMMEDIATE');
}

/** Reads a constraint or an index of a table, if one comes next. */
export function readTableConstraint(reader: Reader): boolean {
  const isNamed = reader.at('CONSTRAINT');
  if (reader.accept('CONSTRAINT') && !reader.atAny('PRIMARY', 'UNIQUE', 'FOREIGN', 'CHECK'))
    reader.name();
  const isMySql = reader.isDialect('mysql');
  const next = reader.peek(1);
  if (reader.accept('PRIMARY', 'KEY')) readKeyColumns(reader);
  else if (reader.at('UNIQUE')) {
    reader.take();
    if (isMySql) reader.acceptAny('KEY', 'INDEX');
    readKeyColumns(reader);
  } else if (reader.accept('FOREIGN', 'KEY')) {
    if (isMySql && reader.atName()) reader.name();
    reader.listInParens(() => reader.name());
    readReferences(reader);
  } else if (reader.at('CHECK', '(') || reader.at('CHECK', 'NOT')) {
    readColumnConstraint(reader);
  } else if (isMySql && reader.atAny('FULLTEXT', 'SPATIAL')) {
    reader.take();
    reader.acceptAny('KEY', 'INDEX');
    readKeyColumns(reader);
  } else if (isMySql && reader.atAny('KEY', 'INDEX')) {
    reader.take();
    readKeyColumns(reader);
  } else if (reader.at('LIKE') && !isNamed && next.type !== 'sign') {
    reader.take();
    reader.noteTable(readTableName(reader));
  } else if (reader.isDialect('tsql') && reader.accept('PERIOD', 'FOR', 'SYSTEM_TIME')) {
    reader.listInParens(() => reader.name());
  } else if (reader.isDialect('tsql') && reader.at('INDEX')) {
    reader.take();
    readKeyColumns(reader);
  } else if (isNamed) reader.fail();
  else return false;
  return true;
}

/** The name, kind, columns and settings of a key. */
export function readKeyColumns(reader: Reader): void {
  if (reader.isDialect('tsql')) reader.acceptAny('CLUSTERED', 'NONCLUSTERED');
  if (reader.atName() && !reader.at('USING')) reader.name();
  if (reader.accept('USING')) reader.expectAny('BTREE', 'HASH');
  if (reader.isDialect('tsql')) reader.acceptAny('CLUSTERED', 'NONCLUSTERED');
  reader.listInParens(() => {
    reader.expression();
    reader.acceptAny('ASC', 'DESC');
  });
  while (readKeySetting(reader));
}

function readKeySetting(reader: Reader): boolean {
  if (reader.isDialect('sqlite')) {
    const isAt = reader.at('ON', 'CONFLICT');
    readOnConflict(reader);
    return isAt;
  }
  if (reader.isDialect('mysql')) {
    if (reader.acceptAny('VISIBLE', 'INVISIBLE')) return true;
    if (reader.accept('USING')) {
      reader.expectAny('BTREE', 'HASH');
      return true;
    }
    if (reader.accept('WITH', 'PARSER')) {
      reader.name();
      return true;
    }
    if (reader.acceptAny('COMMENT', 'KEY_BLOCK_SIZE', 'ENGINE_ATTRIBUTE')) {
      reader.accept('=');
      reader.value();
      return true;
    }
    return false;
  }
  if (reader.isDialect('tsql')) {
    if (reader.at('WITH', '(')) {
      reader.take();
      reader.listInParens(() => readOption(reader));
      return true;
    }
    if (reader.accept('ON')) {
      reader.label();
      if (reader.at('(')) reader.listInParens(() => reader.name());
      return true;
    }
    return false;
  }
  return reader.accept('NOT', 'ENFORCED') || reader.acceptAny('ENFORCED', 'RELY', 'NORELY');
}
