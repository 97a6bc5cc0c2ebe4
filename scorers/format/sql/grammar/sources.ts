import { readCall } from './call.ts';
import { readDotted } from './dotted.ts';
import { readParens } from './expression.ts';
import { readOrder } from './order.ts';
import type { Reader } from './reader.ts';
import { readOption } from './types.ts';

/** What FROM names, with its joins. */
export function readFrom(reader: Reader): void {
  reader.list(() => readJoined(reader));
}

function readJoined(reader: Reader): void {
  readSource(reader);
  while (readJoin(reader)) {
    reader.accept('LATERAL');
    readSource(reader);
    if (reader.accept('MATCH_CONDITION')) reader.parens(() => reader.expression());
    // Joins may be nested with their conditions behind them.
    while (reader.atAny('ON', 'USING')) {
      if (reader.accept('ON')) reader.expression();
      else {
        reader.expect('USING');
        reader.listInParens(() => reader.noteColumn([reader.name()]));
      }
    }
  }
}

/** The words of a join, if one comes next. */
function readJoin(reader: Reader): boolean {
  if (
    reader.isDialect('tsql') &&
    (reader.accept('CROSS', 'APPLY') || reader.accept('OUTER', 'APPLY'))
  )
    return true;
  if (reader.isDialect('mysql') && reader.accept('STRAIGHT_JOIN')) return true;
  if (!reader.atAny('JOIN', 'INNER', 'LEFT', 'RIGHT', 'FULL', 'CROSS', 'NATURAL', 'ASOF', 'OUTER'))
    return false;
  // A set operation of BigQuery may begin with the same words.
  const isSet = [1, 2].some((ahead) =>
    /^(?:UNION|EXCEPT|INTERSECT)$/.test(reader.peek(ahead).value),
  );
  if (isSet && !reader.at('JOIN')) return false;
  reader.accept('NATURAL');
  if (reader.acceptAny('LEFT', 'RIGHT', 'FULL')) {
    if (!reader.accept('OUTER') && reader.isDialect('bigquery', 'snowflake'))
      reader.acceptAny('SEMI', 'ANTI');
  } else {
    reader.acceptAny('INNER', 'CROSS', 'ASOF', 'OUTER');
  }
  if (reader.isDialect('snowflake')) reader.accept('DIRECTED');
  if (reader.isDialect('tsql')) reader.acceptAny('LOOP', 'HASH', 'MERGE', 'REMOTE');
  if (reader.isDialect('bigquery')) reader.acceptAny('HASH', 'LOOKUP');
  reader.expect('JOIN');
  return true;
}

function readSource(reader: Reader): void {
  reader.deeper(() => {
    reader.accept('LATERAL');
    if (reader.at('(')) readInParens(reader);
    else if (reader.at('VALUES')) readValues(reader);
    else if (reader.peek().type === 'variable' || reader.at('@')) readVariableSource(reader);
    else if (reader.at('{')) readOuter(reader);
    else if (reader.isDialect('snowflake') && reader.peek().type === 'text')
      readQuotedStage(reader);
    else readTable(reader);
    readAfterSource(reader);
  });
}

/** A query or joined tables in parentheses. */
function readInParens(reader: Reader): void {
  if (reader.atQuery()) {
    if (readParens(reader)) reader.noteDerived(readAlias(reader));
    else reader.fail();
    return;
  }
  if (reader.peek(1).type === 'word' && reader.peek(1).value === 'MERGE') reader.fail();
  reader.parens(() => readJoined(reader));
  readAlias(reader);
}

function readValues(reader: Reader): void {
  reader.query();
  reader.noteDerived(readAlias(reader));
}

function readVariableSource(reader: Reader): void {
  if (reader.isDialect('snowflake') && (reader.at('@') || reader.peek().written.startsWith('@'))) {
    readStage(reader);
  } else {
    const { written } = reader.take();
    const isTemporary = written.startsWith('#');
    if (reader.accept('.')) {
      // A method of a variable, such as `@xml.nodes('/a')`.
      reader.label();
      reader.parens(() => reader.list(() => reader.expression()));
      reader.noteDerived(readAlias(reader));
      return;
    }
    const alias = readAlias(reader);
    if (isTemporary) reader.noteTable([written], alias);
    else reader.noteDerived(alias);
    return;
  }
  reader.noteDerived(readAlias(reader));
}

/** A stage of Snowflake: `@mystage/path/file.gz (FILE_FORMAT => x)`. */
export function readStage(reader: Reader): void {
  const parts: string[] = [];
  if (reader.accept('@')) {
    if (reader.accept('~')) parts.push('~');
    else {
      reader.accept('%');
      parts.push(reader.label());
    }
  } else parts.push(reader.take().written.slice(1));
  while (reader.accept('.')) {
    reader.accept('%');
    parts.push(reader.label());
  }
  let end = reader.peek(-1).start + reader.peek(-1).written.length;
  while (/^[/.\-*=]$/.test(reader.peek().value) && reader.peek().start === end) {
    reader.take();
    end = reader.peek(-1).start + 1;
    if (reader.peek().type === 'end' || reader.peek().start !== end) break;
    if (reader.peek().type === 'sign') continue;
    reader.take();
    end = reader.peek(-1).start + reader.peek(-1).written.length;
  }
  reader.noteTable(parts);
  if (reader.at('(') && !reader.atQuery()) reader.listInParens(() => readOption(reader));
}

/** A stage in quotes. */
function readQuotedStage(reader: Reader): void {
  if (!reader.peek().value.startsWith('@')) reader.fail();
  reader.noteTable([reader.take().value.slice(1)]);
  if (reader.at('(')) reader.listInParens(() => readOption(reader));
  readAlias(reader);
}

/** `{ OJ a LEFT JOIN b ON … }` of ODBC. */
function readOuter(reader: Reader): void {
  reader.expect('{', 'OJ');
  readJoined(reader);
  reader.expect('}');
}

/** A table, or a function that makes one. */
function readTable(reader: Reader): void {
  reader.accept('ONLY');
  const isTableFunction = reader.at('TABLE', '(');
  const parts = isTableFunction ? [reader.take().value] : readTableName(reader);
  if (reader.at('(') && !isHint(reader)) {
    readCall(reader, (parts.at(-1) ?? '').toUpperCase());
    if (reader.accept('WITH')) {
      if (reader.isDialect('tsql') && reader.at('(')) readColumns(reader);
      else {
        reader.expectAny('ORDINALITY', 'OFFSET');
      }
    }
    const alias = readAlias(reader);
    reader.noteDerived(alias);
    if (reader.accept('WITH', 'OFFSET')) reader.alias();
    return;
  }
  if (reader.accept('PARTITION')) reader.listInParens(() => reader.name());
  readVersion(reader);
  const alias = readAlias(reader);
  reader.noteSource(parts, alias);
  readVersion(reader);
  readHints(reader);
}

/** `(nolock)` of SQL Server stands where a function's arguments would. */
function isHint(reader: Reader): boolean {
  return (
    reader.isDialect('tsql') &&
    /^(?:NOLOCK|HOLDLOCK|TABLOCKX?|UPDLOCK|ROWLOCK|READPAST|READUNCOMMITTED)$/.test(
      reader.peek(1).value,
    )
  );
}

function readColumns(reader: Reader): void {
  reader.listInParens(() => {
    reader.name();
    reader.label();
    if (reader.at('(')) reader.parens(() => reader.list(() => reader.value()));
    if (reader.peek().type === 'text') reader.text();
    reader.accept('AS', 'JSON');
  });
}

/** `a.b.c`; in BigQuery also with dashes, and with `*` at its end. */
export function readTableName(reader: Reader): string[] {
  const parts =
    reader.peek().type === 'variable' && reader.peek().value.startsWith('#')
      ? [reader.take().written]
      : readDotted(reader);
  if (!reader.isDialect('bigquery')) return parts;
  while (reader.at('-') && (reader.peek(1).type === 'word' || reader.peek(1).type === 'number')) {
    reader.take();
    const [first = '', ...rest] =
      reader.peek().type === 'number' ? [reader.take().written] : readDotted(reader);
    parts.push(`${parts.pop()}-${first}`, ...rest);
  }
  if (reader.accept('.', '*')) parts.push('*');
  else if (reader.at('*')) parts.push(`${parts.pop()}${reader.take().value}`);
  return parts.flatMap((part) => part.split('.'));
}

/** Another name for a source, perhaps with names for its columns. */
function readAlias(reader: Reader): string | undefined {
  const alias = reader.alias();
  if (alias !== undefined && reader.at('(') && !isHint(reader) && !reader.isDialect('bigquery')) {
    reader.listInParens(() => reader.name());
  }
  return alias;
}

/** Which of its versions a table is read at. */
function readVersion(reader: Reader): void {
  if (reader.accept('FOR', 'SYSTEM_TIME')) {
    if (reader.accept('ALL')) return;
    if (reader.accept('AS', 'OF')) {
      reader.operand();
      return;
    }
    if (reader.accept('CONTAINED', 'IN')) {
      reader.listInParens(() => reader.operand());
      return;
    }
    reader.expectAny('FROM', 'BETWEEN');
    reader.operand();
    reader.expectAny('TO', 'AND');
    reader.operand();
    return;
  }
  if (!reader.isDialect('snowflake')) return;
  if (reader.atAny('AT', 'BEFORE') && reader.peek(1).value === '(') {
    reader.take();
    reader.parens(() => {
      reader.label();
      reader.expect('=>');
      reader.expression();
    });
  }
  if (reader.accept('CHANGES')) {
    reader.parens(() => reader.list(() => readOption(reader)));
    readVersion(reader);
    if (reader.accept('END')) reader.listInParens(() => reader.expression());
  }
}

function readHints(reader: Reader): void {
  if (reader.isDialect('tsql')) {
    if (reader.at('WITH', '(') || reader.at('(')) {
      reader.accept('WITH');
      reader.listInParens(() => {
        reader.label();
        if (reader.at('(')) reader.listInParens(() => reader.value());
        else if (reader.accept('=')) reader.value();
      });
    }
    return;
  }
  if (reader.isDialect('sqlite')) {
    if (reader.accept('INDEXED', 'BY')) readDotted(reader);
    else reader.accept('NOT', 'INDEXED');
    return;
  }
  if (!reader.isDialect('mysql')) return;
  while (reader.acceptAny('USE', 'IGNORE', 'FORCE')) {
    reader.expectAny('INDEX', 'KEY');
    if (reader.accept('FOR')) {
      if (!reader.accept('JOIN')) {
        reader.expectAny('ORDER', 'GROUP');
        reader.expect('BY');
      }
    }
    reader.parens(() => {
      if (!reader.at(')')) reader.list(() => reader.label());
    });
    reader.accept(',');
  }
}

function readAfterSource(reader: Reader): void {
  while (true) {
    if (reader.atAny('TABLESAMPLE', 'SAMPLE')) readSample(reader);
    else if (reader.atAny('PIVOT', 'UNPIVOT')) readPivot(reader);
    else return;
  }
}

function readSample(reader: Reader): void {
  reader.take();
  reader.acceptAny('BERNOULLI', 'SYSTEM', 'ROW', 'BLOCK');
  reader.parens(() => {
    reader.operand();
    reader.acceptAny('PERCENT', 'ROWS');
  });
  if (reader.acceptAny('SEED', 'REPEATABLE')) reader.parens(() => reader.value());
  reader.alias();
}

function readPivot(reader: Reader): void {
  const isPivot = reader.accept('PIVOT');
  if (!isPivot) {
    reader.expect('UNPIVOT');
    if (reader.acceptAny('INCLUDE', 'EXCLUDE')) reader.expect('NULLS');
  }
  reader.parens(() => {
    reader.list(() => {
      reader.expression();
      reader.alias();
    });
    reader.expect('FOR');
    if (reader.at('(')) readParens(reader);
    else reader.noteColumn(readDotted(reader));
    reader.expect('IN');
    reader.parens(() => {
      if (reader.accept('ANY')) {
        if (reader.at('ORDER')) readOrder(reader);
      } else if (reader.atQuery()) reader.query();
      else {
        reader.list(() => {
          reader.expression();
          if (reader.peek().type === 'text') reader.text();
          else if (reader.accept('AS')) reader.value();
          else reader.alias();
        });
      }
    });
    if (reader.accept('DEFAULT', 'ON', 'NULL')) readParens(reader);
  });
  const alias = reader.alias();
  if (alias === undefined) return;
  reader.noteDerived(alias);
  if (reader.at('(')) reader.listInParens(() => reader.name());
}
