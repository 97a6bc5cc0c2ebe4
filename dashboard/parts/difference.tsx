import { points as written } from './numbers.ts';

/** A difference of pass rates: its sign says what its colour says. */
export function Difference({ points }: { points: number }) {
  const text = written(points);
  const kind = text.startsWith('+') ? 'better' : text.startsWith('−') ? 'worse' : 'muted';
  return <span class={kind}>{text}</span>;
}
