import { signal } from '@preact/signals';

const nowMs = signal(Date.now());
setInterval(() => {
  nowMs.value = Date.now();
}, 30_000);

const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'short' });
const STEPS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const;

/** A time as how long ago it was, with the exact time as its tooltip. */
export function Moment({ at }: { at: string }) {
  return (
    <time dateTime={at} title={new Date(at).toLocaleString()}>
      {ago(Date.parse(at) - nowMs.value)}
    </time>
  );
}

function ago(ms: number): string {
  const step = STEPS.find(([, length]) => Math.abs(ms) >= length);
  return step ? RELATIVE.format(Math.round(ms / step[1]), step[0]) : 'just now';
}
