import type { Reader } from './reader.ts';
import { isReserved } from './words.ts';

const AFTER_TYPE = new Set(
  'PRECISION VARYING UNSIGNED SIGNED ZEROFILL BINARY BYTE ASCII UNICODE LARGE'.split(' '),
);

/** A type as CAST and columns have it, such as `DOUBLE PRECISION`, `NUMBER(38, 0)` or `ARRAY<INT64>`. */
export function readType(reader: Reader): void {
  reader.deeper(() => {
    const first = reader.peek();
    if (first.type === 'word' && isReserved(first.value) && first.value !== 'SET') reader.fail();
    reader.label();
    while (reader.accept('.')) reader.label();
    if (['NATIONAL', 'LONG', 'CHARACTER', 'DOUBLE', 'SIGNED', 'UNSIGNED'].includes(first.value)) {
      reader.acceptAny('CHAR', 'CHARACTER', 'VARCHAR', 'INTEGER', 'INT', 'TEXT', 'BLOB', 'LARGE');
    }
    while (AFTER_TYPE.has(reader.peek().value)) reader.take();
    if (reader.accept('<')) readFields(reader, '>');
    else if (reader.at('(')) {
      reader.take();
      readFields(reader, ')');
    }
    while (AFTER_TYPE.has(reader.peek().value)) reader.take();
    if (reader.acceptAny('WITH', 'WITHOUT')) {
      reader.accept('LOCAL');
      reader.expect('TIME', 'ZONE');
    }
    if (reader.accept('CHARACTER', 'SET') || reader.accept('CHARSET')) reader.value();
    if (reader.isDialect('snowflake')) reader.accept('NOT', 'NULL');
  });
}

/** Lengths, values, types or fields of a type, to its closing sign. */
function readFields(reader: Reader, closing: string): void {
  if (reader.accept(closing)) return;
  reader.list(() => {
    const { type } = reader.peek();
    if (type === 'number' || type === 'text' || reader.at('-')) {
      reader.value();
      reader.acceptAny('CHAR', 'BYTE');
      return;
    }
    if (type === 'name' || reader.peek(1).type === 'word' || reader.peek(1).type === 'name') {
      reader.label();
      const isDouble = reader.peek(-1).value === 'DOUBLE' && reader.at('PRECISION');
      if (isDouble) reader.take();
      else readType(reader);
    } else {
      readType(reader);
    }
    reader.accept('NOT', 'NULL');
    if (reader.accept('OPTIONS')) reader.listInParens(() => readOption(reader));
    if (reader.accept('COMMENT')) reader.text();
  });
  reader.expect(closing);
}

/** `name = value`, where the value may be a list in parentheses or brackets. */
export function readOption(reader: Reader): void {
  reader.label();
  while (reader.accept('.')) reader.label();
  if (!reader.acceptAny('=', '=>')) return;
  readOptionValue(reader);
}

export function readOptionValue(reader: Reader): void {
  reader.deeper(() => {
    if (reader.accept('(')) {
      if (!reader.at(')')) {
        do {
          if (reader.peek(1).value === '=') readOption(reader);
          else readOptionValue(reader);
          reader.accept(',');
        } while (!reader.at(')'));
      }
      reader.expect(')');
    } else if (reader.accept('[')) {
      if (!reader.at(']')) reader.list(() => readOptionValue(reader));
      reader.expect(']');
    } else {
      reader.value();
      while (reader.accept('.')) reader.label();
      if (reader.at('(')) readOptionValue(reader);
      else
        reader.acceptAny(
          'MINUTE',
          'MINUTES',
          'MONTH',
          'MONTHS',
          'DAY',
          'DAYS',
          'WEEKS',
          'YEARS',
          'KB',
          'MB',
        );
    }
  });
}
