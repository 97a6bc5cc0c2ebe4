import { slugField } from '@assay/schema/fields.ts';
import { LIMITS } from '@assay/schema/limits.ts';
import type { ExportRecord } from '@assay/schema/types.ts';
import * as z from 'zod';

type Columns = ExportRecord['record'];

/** A channel as it leaves: without its secret, saying that it had one. */
export function exportedChannel({ secret, ...channel }: Columns): Columns {
  if (secret === null) return channel;
  const settings = { ...JSON.parse(String(channel.settings)), lacksSecret: true };
  return { ...channel, settings: JSON.stringify(settings) };
}

const severity = z.enum(['info', 'warning', 'error', 'critical']);
const text = z.string().max(LIMITS.urlCharacters);

const Settings = z.strictObject({
  url: text.nullable(),
  host: text,
  labels: z.record(text, text),
  lacksSecret: z.literal(true).exactOptional(),
});

const Channel = z.looseObject({
  name: slugField,
  kind: z.enum(['webhook', 'slack', 'pagerduty', 'alertmanager']),
  min_severity: severity,
});

/**
 * A channel as it comes: whatever its record says, it has no secret.
 *
 * @throws SyntaxError or ZodError if it cannot be read
 */
export function importedChannel(record: Columns): Columns {
  const { kind } = Channel.parse(record);
  const settings = Settings.parse(JSON.parse(String(record.settings)));
  if (record.sources !== null) z.array(text).parse(JSON.parse(String(record.sources)));
  // Nothing can be sent to these without.
  const isNeeded = kind === 'slack' || kind === 'pagerduty';
  const kept = isNeeded ? { ...settings, lacksSecret: true } : settings;
  return { ...record, settings: JSON.stringify(kept), secret: null };
}

const StoredAlert = z.looseObject({ severity, status: z.enum(['open', 'resolved']) });
const Links = z.array(z.strictObject({ title: z.string(), path: z.string() }));

/** @throws SyntaxError or ZodError if an alert cannot be read */
export function readAlert(record: Columns): void {
  StoredAlert.parse(record);
  z.record(z.string(), z.json()).parse(JSON.parse(String(record.details)));
  Links.parse(JSON.parse(String(record.links)));
}
