import type { JsonObject } from './json.ts';

/** Ascending; the names are those of PagerDuty. */
export type AlertSeverity = 'info' | 'warning' | 'error' | 'critical';

/** Where in the dashboard an alert can be looked into. */
export interface AlertLink {
  title: string;
  /** Path of a page, such as `/monitors/answers`. */
  path: string;
}

/** A message that something moved: open until it is over. While it is open, it is not raised twice. */
export interface Alert {
  id: string;
  /** What it is about; one alert of a key is open at a time. */
  key: string;
  /** What raised it: `monitor:name`, `schedule:name` or `health:name`. */
  source: string;
  /** The highest since it was opened. */
  severity: AlertSeverity;
  status: 'open' | 'resolved';
  title: string;
  summary: string;
  details: JsonObject;
  links: AlertLink[];
  /** How often it was raised while open, from 1. */
  raised: number;
  openedAt: string;
  /** When it was raised last. */
  raisedAt: string;
  resolvedAt: string | null;
}
