import type { TargetedMouseEvent } from 'preact';
import { navigate } from '../router/location.ts';
import type { Column } from './column.ts';

interface GridRowProps<Row> {
  row: Row;
  /** From 0, over all rows. */
  number: number;
  top: number;
  columns: readonly Column<Row>[];
  href: string | undefined;
  activeColumn: number | undefined;
  onFocus(column: number): void;
}

/** A row of a grid; a click anywhere opens it, and its first cell is a link. */
export function GridRow<Row>(props: GridRowProps<Row>) {
  const { row, number, top, columns, href, activeColumn, onFocus } = props;
  const open = (event: TargetedMouseEvent<HTMLDivElement>) => {
    const isText = window.getSelection()?.isCollapsed === false;
    const isLink = event.target instanceof Element && event.target.closest('a, button') !== null;
    if (href !== undefined && !isText && !isLink) navigate(href);
  };
  return (
    <div
      class={`grid-row ${href === undefined ? '' : 'is-link'}`}
      role="row"
      aria-rowindex={number + 2}
      style={{ transform: `translateY(${top}px)` }}
      onClick={open}
    >
      {columns.map(({ id, align, cell }, i) => (
        <div
          key={id}
          role="gridcell"
          class={`grid-cell ${align ?? ''}`}
          aria-colindex={i + 1}
          tabIndex={activeColumn === i ? 0 : -1}
          data-cell={`${number}:${i}`}
          onFocus={() => onFocus(i)}
        >
          {i === 0 && href !== undefined ? (
            <a href={href} tabIndex={-1}>
              {cell(row)}
            </a>
          ) : (
            cell(row)
          )}
        </div>
      ))}
    </div>
  );
}
