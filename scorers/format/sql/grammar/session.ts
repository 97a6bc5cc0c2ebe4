import { readDefinitions } from './columns.ts';
import { readDotted } from './dotted.ts';
import type { Reader } from './reader.ts';
import { readBlock } from './routine.ts';
import { readTableName } from './sources.ts';
import { readType } from './types.ts';

const SCOPES = ['GLOBAL', 'SESSION', 'LOCAL', 'PERSIST', 'PERSIST_ONLY'];

export function readSet(reader: Reader): void {
  reader.note('set');
  reader.expect('SET');
  if (reader.isDialect('sqlite')) reader.fail();
  if (reader.isDialect('tsql')) {
    readSetOfServer(reader);
    return;
  }
  if (reader.isDialect('mysql')) {
    if (reader.accept('NAMES')) {
      reader.value();
      if (reader.accept('COLLATE')) reader.value();
      return;
    }
    if (reader.accept('CHARACTER', 'SET') || reader.accept('CHARSET')) {
      reader.value();
      return;
    }
  }
  reader.list(() => {
    if (reader.isDialect('mysql')) reader.acceptAny(...SCOPES);
    if (reader.accept('TRANSACTION')) {
      reader.list(() => readTransactionMode(reader));
      return;
    }
    if (reader.at('(')) reader.listInParens(() => reader.label());
    else if (reader.peek().type === 'variable') {
      reader.take();
      while (reader.accept('.')) reader.label();
    } else readDotted(reader);
    reader.expectAny('=', ':=');
    if (reader.acceptAny('ON', 'ALL', 'BINARY')) return;
    reader.expression();
  });
}

function readTransactionMode(reader: Reader): void {
  if (reader.accept('ISOLATION', 'LEVEL')) {
    if (reader.accept('REPEATABLE', 'READ') || reader.acceptAny('SERIALIZABLE', 'SNAPSHOT')) return;
    reader.expect('READ');
    reader.expectAny('COMMITTED', 'UNCOMMITTED');
    return;
  }
  reader.expect('READ');
  reader.expectAny('ONLY', 'WRITE');
}

function readSetOfServer(reader: Reader): void {
  if (reader.accept('TRANSACTION')) {
    readTransactionMode(reader);
    return;
  }
  if (reader.accept('IDENTITY_INSERT')) {
    reader.noteTable(readTableName(reader));
    reader.expectAny('ON', 'OFF');
    return;
  }
  if (reader.peek().type === 'variable') {
    reader.take();
    reader.expectAny('=', '+=', '-=', '*=', '/=');
    reader.expression();
    return;
  }
  reader.list(() => {
    reader.name();
    if (reader.acceptAny('IO', 'TIME', 'XML')) return;
  });
  if (!reader.acceptAny('ON', 'OFF')) reader.value();
}

/** BEGIN, COMMIT and the like; a block of statements may begin with BEGIN too. */
export function readTransaction(reader: Reader): void {
  if (reader.at('BEGIN')) {
    const next = reader.peek(1);
    const isTransaction =
      next.type === 'end' ||
      next.value === ';' ||
      /^(?:TRANSACTION|TRAN|WORK|DEFERRED|IMMEDIATE|EXCLUSIVE|DISTRIBUTED)$/.test(next.value);
    if (!isTransaction) {
      readBlock(reader);
      return;
    }
  }
  reader.note('transaction');
  if (reader.accept('START')) {
    reader.expect('TRANSACTION');
    if (reader.isDialect('mysql') && reader.accept('WITH')) reader.expect('CONSISTENT', 'SNAPSHOT');
    else if (reader.at('READ')) readTransactionMode(reader);
    return;
  }
  if (reader.accept('SAVEPOINT')) {
    reader.name();
    return;
  }
  if (reader.accept('RELEASE')) {
    reader.accept('SAVEPOINT');
    reader.name();
    return;
  }
  reader.expectAny('BEGIN', 'COMMIT', 'ROLLBACK', 'END');
  reader.acceptAny('DEFERRED', 'IMMEDIATE', 'EXCLUSIVE', 'DISTRIBUTED');
  reader.acceptAny('TRANSACTION', 'TRAN', 'WORK');
  if (reader.accept('TO')) {
    reader.accept('SAVEPOINT');
    reader.name();
    return;
  }
  if (!reader.isDialect('tsql')) return;
  if (reader.peek().type === 'variable') reader.take();
  else if (reader.atName()) reader.name();
  if (reader.accept('WITH')) {
    if (reader.accept('MARK')) return void (reader.peek().type === 'text' && reader.take());
    reader.parens(() => {
      reader.expect('DELAYED_DURABILITY', '=');
      reader.expectAny('ON', 'OFF');
    });
  }
}

export function readDeclare(reader: Reader): void {
  reader.note('other');
  reader.expect('DECLARE');
  if (reader.isDialect('tsql')) {
    if (reader.peek().type !== 'variable') {
      reader.name();
      reader.expect('CURSOR');
      while (
        reader.acceptAny(
          'LOCAL',
          'GLOBAL',
          'FORWARD_ONLY',
          'SCROLL',
          'STATIC',
          'KEYSET',
          'DYNAMIC',
          'FAST_FORWARD',
          'READ_ONLY',
        )
      );
      reader.expect('FOR');
      reader.query();
      return;
    }
    reader.list(() => {
      if (reader.take().type !== 'variable') reader.fail();
      reader.accept('AS');
      if (reader.accept('TABLE')) {
        readDefinitions(reader);
        return;
      }
      readType(reader);
      if (reader.accept('=')) reader.expression();
    });
    return;
  }
  if (!reader.isDialect('bigquery')) reader.fail();
  reader.list(() => void reader.name());
  if (!reader.at('DEFAULT')) readType(reader);
  if (reader.accept('DEFAULT')) reader.expression();
}
