import * as z from 'zod';
import { DatasetSelection } from './dataset.ts';
import { ExperimentOverDataset } from './experiment.ts';
import { nameField, slugField, unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import { RequireCalibration, ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';

const Gate: z.ZodType<NonNullable<contract.ScheduledBatch['gate']>> = z
  .strictObject({
    minPassRate: unitInterval.exactOptional().describe('Minimum share of samples that must pass.'),
    maxRegression: unitInterval
      .exactOptional()
      .describe('Maximum allowed drop of a scorer’s mean and pass rate from the run before.'),
    scorer: nameField
      .exactOptional()
      .describe('Restricts the comparison to this scorer; `verdict` means the verdict itself.'),
    requireCalibration: RequireCalibration.exactOptional(),
  })
  .refine((gate) => gate.minPassRate !== undefined || gate.maxRegression !== undefined, {
    error: 'must have `minPassRate` or `maxRegression`',
  })
  .meta({ id: 'ScheduledGate' });

const ScheduledBatch = z.strictObject({
  kind: z.literal('batch').describe('A batch over a data set.'),
  dataset: DatasetSelection.describe('`name` runs the newest version then, `name@3` that one.'),
  suite: z
    .string()
    .min(1)
    .max(LIMITS.nameCharacters)
    .exactOptional()
    .describe('A suite by `name` or `name@3`.'),
  scorers: z
    .array(ScorerReference)
    .min(1)
    .max(LIMITS.scorers)
    .exactOptional()
    .describe('Scorers to run.'),
  tags: z
    .array(nameField)
    .max(LIMITS.tags - 1)
    .exactOptional()
    .describe('Tags of the batch, beside `schedule:NAME`.'),
  gate: Gate.exactOptional().describe(
    'Evaluated against the run before, once the batch has ended.',
  ),
});

const ScheduledCalibration = z.strictObject({
  kind: z.literal('calibration').describe('A calibration of a judge against labels.'),
  scorer: ScorerReference.describe('The judge. It is asked anew, not answered from the cache.'),
  dataset: nameField.describe('A data set with labels, `name` or `name@3`.'),
  question: nameField.exactOptional().describe('The question whose labels count.'),
  minAgreement: unitInterval
    .exactOptional()
    .describe('Least agreement with people. It fails if the whole 95% interval is below.'),
});

const ScheduledExperiment = z.strictObject({
  kind: z.literal('experiment').describe('An experiment over a data set.'),
  experiment: ExperimentOverDataset,
  maxRegression: unitInterval
    .exactOptional()
    .describe(
      'Most that the share of answers that pass may fall from the run before, for any variant.',
    ),
});

const ScheduledRun: z.ZodType<contract.ScheduledRun> = z
  .discriminatedUnion('kind', [ScheduledBatch, ScheduledCalibration, ScheduledExperiment])
  .refine((run) => run.kind !== 'batch' || run.suite !== undefined || run.scorers !== undefined, {
    error: 'name at least one scorer, or a `suite`',
    path: ['scorers'],
  })
  .meta({ id: 'ScheduledRun', description: 'What a schedule runs.' });

const FIVE_FIELDS = 'must have five fields: minute, hour, day of the month, month, day of the week';

const content = {
  description: z.string().max(1_000).exactOptional().describe('What the schedule is for.'),
  cron: z
    .string()
    .min(9, FIVE_FIELDS)
    .max(200)
    .describe('Five fields: minute, hour, day of the month, month, day of the week.'),
  timeZone: z
    .string()
    .min(1)
    .max(64)
    .exactOptional()
    .describe('IANA name, such as `Europe/Berlin`. Defaults to `UTC`.'),
  run: ScheduledRun,
  alert: z
    .enum(['none', 'warning', 'error', 'critical'])
    .exactOptional()
    .describe('Severity of the alert of a run or gate that fails. Defaults to `error`.'),
};

const example = {
  cron: '30 2 * * 1-5',
  timeZone: 'Europe/Berlin',
  run: { kind: 'batch', dataset: 'support', suite: 'support', gate: { maxRegression: 0.05 } },
} satisfies contract.ScheduleContent;

export const ScheduleContent: z.ZodType<contract.ScheduleContent> = z
  .strictObject(content)
  .meta({ id: 'ScheduleContent', examples: [example] });

export const ScheduleInput: z.ZodType<contract.ScheduleInput> = z
  .strictObject({ name: slugField.describe('Unique in the project.'), ...content })
  .meta({ id: 'ScheduleInput', examples: [{ name: 'nightly', ...example }] });

export const ScheduleRun: z.ZodType<contract.ScheduleRun> = z
  .strictObject({
    id: z.string().describe('Id of the run, `srn_…`.'),
    schedule: z.string().describe('Name of the schedule.'),
    trigger: z.enum(['due', 'manual']).describe('Whether it was due, or was run by hand.'),
    dueAt: z.string().describe('When it was due, ISO 8601, UTC.'),
    missed: z
      .int()
      .describe('Times that it was due in vain before, while nothing ran: this run is for all.'),
    kind: z.enum(['batch', 'calibration', 'experiment']).describe('What it runs.'),
    status: z
      .enum(['waiting', 'running', 'completed', 'failed'])
      .describe('`failed` if it came to nothing.'),
    made: z
      .string()
      .nullable()
      .describe('Id of the batch, calibration or experiment that it made.'),
    path: z.string().nullable().describe('Page of the dashboard that shows it.'),
    outcome: z
      .enum(['passed', 'failed', 'undecided'])
      .nullable()
      .describe('Of its gate; null without one.'),
    reasons: z.array(z.string()).describe('What the gate said, or why it failed.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
    endedAt: z.string().nullable().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'ScheduleRun' });

export const Schedule: z.ZodType<contract.Schedule> = z
  .strictObject({
    name: z.string().describe('Its name.'),
    ...content,
    isPaused: z.boolean().describe('Whether it is paused.'),
    next: z.array(z.string()).describe('The next times that it is due, ISO 8601, UTC.'),
    lastRun: ScheduleRun.nullable().describe('The newest run; null before the first.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
    updatedAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'Schedule', description: 'What the project runs every so often.' });
