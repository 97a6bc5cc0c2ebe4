import { expect, test } from 'vitest';
import { checkTiming, lastDue, next, upcoming } from './cron.ts';

const at = (text: string) => Date.parse(text);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

test('times are those of the time zone, in summer and in winter', () => {
  const berlin = { cron: '30 9 * * 1-5', timeZone: 'Europe/Berlin' };
  expect(iso(next(berlin, at('2026-01-15T12:00:00Z')))).toBe('2026-01-16T08:30:00.000Z');
  expect(iso(next(berlin, at('2026-07-15T12:00:00Z')))).toBe('2026-07-16T07:30:00.000Z');
  expect(iso(next({ cron: '30 9 * * *' }, at('2026-07-15T12:00:00Z')))).toBe(
    '2026-07-16T09:30:00.000Z',
  );
});

test('a time that a change of clocks skips is due when it is over, and one that it repeats once', () => {
  const nightly = { cron: '30 2 * * *', timeZone: 'Europe/Berlin' };
  // On 29 March 2026 2:00 is followed by 3:00, on 25 October 3:00 by 2:00.
  expect(upcoming(nightly, at('2026-03-28T12:00:00Z'), 2).map(iso)).toEqual([
    '2026-03-29T01:00:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ]);
  const autumn = upcoming(nightly, at('2026-10-24T12:00:00Z'), 2);
  expect(autumn.map(iso)).toEqual(['2026-10-25T00:30:00.000Z', '2026-10-26T01:30:00.000Z']);
  const hourly = { cron: '0 * * * *', timeZone: 'America/New_York' };
  const hours = upcoming(hourly, at('2026-11-01T03:30:00Z'), 5);
  expect(hours.every((hour, i) => i === 0 || hour - (hours[i - 1] ?? 0) === 3_600_000)).toBe(true);
});

test.each([
  'Europe/Berlin',
  'America/New_York',
  // By half an hour; at midnight; by no whole hours.
  'Australia/Lord_Howe',
  'America/Santiago',
  'Africa/Cairo',
  'Pacific/Chatham',
  'Africa/Casablanca',
])('in %s a daily schedule is due once each day of a year, whatever clocks do', (timeZone) => {
  const dayOf = new Intl.DateTimeFormat('sv', { timeZone, dateStyle: 'short' });
  for (const cron of ['0 0 * * *', '30 2 * * *', '59 23 * * *']) {
    const days = upcoming({ cron, timeZone }, at('2026-01-01T12:00:00Z'), 365).map((ms) =>
      dayOf.format(ms),
    );
    expect(new Set(days).size, cron).toBe(365);
    expect(days).toEqual(days.toSorted());
  }
});

test('of what was missed only the last counts', () => {
  const hourly = { cron: '0 * * * *' };
  expect(lastDue(hourly, at('2026-11-29T00:00:00Z'), at('2026-11-29T05:30:00Z'))).toEqual({
    ...{ atMs: at('2026-11-29T05:00:00Z'), missed: 5 },
  });
  const minutely = { cron: '* * * * *' };
  const late = lastDue(minutely, at('2026-01-01T00:00:00Z'), at('2026-11-29T05:30:30Z'));
  expect(late).toEqual({ atMs: at('2026-11-29T05:30:00Z'), missed: 1_000 });
});

test.each([
  [{ cron: '0 2 * *' }, '/cron'],
  [{ cron: '0 0 2 * * *' }, '/cron'],
  [{ cron: '61 2 * * *' }, '/cron'],
  [{ cron: '0 2 30 2 *' }, '/cron'],
  [{ cron: '0 2 * * *', timeZone: 'Berlin' }, '/timeZone'],
])('%o is refused', (timing, pointer) => {
  expect(() => checkTiming(timing)).toThrow(
    expect.objectContaining({ errors: [expect.objectContaining({ pointer })] }),
  );
});
