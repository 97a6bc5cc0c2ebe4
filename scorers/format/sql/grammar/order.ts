import type { Reader } from './reader.ts';

/** ORDER BY and what it orders by. */
export function readOrder(reader: Reader): void {
  reader.expect('ORDER', 'BY');
  reader.ordering(() =>
    reader.list(() => {
      if (reader.accept('ALL')) return;
      reader.expression();
      reader.acceptAny('ASC', 'DESC');
      if (reader.accept('NULLS')) reader.expectAny('FIRST', 'LAST');
    }),
  );
}
