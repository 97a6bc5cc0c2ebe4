import { readDefinitions } from './columns.ts';
import { readDotted } from './dotted.ts';
import type { Reader } from './reader.ts';
import { readTableName } from './sources.ts';
import { readOptionValue, readType } from './types.ts';

/** A function, a procedure or a trigger. Its body may be in a language that is not read. */
export function readRoutine(reader: Reader): void {
  reader.found.hasHiddenCode = true;
  if (reader.accept('TRIGGER')) {
    readTrigger(reader);
    return;
  }
  reader.expectAny('FUNCTION', 'PROCEDURE', 'PROC');
  if (reader.accept('IF')) reader.expect('NOT', 'EXISTS');
  readDotted(reader);
  if (reader.at('(')) readParameters(reader);
  else if (reader.peek().type === 'variable') reader.list(() => readParameter(reader));
  if (reader.accept('RETURNS')) readReturned(reader);
  while (readTrait(reader));
  if (reader.isDialect('mysql') && !reader.at('AS')) {
    readBlock(reader);
    return;
  }
  reader.expect('AS');
  if (reader.peek().type === 'text') {
    reader.take();
    return;
  }
  if (reader.isDialect('tsql')) {
    readServerBody(reader);
    return;
  }
  if (reader.isDialect('bigquery') && reader.at('(')) {
    reader.parens(() => (reader.atQuery() ? reader.query() : reader.expression()));
    return;
  }
  readBlock(reader);
}

function readParameters(reader: Reader): void {
  reader.parens(() => {
    if (!reader.at(')')) reader.list(() => readParameter(reader));
  });
}

function readParameter(reader: Reader): void {
  reader.acceptAny('IN', 'OUT', 'INOUT');
  if (reader.peek().type === 'variable') reader.take();
  else reader.label();
  reader.accept('AS');
  if (!reader.accept('ANY', 'TYPE')) readType(reader);
  if (reader.acceptAny('=', 'DEFAULT')) reader.expression();
  reader.acceptAny('OUTPUT', 'OUT', 'READONLY');
}

function readReturned(reader: Reader): void {
  if (reader.peek().type === 'variable') {
    reader.take();
    reader.expect('TABLE');
    readDefinitions(reader);
    return;
  }
  if (!reader.accept('TABLE')) {
    readType(reader);
    return;
  }
  if (reader.at('(')) readParameters(reader);
  else if (reader.at('<')) {
    reader.fail();
  }
}

function readTrait(reader: Reader): boolean {
  if (reader.acceptAny('DETERMINISTIC', 'IMMUTABLE', 'VOLATILE', 'STRICT', 'MEMOIZABLE', 'SECURE'))
    return true;
  if (
    reader.accept('NOT', 'DETERMINISTIC') ||
    reader.accept('NO', 'SQL') ||
    reader.accept('CONTAINS', 'SQL')
  )
    return true;
  if (reader.accept('READS', 'SQL', 'DATA') || reader.accept('MODIFIES', 'SQL', 'DATA'))
    return true;
  if (
    reader.accept('CALLED', 'ON', 'NULL', 'INPUT') ||
    reader.accept('RETURNS', 'NULL', 'ON', 'NULL', 'INPUT')
  )
    return true;
  if (reader.accept('SQL', 'SECURITY')) {
    reader.expectAny('DEFINER', 'INVOKER');
    return true;
  }
  if (reader.accept('EXECUTE', 'AS')) {
    reader.expectAny('CALLER', 'OWNER');
    return true;
  }
  if (reader.accept('PACKAGES', '=')) {
    readOptionValue(reader);
    return true;
  }
  if (reader.acceptAny('LANGUAGE', 'COMMENT', 'RUNTIME_VERSION', 'HANDLER')) {
    reader.accept('=');
    reader.value();
    return true;
  }
  if (!reader.isDialect('tsql') || !reader.accept('WITH')) return false;
  reader.list(() => {
    if (!reader.accept('EXECUTE', 'AS')) {
      return reader.expectAny(
        'ENCRYPTION',
        'RECOMPILE',
        'SCHEMABINDING',
        'NATIVE_COMPILATION',
        'INLINE',
      );
    }
    if (reader.peek().type === 'text') reader.text();
    else reader.expectAny('CALLER', 'SELF', 'OWNER');
  });
  return true;
}

function readServerBody(reader: Reader): void {
  if (reader.accept('RETURN')) {
    if (reader.at('(') && reader.atQuery()) reader.query();
    else if (reader.atQuery()) reader.query();
    else reader.expression();
    return;
  }
  readBlock(reader);
}

/** Statements, between BEGIN and END or one alone. */
export function readBlock(reader: Reader): void {
  if (!reader.accept('BEGIN')) {
    reader.statement();
    // Those of SQL Server go on without a mark between them.
    while (reader.isDialect('tsql') && reader.accept(';') && reader.peek().type !== 'end')
      reader.statement();
    return;
  }
  do {
    if (reader.accept('RETURN')) {
      if (reader.peek().value !== ';' && !reader.at('END')) {
        if (reader.atQuery() && reader.at('(')) reader.query();
        else reader.expression();
      }
    } else if (!reader.at('END')) {
      reader.statement();
    }
    if (!reader.accept(';') && !reader.at('END') && !reader.isDialect('tsql')) reader.fail();
  } while (!reader.at('END'));
  reader.expect('END');
}

function readTrigger(reader: Reader): void {
  if (reader.accept('IF')) reader.expect('NOT', 'EXISTS');
  readDotted(reader);
  if (reader.accept('ON')) {
    if (reader.accept('ALL')) reader.expect('SERVER');
    else if (!reader.accept('DATABASE')) reader.noteTable(readTableName(reader));
    if (reader.accept('INSTEAD')) reader.expect('OF');
    else reader.expectAny('FOR', 'AFTER');
    reader.list(() => void reader.label());
    reader.expect('AS');
    readBlock(reader);
    return;
  }
  if (reader.accept('INSTEAD')) reader.expect('OF');
  else reader.acceptAny('BEFORE', 'AFTER');
  reader.expectAny('INSERT', 'UPDATE', 'DELETE');
  if (reader.accept('OF')) reader.list(() => reader.name());
  reader.expect('ON');
  reader.noteTable(readTableName(reader));
  if (reader.accept('FOR')) reader.expect('EACH', 'ROW');
  if (reader.accept('WHEN')) reader.expression();
  readBlock(reader);
}
