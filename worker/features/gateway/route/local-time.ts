import type { PipelineCondition, PipelineDay } from '@assay/schema/types.ts';

type Time = NonNullable<PipelineCondition['time']>;

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const satisfies PipelineDay[];
const NAMES: readonly string[] = DAYS;
const DAY_MINUTES = 24 * 60;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of the week and the minute of the day, by the clocks of a time zone. */
function localTime(atMs: number, timeZone: string): { day: number; minute: number } {
  const known = formats.get(timeZone);
  const format =
    known ??
    new Intl.DateTimeFormat('en', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  // There are about 600 zones, so that all can be kept.
  if (known === undefined) formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  return {
    day: NAMES.indexOf(parts.get('weekday')?.toLowerCase() ?? ''),
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

/** Whether a moment is in a time, and what the clocks there say. */
export function isInTime(
  atMs: number,
  { from, to, timeZone = 'UTC', days = [...DAYS] }: Time,
): { isIn: boolean; clock: string } {
  const { day, minute } = localTime(atMs, timeZone);
  const [begin, end] = [from * 60, to * 60];
  const isOn = (index: number) => days.some((name) => name === DAYS[(index + 7) % 7]);
  const isIn =
    begin < end
      ? minute >= begin && minute < end && isOn(day)
      : // A time over midnight belongs to the day on which it begins.
        (minute >= begin && isOn(day)) || (minute < end && isOn(day - 1));
  return { isIn, clock: `${DAYS[day]} ${clockOf(minute)} in ${timeZone}` };
}

function clockOf(minute: number): string {
  const two = (number: number) => String(number).padStart(2, '0');
  return `${two(Math.floor((minute % DAY_MINUTES) / 60))}:${two(minute % 60)}`;
}
