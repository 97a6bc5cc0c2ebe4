import type { ComponentChildren } from 'preact';

export interface Column<Row> {
  id: string;
  title: ComponentChildren;
  /** Least width in pixels. */
  width: number;
  /** Share of the width that is left. */
  grow?: number;
  align?: 'end';
  /** Left out on narrow screens. */
  isWide?: boolean;
  /** Whether the rows can be ordered by it. */
  isSortable?: boolean;
  cell(row: Row): ComponentChildren;
}

export interface Order {
  column: string;
  direction: 'ascending' | 'descending';
}
