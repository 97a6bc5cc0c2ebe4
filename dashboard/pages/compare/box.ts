/** A part of the scatter: values in the base from left to right, in the batch from bottom to top. */
export interface Box {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

export interface Pair {
  base: number;
  batch: number;
}

/** The box of an address, as `0,0.5,0.5,1`; undefined if it has none. */
export function readBox(text: string | null): Box | undefined {
  const numbers = (text ?? '').split(',').map(Number);
  const [left, right, bottom, top] = numbers;
  if (left === undefined || right === undefined || bottom === undefined || top === undefined) {
    return undefined;
  }
  if (numbers.length !== 4 || !numbers.every((each) => each >= 0 && each <= 1)) return undefined;
  return boxBetween({ base: left, batch: bottom }, { base: right, batch: top });
}

export function writeBox({ left, right, bottom, top }: Box): string {
  return [left, right, bottom, top].map((each) => Number(each.toFixed(3))).join(',');
}

/** The box between two corners, whichever they are; what lies beyond the values is cut off. */
export function boxBetween(one: Pair, other: Pair): Box {
  const within = (value: number) => Math.min(Math.max(value, 0), 1);
  return {
    left: within(Math.min(one.base, other.base)),
    right: within(Math.max(one.base, other.base)),
    bottom: within(Math.min(one.batch, other.batch)),
    top: within(Math.max(one.batch, other.batch)),
  };
}

export function isIn({ left, right, bottom, top }: Box, { base, batch }: Pair): boolean {
  return base >= left && base <= right && batch >= bottom && batch <= top;
}
