import { slugField } from '@assay/schema/fields.ts';
import { ScheduleContent } from '@assay/schema/schedule.ts';
import type { ExportRecord } from '@assay/schema/types.ts';
import { checkTiming } from './cron.ts';

/** @throws SyntaxError, ZodError or ApiProblem if the record of a schedule cannot be read */
export function readSchedule({ name, content }: ExportRecord['record']): void {
  slugField.parse(name);
  checkTiming(ScheduleContent.parse(JSON.parse(String(content))));
}
