import { useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { isNarrow } from '../parts/narrow.ts';
import { navigate } from '../router/location.ts';
import { useShortcuts } from '../shell/shortcuts.ts';
import type { Column, Order } from './column.ts';
import { GridHeader } from './grid-header.tsx';
import { GridRow } from './grid-row.tsx';
import { type Cell, move } from './move.ts';
import { scrollToRow, visibleRows } from './visible-rows.ts';
import './grid.css';

/** Where a grid was left, so that it can be taken up there. */
export interface GridMemory {
  scrollTop: number;
  active: Cell;
}

export interface GridProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  keyOf(row: Row): string;
  /** The page of a row, which a click or Enter opens. */
  hrefOf?(row: Row): string;
  /** The number of rows with those that are not loaded yet; undefined if it is unknown. */
  total?: number | undefined;
  isComplete: boolean;
  /** Called when the end of the rows comes into sight, and they are not complete. */
  onMore?(): void;
  order?: Order | undefined;
  onSort?(column: string): void;
  memory?: GridMemory | undefined;
}

export const ROW_HEIGHT = 36;
/** Rows before the end at which more are asked for. */
const AHEAD = 30;

/**
 * A table of any length: rows of one height, of which those in sight are drawn; its cells can be
 * reached by keyboard, and screen readers are told its true size.
 */
export function Grid<Row>(props: GridProps<Row>) {
  const { label, rows, keyOf, hrefOf, total, isComplete, onMore, order, onSort, memory } = props;
  const columns = props.columns.filter(({ isWide }) => !(isWide && isNarrow.value));
  const scroller = useRef<HTMLDivElement>(null);
  const active = useSignal<Cell>(memory?.active ?? { row: 0, column: 0 });
  const view = useViewport(scroller, memory);
  const viewport = { ...view, rowHeight: ROW_HEIGHT, count: rows.length };
  const { first, end } = visibleRows(viewport);
  const isNearEnd = end + AHEAD >= rows.length;

  useEffect(() => {
    if (isNearEnd && !isComplete) onMore?.();
  }, [isNearEnd, isComplete, onMore]);

  const focusCell = (cell: Cell) => {
    active.value = cell;
    if (memory) memory.active = cell;
    const element = scroller.current;
    if (element === null) return;
    if (cell.row >= 0)
      element.scrollTop = scrollToRow(cell.row, { ...viewport, scrollTop: element.scrollTop });
    const find = () =>
      element.querySelector<HTMLElement>(`[data-cell="${cell.row}:${cell.column}"]`);
    const drawnCell = find();
    if (drawnCell) drawnCell.focus({ preventScroll: true });
    else requestAnimationFrame(() => find()?.focus({ preventScroll: true }));
  };

  const press = (event: KeyboardEvent) => {
    const { row, column } = active.value;
    if (event.key === 'Enter') {
      event.preventDefault();
      const shown = rows[row];
      const sorted = columns[column];
      if (row < 0 && sorted?.isSortable) onSort?.(sorted.id);
      else if (shown !== undefined && hrefOf) navigate(hrefOf(shown));
      return;
    }
    const page = Math.max(1, Math.floor(view.height / ROW_HEIGHT) - 1);
    const to = move(active.value, event, { rows: rows.length, columns: columns.length, page });
    if (to === undefined) return;
    event.preventDefault();
    focusCell(to);
  };

  useGridShortcuts(() => focusCell(active.peek()));

  // A row that was left keeps its place in the order of focus though it is out of sight.
  const isOut = active.value.row >= 0 && (active.value.row < first || active.value.row >= end);
  const drawn = rows.slice(first, end).map((row, i) => ({ row, number: first + i }));
  const left = rows[active.value.row];
  if (isOut && left !== undefined) drawn.push({ row: left, number: active.value.row });

  const widths = columns.map(({ width, grow }) =>
    grow ? `minmax(${width}px, ${grow}fr)` : `${width}px`,
  );
  const style = {
    '--columns': widths.join(' '),
    '--least-width': `${columns.reduce((sum, { width }) => sum + width, 0)}px`,
    '--row-height': `${ROW_HEIGHT}px`,
  };
  return (
    <div
      ref={scroller}
      class="grid"
      role="grid"
      aria-label={label}
      aria-rowcount={total === undefined && !isComplete ? -1 : (total ?? rows.length) + 1}
      aria-colcount={columns.length}
      aria-busy={!isComplete && rows.length === 0}
      style={style}
      onKeyDown={press}
    >
      <GridHeader
        columns={columns}
        order={order}
        onSort={onSort}
        activeColumn={active.value.row < 0 || rows.length === 0 ? active.value.column : undefined}
        onFocus={(column) => (active.value = { row: -1, column })}
      />
      <div class="grid-body" role="rowgroup" style={{ height: `${rows.length * ROW_HEIGHT}px` }}>
        {drawn.map(({ row, number }) => (
          <GridRow
            key={keyOf(row)}
            row={row}
            number={number}
            top={number * ROW_HEIGHT}
            columns={columns}
            href={hrefOf?.(row)}
            activeColumn={active.value.row === number ? active.value.column : undefined}
            onFocus={(column) => {
              active.value = { row: number, column };
              if (memory) memory.active = active.value;
            }}
          />
        ))}
      </div>
    </div>
  );
}

/** The part of the rows in sight. */
function useViewport(
  scroller: { current: HTMLDivElement | null },
  memory: GridMemory | undefined,
): { scrollTop: number; height: number } {
  const view = useSignal({ scrollTop: memory?.scrollTop ?? 0, height: 600 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    if (memory) element.scrollTop = memory.scrollTop;
    const read = () => {
      view.value = { scrollTop: element.scrollTop, height: element.clientHeight - ROW_HEIGHT };
      if (memory) memory.scrollTop = element.scrollTop;
    };
    read();
    const observer = new ResizeObserver(read);
    observer.observe(element);
    element.addEventListener('scroll', read, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', read);
    };
  }, [scroller, memory, view]);
  return view.value;
}

/** From anywhere on the page, j and k lead into the grid, which then handles them itself. */
function useGridShortcuts(enter: () => void): void {
  const latest = useRef(enter);
  latest.current = enter;
  const shortcuts = useMemo(() => {
    const run = () => latest.current();
    return [
      { key: 'j', does: 'Go into the table; then: next row', run },
      { key: 'k', does: 'Go into the table; then: previous row', run },
    ];
  }, []);
  useShortcuts(shortcuts);
}
