import type { ScheduleInput } from '@assay/schema/types.ts';
import type { Kind } from './resource-files.ts';
import { namedIn, readYaml } from './yaml-file.ts';

/** A schedule as it stands in a file. */
export interface ScheduleFile {
  path: string;
  schedule: ScheduleInput;
  /** Where a field stands, such as `schedules/nightly.yaml:3`. @param pointer RFC 6901 */
  placeOf(pointer: string): string;
}

export const SCHEDULES: Kind<ScheduleFile> = {
  noun: 'schedule',
  read(text, path) {
    const file = readYaml(text, path);
    const schedule = namedIn(file, 'a schedule: `name`, `cron` and `run` are required');
    return { path, schedule: schedule as ScheduleInput, placeOf: file.placeOf };
  },
  nameOf: ({ schedule }) => schedule.name,
};
