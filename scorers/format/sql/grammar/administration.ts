import { readDotted } from './dotted.ts';
import { readParens } from './expression.ts';
import type { Reader } from './reader.ts';
import { readStage, readTableName } from './sources.ts';
import { readOption, readOptionValue, readType } from './types.ts';

export function readGrant(reader: Reader): void {
  reader.note('grant');
  reader.expectAny('GRANT', 'REVOKE', 'DENY');
  const isRevoke = reader.peek(-1).value === 'REVOKE';
  if (isRevoke) reader.accept('GRANT', 'OPTION', 'FOR');
  reader.list(() => {
    do reader.label();
    while (!reader.atAny(',', 'ON', 'TO', 'FROM', '(') && reader.peek().type !== 'end');
    if (reader.at('(')) reader.listInParens(() => reader.noteColumn([reader.name()]));
  });
  if (reader.accept('ON')) {
    reader.acceptAny('ALL', 'FUTURE');
    const kind = reader.peek().value;
    const hasKind = reader.acceptAny(
      'TABLE',
      'TABLES',
      'VIEW',
      'SCHEMA',
      'DATABASE',
      'FUNCTION',
      'PROCEDURE',
      'WAREHOUSE',
      'STAGE',
      'ROLE',
      'SEQUENCE',
      'OBJECT',
    );
    if (reader.accept(':')) reader.expect(':');
    else reader.accept('::');
    reader.list(() => {
      if (reader.accept('*')) {
        if (reader.accept('.')) reader.expect('*');
        return;
      }
      const parts = [reader.name()];
      while (reader.accept('.')) parts.push(reader.accept('*') ? '*' : reader.label());
      if (reader.at('(')) reader.listInParens(() => readType(reader));
      if (!hasKind || kind.startsWith('TABLE') || kind === 'VIEW' || kind === 'OBJECT')
        reader.noteTable(parts);
    });
  }
  reader.expectAny('TO', 'FROM');
  reader.list(() => {
    reader.acceptAny('ROLE', 'USER', 'SHARE');
    reader.value();
    if (reader.accept('@') || reader.peek().type === 'variable') reader.value();
  });
  if (reader.accept('WITH')) reader.expect('GRANT', 'OPTION');
  if (reader.isDialect('tsql') && reader.accept('AS')) reader.name();
  reader.acceptAny('CASCADE', 'RESTRICT');
}

export function readUse(reader: Reader): void {
  reader.note('other');
  reader.expect('USE');
  if (reader.isDialect('snowflake')) {
    if (reader.accept('SECONDARY', 'ROLES')) {
      if (!reader.acceptAny('ALL', 'NONE')) reader.list(() => reader.name());
      return;
    }
    reader.acceptAny('DATABASE', 'SCHEMA', 'ROLE', 'WAREHOUSE');
  }
  readDotted(reader);
}

export function readCallStatement(reader: Reader): void {
  reader.note('call');
  // What it calls is not read.
  reader.found.hasHiddenCode = true;
  if (reader.accept('CALL')) {
    readDotted(reader);
    if (!reader.at('(') && reader.isDialect('mysql')) return;
    reader.parens(() => {
      if (!reader.at(')')) reader.list(() => readGiven(reader));
    });
    return;
  }
  if (!reader.isDialect('tsql')) reader.fail();
  reader.expectAny('EXEC', 'EXECUTE');
  if (reader.at('(')) {
    readParens(reader);
    return;
  }
  if (reader.peek().type === 'variable' && reader.peek(1).value === '=') {
    reader.take();
    reader.take();
  }
  if (reader.peek().type === 'variable') reader.take();
  else readDotted(reader);
  if (reader.peek().type === 'end' || reader.at(';')) return;
  const isArgument =
    ['variable', 'text', 'number', 'word', 'name'].includes(reader.peek().type) || reader.at('-');
  if (!isArgument) return;
  reader.list(() => {
    if (reader.peek(1).value === '=') {
      reader.take();
      reader.take();
    }
    reader.value();
    reader.acceptAny('OUTPUT', 'OUT');
  });
}

/** What a procedure is given, perhaps by name. */
function readGiven(reader: Reader): void {
  if (reader.peek(1).value === '=>') {
    reader.take();
    reader.take();
  }
  reader.expression();
}

export function readPragma(reader: Reader): void {
  reader.note('other');
  reader.expect('PRAGMA');
  readDotted(reader);
  const readSigned = () => {
    reader.acceptAny('-', '+');
    reader.value();
  };
  if (reader.accept('=')) readSigned();
  else if (reader.at('(')) reader.parens(readSigned);
}

export function readAttach(reader: Reader): void {
  reader.note('other');
  if (reader.accept('DETACH')) {
    reader.accept('DATABASE');
    reader.name();
    return;
  }
  reader.expect('ATTACH');
  reader.accept('DATABASE');
  reader.expression();
  if (reader.peek(-1).type === 'end') reader.fail();
  reader.expect('AS');
  reader.value();
}

export function readAnalyze(reader: Reader): void {
  reader.note('other');
  reader.expectAny('ANALYZE', 'OPTIMIZE', 'CHECK', 'REPAIR', 'VACUUM', 'REINDEX');
  if (reader.isDialect('sqlite')) {
    if (reader.atName()) reader.noteTable(readTableName(reader));
    return;
  }
  if (!reader.isDialect('mysql')) reader.fail();
  reader.acceptAny('NO_WRITE_TO_BINLOG', 'LOCAL');
  reader.accept('TABLE');
  reader.list(() => reader.noteTable(readTableName(reader)));
  if (!reader.acceptAny('UPDATE', 'DROP')) return;
  reader.expect('HISTOGRAM', 'ON');
  reader.list(() => void reader.name());
  if (reader.accept('WITH')) {
    reader.number();
    reader.expect('BUCKETS');
  }
  if (reader.acceptAny('AUTO', 'MANUAL')) reader.expect('UPDATE');
}

export function readCopy(reader: Reader): void {
  reader.note('copy');
  reader.expect('COPY', 'INTO');
  const readPlace = () => {
    if (reader.at('@') || reader.peek().written.startsWith('@')) readStage(reader);
    else if (reader.peek().type === 'text') reader.text();
    else if (reader.at('(')) reader.parens(() => reader.query());
    else {
      reader.noteTable(readTableName(reader));
      if (reader.at('(')) reader.listInParens(() => reader.name());
    }
  };
  readPlace();
  reader.expect('FROM');
  reader.list(readPlace);
  if (reader.isDialect('tsql')) {
    if (reader.accept('WITH')) reader.listInParens(() => readOption(reader));
    return;
  }
  if (reader.accept('PARTITION', 'BY')) reader.operand();
  while (reader.peek().type === 'word' && reader.peek(1).value === '=') {
    reader.take();
    reader.take();
    readOptionValue(reader);
  }
}
