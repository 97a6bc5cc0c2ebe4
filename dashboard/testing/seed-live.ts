import { setTimeout as sleep } from 'node:timers/promises';
import { Assay, type AssayOptions } from '../../sdk/index.ts';

/** Of the rule and the monitor. */
export const LIVE_NAME = 'support-answers';
const MINUTE_MS = 60_000;
const ANSWERS = 300;
/** From this answer on, a release sometimes gives away an address. */
const WORSE_FROM = 220;
/** Isolates use a new rule after as long. */
const RULE_CACHE_MS = 10_500;

interface LiveOptions {
  baseUrl: string;
  apiKey: string;
  /** A receiver of alerts on this machine. */
  hook: string;
}

/**
 * Live traffic that gets worse with a release: a rule, a monitor with an alarm, alerts, and a schedule.
 *
 * @returns the id of an alert
 */
export async function seedLive({ baseUrl, apiKey, hook }: LiveOptions): Promise<string> {
  const assay = new Assay({ baseUrl, apiKey } satisfies AssayOptions);
  await assay.channels.create({ name: 'on-call', kind: 'webhook', url: hook });
  await assay.channels.test('on-call');
  await assay.rules.create({
    ...{ name: LIVE_NAME, description: 'Answers of the support bot.', level: 'trace' },
    filter: { attributes: { 'service.name': { in: ['support-bot'] } } },
    ...{ perMinute: 1_000, delaySeconds: 0, scorers: ['detect-pii'] },
  });
  await assay.monitors.create({
    ...{
      name: LIVE_NAME,
      description: 'Answers without personal data.',
      where: { rule: LIVE_NAME },
    },
    ...{ scorer: 'detect-pii', measure: 'passed', baseline: { mean: 0.97 }, smallestEffect: 0.1 },
    ...{ severity: 'error', slices: ['language', 'service'] },
    thresholds: [
      { measure: 'pass_rate', below: 0.9, windowMinutes: 30 },
      { measure: 'count', below: 1, windowMinutes: 60 },
    ],
  });
  await assay.datasets.create({
    name: 'support',
    items: [{ id: 'days', sample: { output: 'Within 30 days.', expected: 'Within 30 days.' } }],
  });
  await assay.schedules.create({
    ...{ name: 'nightly', cron: '30 2 * * 1-5', timeZone: 'Europe/Berlin' },
    run: { kind: 'batch', dataset: 'support', scorers: ['exact-match'] },
  });
  await assay.schedules.run('nightly');
  await sleep(RULE_CACHE_MS);
  await sendTraces(baseUrl, apiKey);
  for (let tries = 0; tries < 60; tries += 1) {
    await fetch(`${baseUrl}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`);
    const { state } = await assay.monitors.get(LIVE_NAME);
    const { items } = await assay.alerts.deliveries({ status: 'delivered' });
    const told = items.find(({ event }) => event === 'triggered');
    if (state.counts.seen === ANSWERS && told?.alert != null) return told.alert;
    await sleep(1_000);
  }
  throw new Error('The live traffic was not watched within a minute.');
}

/** The answers of the last hour, in one export. */
async function sendTraces(baseUrl: string, apiKey: string): Promise<void> {
  const startMs = Date.now() - 60 * MINUTE_MS;
  const spansOf = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => spanOf(from + i, startMs));
  const resource = (release: string, spans: object[]) => ({
    resource: {
      attributes: [text('service.name', 'support-bot'), text('service.version', release)],
    },
    scopeSpans: [{ scope: { name: 'support' }, spans }],
  });
  const response = await fetch(`${baseUrl}/otlp/v1/traces`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({
      resourceSpans: [
        resource('1.4.0', spansOf(0, WORSE_FROM)),
        resource('1.5.0', spansOf(WORSE_FROM, ANSWERS)),
      ],
    }),
  });
  if (!response.ok) throw new Error(`The traces were answered with ${response.status}.`);
}

function spanOf(number: number, startMs: number) {
  const isWorse = number >= WORSE_FROM && number % 3 === 0;
  const isOdd = number < WORSE_FROM && number % 40 === 39;
  const answer =
    isWorse || isOdd
      ? 'Please write to maria.keller@posteo.de, she can help.'
      : 'Your parcel arrives on Monday.';
  const atMs = startMs + (number * 59 * MINUTE_MS) / ANSWERS;
  const nanoseconds = (ms: number) => `${Math.round(ms)}000000`;
  const hex = (length: number) => (number + 1).toString(16).padStart(length, '0');
  return {
    ...{ traceId: hex(32), spanId: hex(16), name: 'chat', kind: 3 },
    startTimeUnixNano: nanoseconds(atMs),
    endTimeUnixNano: nanoseconds(atMs + 800),
    attributes: [
      text('gen_ai.operation.name', 'chat'),
      text('gen_ai.response.model', 'small-1'),
      text('gen_ai.input.messages', message('user', `Where is parcel ${number}?`)),
      text('gen_ai.output.messages', message('assistant', answer)),
    ],
  };
}

function text(key: string, stringValue: string) {
  return { key, value: { stringValue } };
}

function message(role: string, content: string): string {
  return JSON.stringify([{ role, parts: [{ type: 'text', content }] }]);
}
