import { readWindow } from './call.ts';
import { readParens } from './expression.ts';
import { readOrder } from './order.ts';
import type { Reader } from './reader.ts';
import { readFrom } from './sources.ts';

/** A query with all that belongs to it: WITH, set operations, ORDER BY, LIMIT and locks. */
export function readQuery(reader: Reader): void {
  reader.scoped(() => {
    if (reader.at('WITH')) readWith(reader);
    // What orders a query stands behind it and sees its results.
    reader.framed(() => {
      readTerm(reader);
      readAfterQuery(reader);
    });
  });
}

/** WITH and the queries that it names. */
export function readWith(reader: Reader): void {
  reader.expect('WITH');
  const isRecursive = reader.accept('RECURSIVE');
  reader.list(() => {
    const name = reader.name();
    // SQL Server has no word for what the others call recursive.
    if (isRecursive || reader.isDialect('tsql')) reader.define(name);
    if (reader.at('(')) reader.listInParens(() => reader.name());
    if (reader.accept('USING')) reader.fail();
    reader.expect('AS');
    if (!reader.accept('MATERIALIZED')) reader.accept('NOT', 'MATERIALIZED');
    reader.parens(() => reader.query());
    reader.define(name);
  });
}

function readTerm(reader: Reader): void {
  if (reader.at('(')) {
    if (!readParens(reader)) reader.fail();
    reader.noteDerived();
    return;
  }
  if (reader.accept('VALUES')) {
    reader.list(() => readRow(reader));
    return;
  }
  readSelect(reader);
}

export function readRow(reader: Reader): void {
  reader.accept('ROW');
  reader.parens(() => {
    if (!reader.at(')')) reader.list(() => reader.expression());
  });
}

/** Set operations, order, limits and locks. */
export function readAfterQuery(reader: Reader): void {
  while (readSetOperator(reader)) reader.framed(() => readTerm(reader));
  if (reader.at('ORDER')) readOrder(reader);
  readLimit(reader);
  readLocks(reader);
  if (reader.isDialect('tsql')) readOfServer(reader);
}

function readSetOperator(reader: Reader): boolean {
  const isBigQuery = reader.isDialect('bigquery');
  let ahead = 0;
  while (isBigQuery && /^(?:FULL|LEFT|INNER|OUTER)$/.test(reader.peek(ahead).value)) ahead += 1;
  const { type, value } = reader.peek(ahead);
  const isOperator =
    type === 'word' &&
    (/^(?:UNION|EXCEPT|INTERSECT)$/.test(value) ||
      (value === 'MINUS' && reader.isDialect('snowflake')));
  if (!isOperator) return false;
  for (let i = 0; i <= ahead; i += 1) reader.take();
  reader.acceptAny('ALL', 'DISTINCT');
  if (reader.accept('STRICT')) reader.accept('CORRESPONDING');
  if (reader.accept('BY', 'NAME')) {
    if (reader.accept('ON')) reader.listInParens(() => reader.name());
  } else if (reader.accept('CORRESPONDING') && reader.accept('BY')) {
    reader.listInParens(() => reader.name());
  }
  return true;
}

export function readLimit(reader: Reader): void {
  if (reader.accept('LIMIT')) {
    reader.operand();
    if (reader.acceptAny(',', 'OFFSET')) reader.operand();
    return;
  }
  if (reader.accept('OFFSET')) {
    reader.operand();
    reader.acceptAny('ROW', 'ROWS');
  }
  if (!reader.accept('FETCH')) return;
  reader.acceptAny('FIRST', 'NEXT');
  if (!reader.atAny('ROW', 'ROWS') && reader.peek().type !== 'end') reader.operand();
  reader.acceptAny('ROW', 'ROWS');
  reader.accept('ONLY');
}

function readLocks(reader: Reader): void {
  if (reader.accept('LOCK', 'IN', 'SHARE', 'MODE')) return;
  while (reader.at('FOR', 'UPDATE') || reader.at('FOR', 'SHARE')) {
    reader.take();
    reader.take();
    if (reader.accept('OF')) reader.list(() => reader.name());
    if (!reader.accept('NOWAIT')) reader.accept('SKIP', 'LOCKED');
  }
}

/** FOR XML, FOR JSON and OPTION of SQL Server. */
function readOfServer(reader: Reader): void {
  if (reader.at('FOR') && reader.peek(1).value !== 'SYSTEM_TIME') {
    reader.take();
    reader.expectAny('XML', 'JSON');
    reader.list(() => {
      reader.label();
      if (reader.peek().type === 'word' && !reader.atAny('OPTION')) reader.label();
      if (reader.at('(')) reader.parens(() => reader.value());
    });
  }
  if (reader.accept('OPTION')) {
    reader.listInParens(() => {
      do reader.value();
      while (
        !reader.atAny(',', ')', '(') &&
        reader.peek().type !== 'end' &&
        (reader.accept('=') || true)
      );
      if (reader.at('(')) reader.listInParens(() => reader.expression());
    });
  }
}

const BEFORE_RESULTS = [
  'HIGH_PRIORITY',
  'STRAIGHT_JOIN',
  'SQL_SMALL_RESULT',
  'SQL_BIG_RESULT',
  'SQL_BUFFER_RESULT',
  'SQL_NO_CACHE',
  'SQL_CACHE',
  'SQL_CALC_FOUND_ROWS',
];

function readSelect(reader: Reader): void {
  reader.expect('SELECT');
  if (reader.isDialect('mysql')) while (reader.acceptAny(...BEFORE_RESULTS));
  reader.acceptAny('ALL', 'DISTINCT', 'DISTINCTROW');
  if (reader.isDialect('tsql', 'snowflake') && reader.at('TOP')) readTop(reader);
  if (reader.isDialect('mysql')) while (reader.acceptAny(...BEFORE_RESULTS));
  if (reader.isDialect('bigquery') && reader.accept('AS')) reader.expectAny('STRUCT', 'VALUE');
  do readResult(reader);
  while (reader.accept(',') && !(reader.isDialect('bigquery', 'snowflake') && reader.at('FROM')));
  if (reader.accept('INTO')) readInto(reader);
  if (reader.accept('FROM')) readFrom(reader);
  if (reader.accept('WHERE')) reader.expression();
  if (reader.isDialect('snowflake')) readHierarchy(reader);
  if (reader.accept('GROUP', 'BY')) readGroups(reader);
  if (reader.accept('HAVING')) reader.expression();
  if (reader.accept('WINDOW')) {
    reader.list(() => {
      reader.name();
      reader.expect('AS');
      if (reader.at('(')) reader.parens(() => readWindow(reader));
      else reader.name();
    });
  }
  if (reader.isDialect('snowflake', 'bigquery') && reader.accept('QUALIFY')) reader.expression();
  if (reader.accept('WINDOW')) {
    reader.list(() => {
      reader.name();
      reader.expect('AS');
      reader.parens(() => readWindow(reader));
    });
  }
}

function readTop(reader: Reader): void {
  const next = reader.peek(1);
  if (next.type !== 'number' && next.type !== 'variable' && next.value !== '(') return;
  reader.take();
  if (reader.at('(')) readParens(reader);
  else reader.value();
  reader.accept('PERCENT');
  reader.accept('WITH', 'TIES');
}

function readResult(reader: Reader): void {
  if (reader.accept('*')) {
    reader.noteColumn(['*']);
    readStarChanges(reader);
    return;
  }
  reader.expression();
  if (reader.peek(-1).value === '*') {
    readStarChanges(reader);
    return;
  }
  const name = reader.alias();
  if (name !== undefined) reader.noteResult(name);
}

/** What a star leaves out or replaces. */
function readStarChanges(reader: Reader): void {
  if (!reader.isDialect('bigquery', 'snowflake')) return;
  if (reader.accept('ILIKE')) reader.text();
  if (reader.at('EXCEPT', '(') || reader.at('EXCLUDE')) {
    reader.take();
    if (reader.at('(')) reader.listInParens(() => reader.name());
    else reader.name();
  }
  const readAs = () => {
    reader.expression();
    reader.expect('AS');
    reader.name();
  };
  for (const word of ['REPLACE', 'RENAME']) {
    if (!reader.accept(word)) continue;
    if (reader.at('(')) reader.listInParens(readAs);
    else readAs();
  }
}

function readInto(reader: Reader): void {
  if (reader.isDialect('mysql')) {
    if (reader.acceptAny('OUTFILE', 'DUMPFILE')) {
      reader.text();
      return;
    }
    reader.list(() => reader.value());
    return;
  }
  if (!reader.isDialect('tsql')) reader.fail();
  if (reader.peek().type === 'variable') {
    reader.noteTable([reader.take().written]);
    return;
  }
  reader.note('create');
  const parts = [reader.name()];
  while (reader.accept('.')) parts.push(reader.name());
  reader.noteTable(parts);
}

function readHierarchy(reader: Reader): void {
  if (reader.accept('START', 'WITH')) reader.expression();
  if (!reader.accept('CONNECT', 'BY')) return;
  reader.accept('PRIOR');
  reader.expression();
  if (reader.accept('START', 'WITH')) reader.expression();
}

function readGroups(reader: Reader): void {
  if (reader.accept('ALL')) return;
  reader.list(() => {
    if (reader.accept('GROUPING', 'SETS')) {
      reader.listInParens(() => {
        if (!reader.at('(', ')')) reader.expression();
        else reader.expect('(', ')');
      });
    } else {
      reader.expression();
    }
  });
  if (reader.accept('WITH')) reader.expectAny('ROLLUP', 'CUBE');
}
