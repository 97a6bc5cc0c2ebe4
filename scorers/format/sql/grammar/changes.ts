import { readDotted } from './dotted.ts';
import { readOrder } from './order.ts';
import { readLimit, readRow, readWith } from './query.ts';
import type { Reader } from './reader.ts';
import { readFrom, readTableName } from './sources.ts';

/** INSERT, UPDATE, DELETE and MERGE, or a query, after the names that WITH defines. */
export function readWithChange(reader: Reader): void {
  reader.scoped(() => {
    readWith(reader);
    if (reader.atAny('INSERT', 'REPLACE')) readInsert(reader);
    else if (reader.at('UPDATE')) readUpdate(reader);
    else if (reader.at('DELETE')) readDelete(reader);
    else if (reader.at('MERGE')) readMerge(reader);
    else {
      reader.note('select');
      reader.query();
    }
  });
}

export function readInsert(reader: Reader): void {
  reader.note('insert');
  reader.framed(() => {
    if (reader.accept('INSERT')) {
      if (reader.isDialect('sqlite') && reader.accept('OR')) {
        reader.expectAny('REPLACE', 'IGNORE', 'ABORT', 'FAIL', 'ROLLBACK');
      }
      if (reader.isDialect('mysql')) reader.acceptAny('LOW_PRIORITY', 'DELAYED', 'HIGH_PRIORITY');
      if (reader.isDialect('mysql')) reader.accept('IGNORE');
      if (reader.isDialect('tsql') && reader.at('TOP')) readTop(reader);
    } else {
      reader.expect('REPLACE');
      if (reader.isDialect('mysql')) reader.acceptAny('LOW_PRIORITY', 'DELAYED');
    }
    const isOverwrite = reader.isDialect('snowflake') && reader.accept('OVERWRITE');
    const hasInto = reader.accept('INTO');
    if (!hasInto && (isOverwrite || reader.isDialect('sqlite', 'snowflake'))) reader.fail();
    reader.accept('TABLE');
    readTarget(reader, reader.isDialect('sqlite') && reader.peek(1).value === 'AS');
    if (reader.accept('PARTITION')) reader.listInParens(() => reader.name());
    if (reader.isDialect('tsql') && reader.at('WITH', '(')) readHints(reader);
    if (reader.at('(') && !reader.atQuery()) {
      reader.listInParens(() => reader.noteTarget(readDotted(reader)));
    }
    readOutput(reader);
    readInserted(reader);
    readConflict(reader);
    readReturning(reader);
  });
}

function readTop(reader: Reader): void {
  reader.expect('TOP');
  reader.parens(() => reader.expression());
  reader.accept('PERCENT');
}

function readHints(reader: Reader): void {
  reader.expect('WITH');
  reader.listInParens(() => {
    reader.label();
    if (reader.at('(')) reader.listInParens(() => reader.value());
  });
}

/** The table that is changed. */
function readTarget(reader: Reader, hasAlias = true): void {
  if (reader.peek().type === 'variable' && !reader.peek().value.startsWith('#')) {
    reader.take();
    return;
  }
  const parts = readTableName(reader);
  const isAlias = hasAlias && !reader.atAny('VALUES', 'VALUE', 'DEFAULT', 'OUTPUT');
  reader.noteTable(parts, isAlias ? reader.alias() : undefined);
}

function readInserted(reader: Reader): void {
  if (reader.accept('DEFAULT', 'VALUES')) return;
  if (reader.isDialect('mysql') && reader.accept('SET')) {
    reader.list(() => readAssignment(reader));
    return;
  }
  if (reader.acceptAny('VALUES', 'VALUE')) {
    reader.list(() => readRow(reader));
    // A new name for the row, in MySQL.
    if (reader.isDialect('mysql') && reader.accept('AS')) {
      reader.found.derived.add(reader.name().toLowerCase());
      if (reader.at('(')) reader.listInParens(() => reader.name());
    }
    return;
  }
  if (reader.isDialect('tsql') && reader.atAny('EXEC', 'EXECUTE')) {
    reader.statement();
    return;
  }
  reader.query();
}

function readConflict(reader: Reader): void {
  if (reader.isDialect('mysql') && reader.accept('ON', 'DUPLICATE', 'KEY', 'UPDATE')) {
    reader.note('update');
    reader.list(() => readAssignment(reader));
  }
  if (!reader.isDialect('sqlite')) return;
  while (reader.accept('ON', 'CONFLICT')) {
    reader.found.derived.add('excluded');
    if (reader.at('(')) {
      reader.listInParens(() => {
        reader.expression();
        reader.acceptAny('ASC', 'DESC');
      });
      if (reader.accept('WHERE')) reader.expression();
    }
    reader.expect('DO');
    if (reader.accept('NOTHING')) continue;
    reader.note('update');
    reader.expect('UPDATE', 'SET');
    reader.list(() => readAssignment(reader));
    if (reader.accept('WHERE')) reader.expression();
  }
}

/** OUTPUT of SQL Server. */
function readOutput(reader: Reader): void {
  if (!reader.isDialect('tsql') || !reader.accept('OUTPUT')) return;
  for (const name of ['inserted', 'deleted']) reader.found.derived.add(name);
  readResults(reader);
  if (!reader.accept('INTO')) return;
  readTarget(reader, false);
  if (reader.at('(')) reader.listInParens(() => reader.name());
}

function readReturning(reader: Reader): void {
  if (reader.isDialect('sqlite') && reader.accept('RETURNING')) readResults(reader);
}

function readResults(reader: Reader): void {
  reader.list(() => {
    if (reader.accept('*')) reader.noteColumn(['*']);
    else {
      reader.expression();
      reader.alias();
    }
  });
}

/** `a = 1`, or `(a, b) = (1, 2)`. */
function readAssignment(reader: Reader): void {
  if (reader.at('(')) {
    reader.listInParens(() => reader.noteTarget(readDotted(reader)));
  } else if (reader.peek().type === 'variable') {
    reader.take();
    // `@a = column = 1` of SQL Server sets both.
    reader.expect('=');
    reader.expression();
    return;
  } else {
    reader.noteTarget(readDotted(reader));
  }
  if (
    reader.isDialect('tsql') &&
    reader.acceptAny('+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=')
  ) {
    reader.expression();
    return;
  }
  reader.expect('=');
  reader.expression();
}

export function readUpdate(reader: Reader): void {
  reader.note('update');
  reader.expect('UPDATE');
  reader.framed(() => {
    if (reader.isDialect('sqlite') && reader.accept('OR')) {
      reader.expectAny('REPLACE', 'IGNORE', 'ABORT', 'FAIL', 'ROLLBACK');
    }
    if (reader.isDialect('mysql')) reader.accept('LOW_PRIORITY');
    if (reader.isDialect('mysql')) reader.accept('IGNORE');
    if (reader.isDialect('tsql') && reader.at('TOP')) readTop(reader);
    if (reader.isDialect('mysql')) readFrom(reader);
    else readChanged(reader);
    reader.expect('SET');
    reader.list(() => readAssignment(reader));
    readOutput(reader);
    if (reader.accept('FROM')) readFrom(reader);
    readCondition(reader);
  });
}

/** The table of UPDATE or DELETE, whose name may be an alias that FROM gives it. */
function readChanged(reader: Reader): void {
  readTarget(reader, !reader.isDialect('tsql'));
  if (reader.isDialect('tsql') && reader.at('WITH', '(')) readHints(reader);
  if (reader.isDialect('sqlite') && reader.accept('INDEXED', 'BY')) reader.name();
}

function readCondition(reader: Reader): void {
  if (reader.accept('WHERE')) {
    if (reader.accept('CURRENT', 'OF')) reader.name();
    else reader.expression();
  }
  if (reader.isDialect('mysql', 'sqlite')) {
    if (reader.at('ORDER')) readOrder(reader);
    readLimit(reader);
  }
  readReturning(reader);
  if (reader.isDialect('tsql') && reader.accept('OPTION'))
    reader.listInParens(() => reader.value());
}

export function readDelete(reader: Reader): void {
  reader.note('delete');
  reader.expect('DELETE');
  reader.framed(() => {
    if (reader.isDialect('mysql')) {
      while (reader.acceptAny('LOW_PRIORITY', 'QUICK', 'IGNORE'));
      if (!reader.at('FROM')) {
        // The tables that lose rows stand before those that are read.
        reader.list(() => readDeleted(reader));
        reader.expect('FROM');
        readFrom(reader);
        readCondition(reader);
        return;
      }
    }
    if (reader.isDialect('tsql') && reader.at('TOP')) readTop(reader);
    const hasFrom = reader.accept('FROM');
    if (!hasFrom && reader.isDialect('sqlite', 'snowflake')) reader.fail();
    readChanged(reader);
    if (reader.isDialect('mysql')) {
      while (reader.accept(',')) readDeleted(reader);
      if (reader.accept('PARTITION')) reader.listInParens(() => reader.name());
    }
    readOutput(reader);
    if (reader.isDialect('tsql') && reader.accept('FROM')) readFrom(reader);
    if (reader.isDialect('mysql', 'snowflake') && reader.accept('USING')) readFrom(reader);
    readCondition(reader);
  });
}

function readDeleted(reader: Reader): void {
  const parts = [reader.name()];
  while (reader.accept('.')) if (!reader.accept('*')) parts.push(reader.name());
  reader.noteTable(parts);
}

export function readMerge(reader: Reader): void {
  reader.note('merge');
  reader.expect('MERGE');
  reader.framed(() => {
    if (reader.isDialect('tsql') && reader.at('TOP')) readTop(reader);
    if (!reader.accept('INTO') && reader.isDialect('snowflake')) reader.fail();
    const parts = readTableName(reader);
    if (reader.isDialect('tsql') && reader.at('WITH', '(')) readHints(reader);
    reader.noteTable(parts, reader.alias());
    reader.expect('USING');
    readFrom(reader);
    if (reader.peek(-1).value !== 'ON' && reader.accept('ON')) reader.expression();
    do readWhen(reader);
    while (reader.at('WHEN'));
    readOutput(reader);
  });
}

function readWhen(reader: Reader): void {
  reader.expect('WHEN');
  reader.accept('NOT');
  reader.expect('MATCHED');
  if (reader.accept('BY')) reader.expectAny('SOURCE', 'TARGET');
  if (reader.accept('AND')) reader.expression();
  reader.expect('THEN');
  if (reader.accept('DELETE') || reader.accept('DO', 'NOTHING')) return;
  if (reader.accept('UPDATE')) {
    if (reader.accept('ALL', 'BY', 'NAME')) return;
    reader.expect('SET');
    reader.list(() => readAssignment(reader));
    return;
  }
  reader.expect('INSERT');
  if (reader.accept('ROW') || reader.accept('ALL', 'BY', 'NAME')) return;
  if (reader.at('(')) reader.listInParens(() => reader.noteTarget(readDotted(reader)));
  if (reader.accept('DEFAULT', 'VALUES')) return;
  if (reader.accept('ROW')) return;
  reader.expect('VALUES');
  readRow(reader);
}
