/** A cell: row −1 is the header. */
export interface Cell {
  row: number;
  column: number;
}

export interface Size {
  rows: number;
  columns: number;
  /** How many rows a screen has. */
  page: number;
}

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>;

/**
 * Where a key leads from a cell, as the ARIA Authoring Practices have it for grids, and with the keys
 * j and k.
 *
 * @returns undefined for a key that does not move
 */
export function move(from: Cell, pressed: Pressed, size: Size): Cell | undefined {
  const wanted = wantedCell(from, pressed, size);
  if (wanted === undefined) return undefined;
  return {
    row: Math.min(Math.max(wanted.row, -1), size.rows - 1),
    column: Math.min(Math.max(wanted.column, 0), size.columns - 1),
  };
}

function wantedCell({ row, column }: Cell, pressed: Pressed, size: Size): Cell | undefined {
  const isWhole = pressed.ctrlKey || pressed.metaKey;
  switch (pressed.key) {
    case 'ArrowDown':
      return { row: row + 1, column };
    case 'ArrowUp':
      return { row: row - 1, column };
    case 'j':
      return isWhole ? undefined : { row: row + 1, column };
    case 'k':
      return isWhole ? undefined : { row: Math.max(row - 1, 0), column };
    case 'ArrowRight':
      return { row, column: column + 1 };
    case 'ArrowLeft':
      return { row, column: column - 1 };
    case 'PageDown':
      return { row: row + size.page, column };
    case 'PageUp':
      return { row: Math.max(row - size.page, 0), column };
    case 'Home':
      return isWhole ? { row: 0, column: 0 } : { row, column: 0 };
    case 'End':
      return { row: isWhole ? size.rows - 1 : row, column: size.columns - 1 };
    default:
      return undefined;
  }
}
