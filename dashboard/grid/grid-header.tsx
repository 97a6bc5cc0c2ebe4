import type { Column, Order } from './column.ts';

interface GridHeaderProps<Row> {
  columns: readonly Column<Row>[];
  order: Order | undefined;
  onSort: ((column: string) => void) | undefined;
  /** The column whose header has the focus. */
  activeColumn: number | undefined;
  onFocus(column: number): void;
}

/** The titles of a grid's columns; those that can be sorted by say how they are. */
export function GridHeader<Row>(props: GridHeaderProps<Row>) {
  const { columns, order, onSort, activeColumn, onFocus } = props;
  return (
    <div class="grid-header" role="rowgroup">
      <div class="grid-row" role="row" aria-rowindex={1}>
        {columns.map(({ id, title, align, isSortable }, i) => {
          const direction = order?.column === id ? order.direction : undefined;
          const canSort = isSortable === true && onSort !== undefined;
          return (
            <div
              key={id}
              role="columnheader"
              class={`grid-cell ${align ?? ''} ${canSort ? 'is-sortable' : ''}`}
              aria-colindex={i + 1}
              aria-sort={canSort ? (direction ?? 'none') : undefined}
              tabIndex={activeColumn === i ? 0 : -1}
              data-cell={`-1:${i}`}
              onFocus={() => onFocus(i)}
              onClick={canSort ? () => onSort(id) : undefined}
            >
              <span class="grid-title">{title}</span>
              {canSort && (
                <span class="grid-arrow" aria-hidden="true">
                  {direction === undefined ? '↕' : direction === 'ascending' ? '↑' : '↓'}
                </span>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}
