export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** @param values at least one */
export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

/** What is known of many numbers without keeping them; the variance is their mean squared deviation. */
export interface Moments {
  count: number;
  mean: number;
  variance: number;
}

/** The moments of numbers; of none, zeros. */
export function momentsOf(values: readonly number[]): Moments {
  if (values.length === 0) return { count: 0, mean: 0, variance: 0 };
  const centre = mean(values);
  return {
    count: values.length,
    mean: centre,
    variance: mean(values.map((value) => (value - centre) ** 2)),
  };
}

/** The moments of two lots of numbers together. */
export function pooled(one: Moments, other: Moments): Moments {
  const count = one.count + other.count;
  if (count === 0) return one;
  const apart = one.mean - other.mean;
  const within = (one.count * one.variance + other.count * other.variance) / count;
  return {
    count,
    mean: (one.count * one.mean + other.count * other.mean) / count,
    variance: within + ((one.count * other.count) / count ** 2) * apart ** 2,
  };
}
