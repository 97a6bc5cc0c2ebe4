/** How numbers are written, the same everywhere. */

export { counted } from '../../sdk/counted.ts';

const COUNT = new Intl.NumberFormat('en-US');

export function count(value: number): string {
  return COUNT.format(value);
}

/** A share from 0 to 1 as a percentage; one that is not whole is never shown as 0% or 100%. */
export function percent(share: number): string {
  const rounded = (share * 100).toFixed(1);
  if (rounded === '100.0' && share < 1) return '> 99.9%';
  if (rounded === '0.0' && share > 0) return '< 0.1%';
  return `${rounded.replace(/\.0$/, '')}%`;
}

/** A difference of shares, in percentage points, with its sign. */
export function points(difference: number): string {
  const rounded = (Math.abs(difference) * 100).toFixed(1);
  return `${signOf(difference, Number(rounded))}${rounded.replace(/\.0$/, '')} pp`;
}

/** A value, by its own sign: below zero it has a minus, and no minus once it rounds to nothing. */
export function decimal(value: number): string {
  const rounded = Math.abs(value).toFixed(2);
  return value < 0 && Number(rounded) !== 0 ? `−${rounded}` : rounded;
}

/** A difference of values, with its sign. */
export function change(difference: number): string {
  const rounded = Math.abs(difference).toFixed(3);
  return `${signOf(difference, Number(rounded))}${rounded}`;
}

function signOf(difference: number, rounded: number): string {
  if (rounded === 0) return '±';
  return difference > 0 ? '+' : '−';
}

export function usd(amount: number): string {
  if (amount === 0) return '$0';
  if (amount < 0.01) return `$${amount.toPrecision(2)}`;
  return `$${amount.toFixed(2)}`;
}

export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  const minutes = Math.round(ms / 60_000);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
