import type { MonitorInput } from '@assay/schema/types.ts';
import type { Kind } from './resource-files.ts';
import { namedIn, readYaml, writeYaml } from './yaml-file.ts';

/** A monitor as it stands in a file. */
export interface MonitorFile {
  path: string;
  monitor: MonitorInput;
  /** Where a field stands, such as `monitors/answers.yaml:7`. @param pointer RFC 6901 */
  placeOf(pointer: string): string;
}

/** What the API adds. */
const MADE = new Set(['version', 'fingerprint', 'createdAt', 'state']);

/** A monitor as YAML; `readMonitor` gives it back. What the API adds, such as the version, is omitted. */
export function writeMonitor({ name, description = '', ...content }: MonitorInput): string {
  const entries = Object.entries(content).filter(
    ([key, value]) => !MADE.has(key) && value !== undefined,
  );
  const head = { name, ...(description !== '' && { description }) };
  return writeYaml({ ...head, ...Object.fromEntries(entries) });
}

/** @throws CliError when it cannot be read, or is no monitor; it names the line */
export function readMonitor(text: string, path: string): MonitorFile {
  const file = readYaml(text, path);
  const monitor = namedIn(file, 'a monitor: `name` is required');
  return { path, monitor: monitor as MonitorInput, placeOf: file.placeOf };
}

export const MONITORS: Kind<MonitorFile> = {
  noun: 'monitor',
  read: readMonitor,
  nameOf: ({ monitor }) => monitor.name,
};
