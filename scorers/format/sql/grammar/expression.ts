import { readCall } from './call.ts';
import { readDotted } from './dotted.ts';
import { readOrder } from './order.ts';
import type { Reader } from './reader.ts';
import { readType } from './types.ts';
import { CONSTANTS, isReserved, TIME_UNITS } from './words.ts';

/** How tightly operators bind, from the loosest. */
const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARISON = 4;
const BITS = 5;
const SUM = 6;
const PRODUCT = 7;
const TIGHT = 8;

const SIGNS: Readonly<Record<string, number>> = {
  ':=': OR,
  '||': SUM,
  '&&': AND,
  '=': COMPARISON,
  '==': COMPARISON,
  '<': COMPARISON,
  '>': COMPARISON,
  '<=': COMPARISON,
  '>=': COMPARISON,
  '<>': COMPARISON,
  '!=': COMPARISON,
  '!<': COMPARISON,
  '!>': COMPARISON,
  '<=>': COMPARISON,
  '|': BITS,
  '&': BITS,
  '<<': BITS,
  '>>': BITS,
  '+': SUM,
  '-': SUM,
  '*': PRODUCT,
  '/': PRODUCT,
  '%': PRODUCT,
  '^': TIGHT,
  '->': TIGHT,
  '->>': TIGHT,
};
const WORDS: Readonly<Record<string, number>> = {
  OR,
  XOR: OR,
  AND,
  DIV: PRODUCT,
  MOD: PRODUCT,
};
/** Words that compare by a pattern, and the dialects that have those that not all have. */
const PATTERNS = ['LIKE', 'ILIKE', 'RLIKE', 'REGEXP', 'GLOB', 'MATCH'];

export function readExpression(reader: Reader): void {
  readAbove(reader, OR);
}

/** An expression that stops before words that join others, as a bound of BETWEEN does. */
export function readOperand(reader: Reader): void {
  readAbove(reader, BITS);
}

function readAbove(reader: Reader, least: number): void {
  reader.deeper(() => {
    if (reader.at('NOT') && reader.peek(1).value !== 'EXISTS') {
      reader.take();
      readAbove(reader, NOT);
    } else {
      readPrefixed(reader);
    }
    goOn(reader, least);
  });
}

/** Reads the operators after an operand. */
export function goOn(reader: Reader, least = OR): void {
  while (readOperator(reader, least) || readTest(reader, least)) {
    // Each reads an operator and what follows it.
  }
}

function readOperator(reader: Reader, least: number): boolean {
  const { type, value } = reader.peek();
  const strength = type === 'sign' ? SIGNS[value] : type === 'word' ? WORDS[value] : undefined;
  if (strength === undefined || strength < least) return false;
  if (value === ':=' && !reader.isDialect('mysql')) return false;
  // Shifts in BigQuery, where `>>` also ends two types.
  if (value === '>' && reader.peek(1).value === '>') reader.take();
  reader.take();
  if (reader.acceptAny('ANY', 'SOME', 'ALL')) {
    reader.parens(() =>
      reader.atQuery() ? reader.query() : reader.list(() => readExpression(reader)),
    );
    return true;
  }
  if (reader.at('BINARY') && reader.isDialect('mysql')) reader.take();
  readAbove(reader, strength + 1);
  return true;
}

/** IS, IN, BETWEEN, LIKE and the like. */
function readTest(reader: Reader, least: number): boolean {
  if (least > COMPARISON) return false;
  if (reader.accept('IS')) {
    reader.accept('NOT');
    if (reader.accept('DISTINCT', 'FROM')) readAbove(reader, BITS);
    else if (!reader.acceptAny('JSON')) readAbove(reader, BITS);
    return true;
  }
  if (reader.isDialect('sqlite')) {
    if (reader.acceptAny('ISNULL', 'NOTNULL') || reader.accept('NOT', 'NULL')) return true;
  }
  if (reader.accept('SOUNDS', 'LIKE') || reader.accept('MEMBER', 'OF')) {
    readAbove(reader, BITS);
    return true;
  }
  const ahead = reader.at('NOT') ? 1 : 0;
  const { value } = reader.peek(ahead);
  if (reader.peek(ahead).type !== 'word') return false;
  if (value === 'IN') {
    takeAll(reader, ahead);
    readMembers(reader);
  } else if (value === 'BETWEEN') {
    takeAll(reader, ahead);
    readAbove(reader, BITS);
    reader.expect('AND');
    readAbove(reader, BITS);
  } else if (PATTERNS.includes(value)) {
    takeAll(reader, ahead);
    reader.acceptAny('BINARY', 'ANY', 'ALL', 'SOME');
    readAbove(reader, BITS);
    if (reader.accept('ESCAPE')) readAbove(reader, BITS);
  } else {
    return false;
  }
  return true;
}

function takeAll(reader: Reader, ahead: number): void {
  for (let i = 0; i <= ahead; i += 1) reader.take();
}

function readMembers(reader: Reader): void {
  if (reader.at('(')) {
    readParens(reader);
    return;
  }
  if (reader.at('UNNEST') || !reader.isDialect('sqlite', 'snowflake')) {
    readPrefixed(reader);
    return;
  }
  if (reader.peek().type === 'variable') reader.take();
  else reader.noteSource(readDotted(reader));
}

function readPrefixed(reader: Reader): void {
  if (reader.acceptAny('-', '+', '~', '!')) {
    readAbove(reader, TIGHT);
    return;
  }
  if (reader.isDialect('mysql') && reader.at('BINARY') && reader.peek(1).value !== '(') {
    reader.take();
    readAbove(reader, TIGHT);
    return;
  }
  if (reader.isDialect('snowflake') && reader.at('PRIOR') && reader.atName(1)) reader.take();
  readPrimary(reader);
  readSuffixes(reader);
}

function readSuffixes(reader: Reader): void {
  while (true) {
    if (reader.accept('::')) {
      readType(reader);
    } else if (reader.accept('COLLATE')) {
      reader.value();
      while (reader.accept('.')) reader.label();
    } else if (reader.accept('AT', 'TIME', 'ZONE')) {
      readAbove(reader, TIGHT);
    } else if (reader.accept('[')) {
      readExpression(reader);
      if (reader.accept(':')) readExpression(reader);
      reader.expect(']');
    } else if (reader.at(':') && reader.isDialect('snowflake')) {
      reader.take();
      reader.label();
    } else if (reader.accept('.')) {
      if (reader.accept('*')) return;
      reader.label();
      if (reader.at('(')) readCall(reader, 'METHOD');
    } else {
      return;
    }
  }
}

function readPrimary(reader: Reader): void {
  const { type, value } = reader.peek();
  if (type === 'number') {
    reader.take();
    return;
  }
  if (type === 'text') {
    // Texts beside each other are one.
    while (reader.peek().type === 'text') reader.take();
    return;
  }
  if (type === 'variable') {
    readVariable(reader);
    return;
  }
  if (type === 'sign') {
    if (value === '(') readParens(reader);
    else if (value === '[' && reader.isDialect('bigquery', 'snowflake')) readArray(reader);
    else if (value === '{' && reader.isDialect('snowflake')) readObject(reader);
    else if (value === ':' && reader.isDialect('snowflake')) takeAll(reader, 1);
    else reader.fail();
    return;
  }
  if (type === 'name' || !readKeyword(reader, value)) readColumn(reader);
}

function readVariable(reader: Reader): void {
  reader.take();
  while (
    reader.peek().value === '.' &&
    reader.peek(1).type === 'word' &&
    reader.peek(2).value !== '('
  ) {
    takeAll(reader, 1);
  }
}

/** Values, or a query, in parentheses. Returns whether it is a query. */
export function readParens(reader: Reader): boolean {
  return reader.deeper(() => {
    reader.expect('(');
    let isQuery = false;
    if (reader.at('(') && reader.atQuery()) {
      isQuery = readNested(reader);
    } else if (reader.atQuery()) {
      reader.query();
      isQuery = true;
    } else if (!reader.at(')')) {
      reader.list(() => {
        readExpression(reader);
        if (reader.accept('AS')) reader.name();
      });
    }
    reader.expect(')');
    return isQuery;
  });
}

/** `((SELECT 1) UNION (SELECT 2))` is a query; `((SELECT 1) + 1)` is not. */
function readNested(reader: Reader): boolean {
  const isQuery = readParens(reader);
  if (isQuery && reader.atAny('UNION', 'EXCEPT', 'INTERSECT', 'MINUS', 'ORDER', 'LIMIT')) {
    reader.afterQuery();
    return true;
  }
  if (isQuery && reader.at(')')) return true;
  readSuffixes(reader);
  goOn(reader);
  while (reader.accept(',')) readExpression(reader);
  return false;
}

function readArray(reader: Reader): void {
  reader.expect('[');
  if (!reader.at(']')) reader.list(() => readExpression(reader));
  reader.expect(']');
}

/** `{'a': 1}` of Snowflake. */
function readObject(reader: Reader): void {
  reader.expect('{');
  if (!reader.accept('}')) {
    if (reader.accept('*')) {
      reader.noteColumn(['*']);
      if (reader.acceptAny('ILIKE', 'EXCLUDE')) readExpression(reader);
    } else {
      reader.list(() => {
        reader.value();
        reader.expect(':');
        readExpression(reader);
      });
    }
    reader.expect('}');
  }
}

/** Reads what begins with a word that the grammar knows; false where it is a name. */
function readKeyword(reader: Reader, word: string): boolean {
  const next = reader.peek(1);
  if (word === 'CASE') readCase(reader);
  else if (word === 'EXISTS' || word === 'NOT') {
    reader.accept('NOT');
    reader.expect('EXISTS');
    reader.parens(() => reader.query());
  } else if (
    word === 'INTERVAL' &&
    next.value !== '(' &&
    next.value !== '.' &&
    next.value !== ','
  ) {
    readInterval(reader);
  } else if (
    next.type === 'text' &&
    /^(?:DATE|TIME|DATETIME|TIMESTAMP|TIMESTAMP_[LN]TZ|NUMERIC|BIGNUMERIC|DECIMAL|JSON|RANGE)$/.test(
      word,
    )
  ) {
    takeAll(reader, 1);
  } else if (word === 'NEXT' && reader.accept('NEXT', 'VALUE', 'FOR')) {
    readDotted(reader);
    if (reader.accept('OVER')) reader.parens(() => readOrder(reader));
  } else if (word === 'MATCH' && reader.isDialect('mysql') && next.value === '(') readMatch(reader);
  else if ((word === 'STRUCT' || word === 'ARRAY') && next.value === '<') {
    readType(reader);
    if (reader.at('(')) readCall(reader, word);
    else readArray(reader);
  } else if (word === 'ARRAY' && next.value === '[') {
    reader.take();
    readArray(reader);
  } else if (CONSTANTS.has(word) && next.value !== '(' && next.value !== '.') reader.take();
  else return false;
  return true;
}

function readCase(reader: Reader): void {
  reader.expect('CASE');
  if (!reader.at('WHEN')) readExpression(reader);
  do {
    reader.expect('WHEN');
    readExpression(reader);
    reader.expect('THEN');
    readExpression(reader);
  } while (reader.at('WHEN'));
  if (reader.accept('ELSE')) readExpression(reader);
  reader.expect('END');
}

function readInterval(reader: Reader): void {
  reader.expect('INTERVAL');
  readOperand(reader);
  if (TIME_UNITS.has(reader.peek().value)) {
    reader.take();
    if (reader.accept('TO')) reader.label();
  }
}

/** `MATCH (a, b) AGAINST ('x' IN BOOLEAN MODE)` of MySQL. */
function readMatch(reader: Reader): void {
  reader.expect('MATCH');
  reader.listInParens(() => readColumn(reader));
  reader.expect('AGAINST');
  reader.parens(() => {
    readAbove(reader, BITS);
    if (reader.accept('IN', 'NATURAL', 'LANGUAGE', 'MODE'))
      reader.accept('WITH', 'QUERY', 'EXPANSION');
    else if (!reader.accept('IN', 'BOOLEAN', 'MODE')) reader.accept('WITH', 'QUERY', 'EXPANSION');
  });
}

/** A column, a function, or all columns of a table. */
function readColumn(reader: Reader): void {
  const isFunction = reader.peek(1).value === '(' && reader.peek().type !== 'name';
  if (isFunction && !isReserved(reader.peek().value)) {
    readCall(reader, reader.take().value);
    return;
  }
  const parts = [reader.name()];
  while (reader.at('.')) {
    reader.take();
    if (reader.accept('*')) {
      reader.noteColumn([...parts, '*']);
      return;
    }
    parts.push(reader.peek().type === 'variable' ? reader.take().value : reader.label());
  }
  if (reader.at('(')) readCall(reader, (parts.at(-1) ?? '').toUpperCase());
  else reader.noteColumn(parts);
}
