import { readOrder } from './order.ts';
import type { Reader } from './reader.ts';
import { readType } from './types.ts';
import { TAKES_UNIT, TIME_UNITS } from './words.ts';

/** What a function is given, in parentheses, and what may stand after it. */
export function readCall(reader: Reader, name: string): void {
  reader.deeper(() => {
    reader.expect('(');
    if (!reader.at(')')) readGiven(reader, name);
    reader.expect(')');
    readAfterCall(reader);
  });
}

function readGiven(reader: Reader, name: string): void {
  if (/^(?:TRY_|SAFE_)?CAST$/.test(name)) {
    readCast(reader);
    return;
  }
  if (name === 'TRY_CONVERT' || (name === 'CONVERT' && reader.isDialect('tsql'))) {
    readType(reader);
    reader.expect(',');
    reader.list(() => reader.expression());
    return;
  }
  if (name === 'TRIM') {
    reader.acceptAny('BOTH', 'LEADING', 'TRAILING');
    if (reader.accept('FROM')) {
      reader.expression();
      return;
    }
  }
  reader.acceptAny('DISTINCT', 'ALL');
  let place = 0;
  reader.list(() => {
    readArgument(reader, name, place);
    place += 1;
  });
  readModifiers(reader);
}

function readCast(reader: Reader): void {
  reader.expression();
  reader.expect('AS');
  readType(reader);
  if (reader.accept('ARRAY')) return;
  if (reader.accept('FORMAT')) reader.operand();
  if (reader.accept('AT', 'TIME', 'ZONE')) reader.operand();
  if (reader.accept('RENAME', 'FIELDS')) reader.accept('ADD', 'FIELDS');
  else reader.accept('ADD', 'FIELDS');
}

function readArgument(reader: Reader, name: string, place: number): void {
  const { type, value } = reader.peek();
  const next = reader.peek(1);
  if (reader.accept('*')) {
    // COUNT looks at no column of the rows that it counts.
    if (name !== 'COUNT') reader.noteColumn(['*']);
    return;
  }
  if (reader.atQuery() && value !== '(') {
    reader.query();
    return;
  }
  // `name => value`
  if (next.value === '=>' && (type === 'word' || type === 'name')) {
    reader.take();
    reader.take();
    if (reader.atQuery() && !reader.at('(')) reader.query();
    else readArgument(reader, name, place);
    return;
  }
  if (isUnit(reader, name, place)) {
    reader.take();
    // BigQuery's weeks name their first day.
    if (reader.accept('(')) {
      reader.label();
      reader.expect(')');
    }
    if (reader.accept('FROM')) reader.expression();
    return;
  }
  if ((value === 'TABLE' || value === 'MODEL') && type === 'word' && reader.atName(1)) {
    reader.take();
    const parts = [reader.name()];
    while (reader.accept('.')) parts.push(reader.label());
    if (value === 'TABLE') reader.noteTable(parts);
    return;
  }
  reader.expression();
  if (reader.accept('AS')) {
    if (name === 'STRUCT' || !reader.isDialect('mysql')) reader.label();
    else readType(reader);
  }
  if (reader.accept('IN')) reader.operand();
  if (reader.accept('FROM')) {
    reader.expression();
    if (reader.accept('FOR')) reader.expression();
  }
  if (reader.accept('USING')) reader.label();
  // `key: value` of JSON_OBJECT in SQL Server, `key VALUE value` elsewhere.
  if (reader.acceptAny(':', 'VALUE')) reader.expression();
}

/** Whether a unit of time comes next, which is no column: last in BigQuery, first elsewhere. */
function isUnit(reader: Reader, name: string, place: number): boolean {
  const { type, value } = reader.peek();
  if (type !== 'word' || !TIME_UNITS.has(value) || !TAKES_UNIT.test(name)) return false;
  const next = reader.peek(1).value;
  if (next === 'FROM') return name === 'EXTRACT';
  if (!reader.isDialect('bigquery')) return place === 0 && next === ',';
  return place > 0 && (next === ')' || (value === 'WEEK' && next === '('));
}

function readModifiers(reader: Reader): void {
  readNullTreatment(reader);
  if (reader.accept('HAVING')) {
    reader.expectAny('MIN', 'MAX');
    reader.expression();
  }
  if (reader.accept('NULL', 'ON', 'NULL') || reader.accept('ABSENT', 'ON', 'NULL')) return;
  if (reader.at('ORDER')) readOrder(reader);
  if (reader.accept('SEPARATOR')) reader.operand();
  if (reader.accept('LIMIT')) {
    reader.operand();
    if (reader.acceptAny(',', 'OFFSET')) reader.operand();
  }
  if (reader.accept('RETURNING')) readType(reader);
  if (reader.acceptAny('NULL', 'ERROR')) reader.expectAny('ON');
  else if (reader.accept('DEFAULT')) reader.operand();
}

function readNullTreatment(reader: Reader): boolean {
  if (!reader.at('IGNORE', 'NULLS') && !reader.at('RESPECT', 'NULLS')) return false;
  reader.take();
  reader.take();
  return true;
}

function readAfterCall(reader: Reader): void {
  if (reader.accept('WITHIN', 'GROUP')) reader.parens(() => readOrder(reader));
  if (reader.accept('FILTER')) {
    reader.parens(() => {
      reader.expect('WHERE');
      reader.expression();
    });
  }
  if (reader.accept('FROM', 'FIRST')) reader.accept('FROM', 'LAST');
  readNullTreatment(reader);
  if (!reader.accept('OVER')) return;
  if (reader.at('(')) reader.parens(() => readWindow(reader));
  else reader.name();
}

/** What stands in the parentheses of a window. */
export function readWindow(reader: Reader): void {
  if (reader.atName() && !reader.atAny('PARTITION', 'ROWS', 'RANGE', 'GROUPS')) reader.name();
  if (reader.accept('PARTITION', 'BY')) reader.list(() => reader.expression());
  if (reader.at('ORDER')) readOrder(reader);
  if (!reader.acceptAny('ROWS', 'RANGE', 'GROUPS')) return;
  if (reader.accept('BETWEEN')) {
    readBound(reader);
    reader.expect('AND');
  }
  readBound(reader);
  if (!reader.accept('EXCLUDE')) return;
  if (reader.accept('NO', 'OTHERS') || reader.accept('CURRENT', 'ROW')) return;
  reader.expectAny('GROUP', 'TIES');
}

function readBound(reader: Reader): void {
  if (reader.accept('CURRENT', 'ROW')) return;
  if (!reader.accept('UNBOUNDED')) reader.operand();
  reader.expectAny('PRECEDING', 'FOLLOWING');
}
