export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** @param values at least one */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
