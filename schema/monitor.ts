import * as z from 'zod';
import { labelField, nameField, slugField, timestamp, unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import { ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';

const Filter: z.ZodType<contract.MonitorFilter> = z
  .strictObject({
    rule: nameField.exactOptional().describe('Name of the rule for live traces that scored it.'),
    suite: nameField.exactOptional().describe('Name of its suite.'),
    pipeline: nameField
      .exactOptional()
      .describe('Name of the pipeline of the gateway that the answer came through.'),
    dataset: nameField.exactOptional().describe('Name of the data set of its batch.'),
    policy: nameField.exactOptional().describe('Name of the guard policy that decided.'),
    tags: z.array(nameField).min(1).max(LIMITS.tags).exactOptional().describe('Tags, all of them.'),
    metadata: z
      .record(nameField, z.union([labelField, z.number(), z.boolean()]))
      .refine((metadata) => Object.keys(metadata).length <= LIMITS.metadataKeys, {
        error: `must have at most ${LIMITS.metadataKeys} keys`,
      })
      .exactOptional()
      .describe('Keys and values of the metadata, all of them.'),
  })
  .meta({ id: 'MonitorFilter', description: 'All that is given must hold of the verdict.' });

const Severity = z.enum(['info', 'warning', 'error', 'critical']);

const Baseline: z.ZodType<contract.MonitorBaseline> = z
  .union([
    z.strictObject({ mean: unitInterval.describe('The mean itself.') }),
    z.strictObject({
      first: z.int().min(10).max(100_000).describe('How many values it is learned from.'),
    }),
    z.strictObject({ batch: nameField.describe('Id of a batch that has it.') }),
    z.strictObject({
      from: timestamp.describe('Start of the time in which stored verdicts have it.'),
      to: timestamp.describe('End of that time.'),
    }),
  ])
  .meta({ id: 'MonitorBaseline', description: 'What the mean was while all was well.' });

const thresholdShape = {
  measure: z
    .enum(['pass_rate', 'mean', 'error_rate', 'abstention_rate', 'cost', 'latency_p95', 'count'])
    .describe(
      '`cost`: US dollars, of the application and of judges. `latency_p95`: milliseconds. `count`: verdicts; `below: 1` raises an alarm if there are none.',
    ),
  above: z.number().min(0).exactOptional().describe('An alarm is raised above this.'),
  below: z.number().min(0).exactOptional().describe('An alarm is raised below this.'),
  windowMinutes: z.int().min(5).max(10_080).describe('Length of the window, in minutes.'),
  minimumCount: z
    .int()
    .min(1)
    .max(1_000_000)
    .exactOptional()
    .describe('Verdicts that the window must hold before it counts. Defaults to 20.'),
  severity: Severity.exactOptional().describe('Defaults to that of the monitor.'),
};

const hasLimit = ({ above, below }: { above?: number; below?: number }) =>
  above !== undefined || below !== undefined;

const Threshold: z.ZodType<contract.MonitorThreshold> = z
  .strictObject(thresholdShape)
  .refine(hasLimit, { path: ['above'], error: 'name `above`, `below` or both' })
  .meta({ id: 'MonitorThreshold', description: 'A figure over the last minutes.' });

const AnchorVerdicts: z.ZodType<contract.MonitorAnchorVerdicts> = z
  .union([
    z.strictObject({
      ids: z
        .array(nameField)
        .min(LIMITS.leastAnchors)
        .max(LIMITS.anchors)
        .describe('Ids of verdicts that were stored by themselves.'),
    }),
    z.strictObject({ batch: nameField.describe('Id of a batch whose results they are.') }),
    z.strictObject({
      from: timestamp.exactOptional().describe('Only verdicts from then on.'),
      to: timestamp.exactOptional().describe('Only verdicts before then.'),
    }),
  ])
  .meta({
    id: 'MonitorAnchorVerdicts',
    description:
      'Which verdicts are frozen: those of these ids, of a batch, or the newest that the monitor watches, as many as `limit`. They must have been scored with the fingerprint that the anchors are judged by.',
  });

const Anchors: z.ZodType<contract.MonitorAnchors> = z
  .strictObject({
    dataset: nameField
      .exactOptional()
      .describe(
        '`name` for the version that is the newest when they are first judged, or `name@3`. Needed without `verdicts`.',
      ),
    verdicts: AnchorVerdicts.exactOptional().describe(
      'Stored verdicts that are frozen: their samples are judged again, and compared with what the judge said then.',
    ),
    suite: nameField
      .exactOptional()
      .describe(
        'Suite that judges them. Without `suite` and `scorers`, that of `where`, or of its rule.',
      ),
    scorers: z
      .array(ScorerReference)
      .min(1)
      .max(LIMITS.scorers)
      .exactOptional()
      .describe('Scorers that judge them.'),
    every: z
      .int()
      .min(1)
      .max(10_000)
      .exactOptional()
      .describe('One anchor is judged after so many values. Defaults to 20.'),
    limit: z
      .int()
      .min(LIMITS.leastAnchors)
      .max(LIMITS.anchors)
      .exactOptional()
      .describe('The most anchors that are used. Defaults to 600.'),
    labels: nameField
      .exactOptional()
      .describe(
        "With `dataset`: question whose labels in it the judge is compared with. Without it, the mean of the judge's own first three scores of each anchor.",
      ),
  })
  .refine(({ dataset, verdicts }) => (dataset === undefined) !== (verdicts === undefined), {
    path: ['dataset'],
    error: 'name either `dataset` or `verdicts`',
  })
  .refine(({ verdicts, labels }) => verdicts === undefined || labels === undefined, {
    path: ['labels'],
    error: 'are those of a data set; omit them with `verdicts`',
  })
  .meta({
    id: 'MonitorAnchors',
    description:
      'Samples that are judged again and again, past the cache: where their scores move, the judge has.',
  });

const content = {
  source: z
    .enum(['live', 'batches'])
    .exactOptional()
    .describe(
      '`live`: verdicts that are stored one by one, such as those of traces. `batches`: results of batches once they end. Defaults to `live`.',
    ),
  where: Filter.exactOptional(),
  scorer: nameField
    .exactOptional()
    .describe('Name of the score that is watched; the verdict itself if omitted.'),
  measure: z
    .enum(['value', 'passed'])
    .exactOptional()
    .describe('Whether its value is watched, or whether it passes. Defaults to `value`.'),
  baseline: Baseline.exactOptional(),
  targetRunLength: z
    .int()
    .min(100)
    .max(10_000_000)
    .exactOptional()
    .describe('Values without drift until a false alarm, on average at least. Defaults to 10,000.'),
  smallestEffect: z
    .number()
    .gt(0)
    .lt(1)
    .exactOptional()
    .describe('The smallest change of the mean worth an alarm. Defaults to 0.05.'),
  direction: z
    .enum(['decrease', 'increase', 'both'])
    .exactOptional()
    .describe('Which change raises an alarm. Defaults to `decrease`.'),
  thresholds: z
    .array(Threshold)
    .min(1)
    .max(LIMITS.monitorThresholds)
    .exactOptional()
    .describe('Figures over the last minutes that must not be crossed.'),
  anchors: Anchors.exactOptional(),
  slices: z
    .array(nameField)
    .max(LIMITS.monitorSlices)
    .exactOptional()
    .describe(
      'Keys of metadata that an alarm may name as its cause, beside versions. Defaults to `language`, `route`, `service` and `model`.',
    ),
  severity: Severity.exactOptional().describe('Of its alarms. Defaults to `warning`.'),
  isMuted: z
    .boolean()
    .exactOptional()
    .describe('Whether alarms are only recorded. Defaults to false.'),
  isEnabled: z
    .boolean()
    .exactOptional()
    .describe('Whether verdicts are watched. Defaults to true.'),
};

const description = z.string().max(1_000).exactOptional().describe('What the monitor is for.');

const anchored = {
  check: ({ baseline, anchors }: contract.MonitorContent) =>
    anchors === undefined || baseline !== undefined,
  fault: { path: ['baseline'], error: 'is needed where `anchors` are given' },
};

const watches = {
  check: ({ baseline, thresholds }: contract.MonitorContent) =>
    baseline !== undefined || thresholds !== undefined,
  fault: {
    path: ['baseline'],
    error: 'name a baseline, such as `{ "first": 200 }`, or `thresholds`',
  },
};

export const MonitorVersionInput: z.ZodType<contract.MonitorVersionInput> = z
  .strictObject({ description, ...content })
  .refine(watches.check, watches.fault)
  .refine(anchored.check, anchored.fault)
  .meta({
    id: 'MonitorVersionInput',
    examples: [{ where: { rule: 'answers' }, scorer: 'faithfulness', baseline: { first: 200 } }],
  });

export const MonitorInput: z.ZodType<contract.MonitorInput> = z
  .strictObject({ name: slugField.describe('Unique in the project.'), description, ...content })
  .refine(watches.check, watches.fault)
  .refine(anchored.check, anchored.fault)
  .meta({
    id: 'MonitorInput',
    examples: [
      {
        name: 'answers',
        where: { rule: 'support-answers' },
        scorer: 'faithfulness',
        baseline: { first: 200 },
        smallestEffect: 0.05,
        thresholds: [{ measure: 'count', below: 1, windowMinutes: 60 }],
      },
    ],
  });

const monitorShape = {
  name: nameField.describe('Its name, which refers to its newest version.'),
  description: z.string().describe('What it is for.'),
  ...content,
  version: z.int().min(1).describe('Counts up from 1; a version never changes.'),
  fingerprint: z.string().describe('SHA-256 over its content.'),
  createdAt: z.string().describe('ISO 8601, UTC.'),
};

export const Monitor: z.ZodType<contract.Monitor> = z
  .strictObject(monitorShape)
  .meta({ id: 'Monitor', description: 'A sequential test over a stream of scores.' });

const status = z
  .enum(['learning', 'watching', 'alarm', 'off'])
  .describe(
    '`learning`: the baseline is not complete. `alarm`: the mean has moved, and is not back yet. `off`: no baseline, or not enabled.',
  );

const MonitorMean = z
  .strictObject({
    value: z.number().describe('The mean.'),
    low: z.number().describe('Lower end of its interval.'),
    high: z.number().describe('Upper end of its interval.'),
    count: z.int().describe('Values that it is the mean of.'),
  })
  .meta({ id: 'MonitorMean' });

const ThresholdState: z.ZodType<contract.ThresholdState> = z
  .strictObject({
    ...thresholdShape,
    value: z.number().nullable().describe('The figure; null if the window holds too little.'),
    count: z.int().describe('Verdicts that it is made of.'),
    isCrossed: z.boolean().describe('Whether it is above `above` or below `below`.'),
  })
  .meta({ id: 'MonitorThresholdState' });

const time = z.string().describe('ISO 8601, UTC.');

const interval = z.strictObject({
  value: z.number().describe('The number.'),
  low: z.number().describe('Lower end of its interval.'),
  high: z.number().describe('Upper end of its interval.'),
});

const attributionShape = {
  moved: z
    .enum(['none', 'application', 'judge', 'both', 'undecided'])
    .describe('`undecided` while anchors are awaited, and where they do not tell.'),
  awaited: z.int().describe('Anchors that are to be judged before it is decided.'),
  judge: interval.nullable().describe("How far the judge's scores moved on the anchors, at 98%."),
  application: interval.nullable().describe('How far the stream moved beyond that, at 98%.'),
  reason: z
    .string()
    .nullable()
    .describe('Why nobody is blamed if it is `undecided`, and what to do; null otherwise.'),
};

const Attribution: z.ZodType<contract.MonitorAttribution> = z
  .strictObject(attributionShape)
  .meta({ id: 'MonitorAttribution', description: 'Who moved, as the anchors say.' });

const AnchorState: z.ZodType<contract.AnchorState> = z
  .strictObject({
    ...attributionShape,
    dataset: z
      .string()
      .nullable()
      .describe('Name and version of the data set; null for frozen verdicts.'),
    anchors: z.int().describe('How many are used, without those whose samples were deleted.'),
    status: z
      .enum(['references', 'baseline', 'watching', 'alarm'])
      .describe(
        '`references`: what the judge says of each is learned. `baseline`: how far it is off by itself. `alarm`: the judge has moved.',
      ),
    lacks: z.int().describe('Scores of anchors that are lacking before they are watched.'),
    judged: z.int().describe('How often an anchor was judged.'),
    failed: z.int().describe('How often one could not be judged.'),
    costUsd: z.number().describe('What that cost, in US dollars.'),
    share: z
      .number()
      .nullable()
      .describe('Of all that was judged for the monitor, the share that were anchors.'),
    evidence: z.number().describe('How much speaks for a move; an alarm is raised at 1.'),
    lastAt: z.string().nullable().describe('When one was judged last.'),
    fault: z.string().nullable().describe('Why they could not be judged the last time.'),
  })
  .meta({ id: 'MonitorAnchorState', description: 'What the anchors of a monitor say.' });

const MonitorState: z.ZodType<contract.MonitorState> = z
  .strictObject({
    status,
    version: z.int().nullable().describe('The version it is about; null before the first verdict.'),
    baseline: MonitorMean.nullable().describe(
      'The mean that a change is looked for from; null while it is learned, and without one.',
    ),
    baselineLacks: z.int().describe('Values that the baseline still lacks.'),
    mean: MonitorMean.nullable().describe(
      'The mean since the last start, alarm or recovery. The interval holds at all times at once, with 95%.',
    ),
    evidence: z.number().describe('How much speaks for a change; an alarm is raised at 1.'),
    counts: z
      .strictObject({
        seen: z.int().describe('Verdicts.'),
        counted: z.int().describe('Those with a value.'),
        abstained: z.int().describe('Those whose judge abstained.'),
        errors: z.int().describe('Those that could not be scored.'),
      })
      .describe('Verdicts since the monitor was created.'),
    thresholds: z.array(ThresholdState).describe('The thresholds with their windows now.'),
    anchors: AnchorState.nullable().describe(
      'Null without anchors, and before the first is judged.',
    ),
    openAlarms: z.int().describe('Alarms that are not over.'),
    lastValueAt: z.string().nullable().describe('When the last verdict was made.'),
    startedAt: z.string().nullable().describe('When it saw the first verdict.'),
  })
  .meta({ id: 'MonitorState', description: 'What a monitor knows.' });

export const MonitorReport: z.ZodType<contract.MonitorReport> = z
  .strictObject({ ...monitorShape, state: MonitorState })
  .meta({ id: 'MonitorReport', description: 'A monitor with what it knows.' });

const place = z.int().describe('Place among the verdicts of the monitor, from 1.');

const TimelinePoint: z.ZodType<contract.TimelinePoint> = z
  .strictObject({
    at: z.int().describe('Place of the last of the verdicts, from 1.'),
    from: time,
    to: time,
    count: z.int().describe('Values.'),
    value: z.number().nullable().describe('Mean of these values.'),
    mean: z.number().nullable().describe('Mean since the last start, alarm or recovery.'),
    low: z.number().nullable().describe('Lower end of its confidence sequence.'),
    high: z.number().nullable().describe('Upper end of its confidence sequence.'),
    evidence: z.number().describe('The most that spoke for a change; an alarm is raised at 1.'),
    abstained: z.int().describe('Verdicts whose judge abstained.'),
    errors: z.int().describe('Verdicts that could not be scored.'),
  })
  .meta({ id: 'MonitorTimelinePoint', description: 'Verdicts that followed each other.' });

const TimelineMark: z.ZodType<contract.TimelineMark> = z
  .strictObject({
    at: place,
    time,
    kind: z
      .enum(['version', 'fingerprint', 'monitor', 'alarm', 'recovered', 'reset', 'baseline'])
      .describe('`version`: of a release, prompt, suite, pipeline, policy or model.'),
    subject: z.string().describe('What changed, such as `judge model of faithfulness`.'),
    before: z.string().nullable().describe('What it was.'),
    after: z.string().nullable().describe('What it is.'),
  })
  .meta({ id: 'MonitorTimelineMark', description: 'Something that changed on the way.' });

export const MonitorTimeline: z.ZodType<contract.MonitorTimeline> = z
  .strictObject({
    points: z
      .array(TimelinePoint)
      .describe('Up to 400, oldest first; the longer the timeline, the coarser.'),
    marks: z.array(TimelineMark).describe('Up to 500, oldest first.'),
    baseline: MonitorMean.nullable().describe('The mean that a change is looked for from.'),
  })
  .meta({ id: 'MonitorTimeline', description: 'What a monitor has seen.' });

const AlarmCause: z.ZodType<contract.AlarmCause> = z
  .strictObject({
    kind: z.enum(['scorer', 'slice', 'version']).describe('What it is.'),
    name: z.string().describe('Such as `release`, `language`, or the name of a score.'),
    value: z.string().nullable().describe('Such as `2.1.0`; null for a score.'),
    before: z.number().nullable().describe('Its mean before the change; null if it is new.'),
    after: z.number().describe('Its mean since.'),
    count: z.int().describe('Values that have it since the change.'),
    share: z.number().nullable().describe('Share of the change that it accounts for, 0 to 1.'),
  })
  .meta({ id: 'MonitorAlarmCause' });

export const MonitorAlarm: z.ZodType<contract.MonitorAlarm> = z
  .strictObject({
    id: z.string().describe('`alm_` followed by a ULID.'),
    monitor: z.string().describe('Name of the monitor.'),
    version: z.int().describe('Its version.'),
    kind: z
      .enum(['drift', 'threshold', 'judge'])
      .describe('`judge`: the judge has moved on the anchors.'),
    severity: Severity.describe('How bad it is.'),
    status: z
      .enum(['open', 'over'])
      .describe('`over`: the mean is back, or the monitor was reset.'),
    title: z.string().describe('One line.'),
    summary: z.string().describe('What happened, in a few sentences.'),
    raisedAt: time,
    since: z.string().nullable().describe('Since about when; null for a threshold.'),
    sinceEarliest: z.string().nullable().describe('The change is hardly before this.'),
    sinceLatest: z.string().nullable().describe('The change is hardly after this.'),
    at: place,
    changeAt: z.int().nullable().describe('Place of the first verdict that differs.'),
    direction: z.enum(['decrease', 'increase']).nullable().describe('Where it moved to.'),
    before: MonitorMean.nullable().describe('The baseline.'),
    after: MonitorMean.nullable().describe('The mean since the change.'),
    effect: interval.nullable().describe('The change of the mean, with its interval.'),
    threshold: ThresholdState.nullable().describe('The threshold that was crossed.'),
    attribution: Attribution.nullable().describe('Who moved; null without anchors.'),
    causes: z.array(AlarmCause).describe('What explains it, most of it first.'),
    examples: z
      .array(
        z.strictObject({
          id: z.string().describe('Id of the verdict.'),
          value: z.number().nullable().describe('Its value.'),
        }),
      )
      .describe('Verdicts that show it best.'),
    overAt: z.string().nullable().describe('When it ended.'),
    acknowledgedAt: z.string().nullable().describe('When somebody took it on.'),
    acknowledgedBy: z.string().nullable().describe('Id of the key.'),
  })
  .meta({ id: 'MonitorAlarm', description: 'An alarm of a monitor.' });

export const MonitorReset: z.ZodType<contract.MonitorResetInput> = z
  .strictObject({
    baseline: z
      .enum(['keep', 'learn'])
      .exactOptional()
      .describe(
        '`keep`: watch for a change from the same mean. `learn`: learn it anew from what comes now. Defaults to `keep`.',
      ),
  })
  .meta({ id: 'MonitorReset', examples: [{ baseline: 'learn' }] });

export const MonitorPreviewInput: z.ZodType<contract.MonitorPreviewInput> = z
  .strictObject({
    monitor: MonitorVersionInput,
    batch: nameField.exactOptional().describe('Id of a batch whose results are looked at.'),
    from: timestamp.exactOptional().describe('Only verdicts from then on.'),
    to: timestamp.exactOptional().describe('Only verdicts until then.'),
  })
  .meta({
    id: 'MonitorPreviewInput',
    examples: [{ monitor: { scorer: 'faithfulness', baseline: { first: 200 } } }],
  });

export const MonitorPreview: z.ZodType<contract.MonitorPreview> = z
  .strictObject({
    looked: z.int().describe('Stored verdicts that were looked at, at most 5,000.'),
    matched: z.int().describe('Those that the monitor watches.'),
    state: MonitorState,
    alarms: z.array(MonitorAlarm).describe('Alarms that it would have raised, newest first.'),
  })
  .meta({
    id: 'MonitorPreview',
    description: 'What a monitor would have said of stored verdicts.',
  });

export const MonitorSummary: z.ZodType<contract.MonitorSummary> = z
  .strictObject({
    from: time,
    to: time,
    monitors: z.int().describe('Monitors that were looked at.'),
    summary: z.string().describe('What got worse, for people, in a few sentences.'),
    alarms: z
      .array(MonitorAlarm)
      .describe('Alarms that are open or were raised in this time, newest first, up to 50.'),
    moves: z
      .array(
        z
          .strictObject({
            monitor: z.string().describe('Name of the monitor.'),
            status,
            before: MonitorMean.describe('The baseline.'),
            after: MonitorMean.describe('The mean since the last start, alarm or recovery.'),
            change: z.number().describe('The mean after less that before.'),
            isWorse: z.boolean().describe('Whether it moved the wrong way.'),
          })
          .meta({ id: 'MonitorMove' }),
      )
      .describe('Means beside their baselines, worst first, up to 20.'),
    links: z
      .array(
        z.strictObject({
          title: z.string().describe('Name of the monitor.'),
          url: z.string().describe('Its page.'),
        }),
      )
      .describe('Pages of the monitors above; none if the project has no `dashboardUrl`.'),
  })
  .meta({ id: 'MonitorSummary', description: 'What moved, over all monitors.' });

export const MonitorSummaryQuery = z.strictObject({
  days: z
    .string()
    .refine((text) => /^\d{1,3}$/.test(text), 'must be a whole number from 1 to 365')
    .meta({ type: 'integer', minimum: 1, maximum: 365 })
    .transform(Number)
    .pipe(z.int().min(1).max(365))
    .optional()
    .describe('How many days to look back, 1 to 365. Defaults to 7.'),
});
