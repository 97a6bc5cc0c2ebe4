/** A tile of a log, or its entries: the first hashes or entries, `width` of them. */
export interface TilePlace {
  level: number | 'entries';
  index: number;
  /** 256 in a full tile. */
  width: number;
}

export const TILE_WIDTH = 256;

const PATH =
  /^(entries|[0-9]|[1-5][0-9]|6[0-3])\/((?:x\d{3}\/){0,4}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/**
 * The place that a path behind `/tile/` names; undefined where it names none. Every place has one path.
 *
 * Source: C2SP tlog-tiles.
 */
export function readTilePath(path: string): TilePlace | undefined {
  const [, level = '', index = '', width] = PATH.exec(path) ?? [];
  const place = {
    level: level === 'entries' ? level : Number(level),
    index: Number(index.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  } as const;
  return tilePath(place) === path ? place : undefined;
}

/** The path of a tile, such as `0/x001/x234/067.p/8`. */
export function tilePath({ level, index, width }: TilePlace): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = (padded.match(/\d{3}/g) ?? []).join('/x');
  const start = padded.length > 3 ? 'x' : '';
  // All groups but the last have an x before them.
  const path = `${start}${groups}`.replace(/x(\d{3})$/, '$1');
  return `${level}/${path}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}
