import * as z from 'zod';
import { Keep } from './data-settings.ts';
import { DatasetSelection } from './dataset.ts';
import { ExperimentTarget } from './experiment.ts';
import { jsonObject, nameField, slugField, textField, unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import { cursorField, limitField } from './page.ts';
import { RedactionSettings } from './redaction.ts';
import { Sample } from './sample.ts';
import { Policy, ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';
import { Tags, VerdictMetadata } from './verdict.ts';
import { WebhookTarget } from './webhook.ts';

/** Every kind of probe, in reading order. */
export const PROBE_KINDS = [
  'consistency',
  'phrasing',
  'position',
  'counterfactual',
  'order',
  'distraction',
  'drift',
] as const satisfies readonly contract.ProbeKind[];

/** Rewordings in code. */
export const REWORDING_NAMES = [
  'typos',
  'lower-case',
  'upper-case',
  'politeness',
  'order',
  'whitespace',
  'format',
] as const;

/** Ways in which people differ that are known in English. */
export const DIMENSION_NAMES = [
  'gender',
  'name',
  'age',
  'religion',
  'ethnicity',
  'nationality',
] as const;

export const ProbeKind = z
  .enum(PROBE_KINDS)
  .describe(
    '`consistency`: the same again. `phrasing`: reworded. `position`: the needed passage at each depth. `counterfactual`: other people. `order`: options in other orders. `distraction`: irrelevant passages added. `drift`: the questions of an earlier probe.',
  );

const passages = z
  .array(textField)
  .min(1)
  .max(LIMITS.probeDistractors)
  .exactOptional()
  .describe('Passages that say nothing of any answer. Defaults to built-in English ones.');

const Phrasing: z.ZodType<contract.ProbePhrasing> = z
  .strictObject({
    rewordings: z
      .array(z.enum(REWORDING_NAMES))
      .min(1)
      .max(REWORDING_NAMES.length)
      .exactOptional()
      .describe('Rewordings in code. Defaults to all.'),
    paraphrases: z
      .int()
      .min(0)
      .max(LIMITS.probeParaphrases)
      .exactOptional()
      .describe(
        'Paraphrases of each question that a model writes; those that mean something else, or change a number, a name or a quotation, are dropped. Defaults to 0.',
      ),
    model: nameField
      .exactOptional()
      .describe('The model that writes and checks them. Defaults to the model of judges.'),
  })
  .meta({ id: 'ProbePhrasing' });

const Position: z.ZodType<contract.ProbePosition> = z
  .strictObject({
    lengths: z
      .array(z.int().min(2).max(LIMITS.probePassages))
      .min(1)
      .max(LIMITS.probeSteps)
      .exactOptional()
      .describe('Passages in all, the needed one included. Defaults to 5, 10 and 20.'),
    depths: z
      .array(unitInterval)
      .min(1)
      .max(LIMITS.probeSteps)
      .exactOptional()
      .describe('From 0 (first) to 1 (last). Defaults to 0, 0.25, 0.5, 0.75 and 1.'),
    distractors: passages,
  })
  .meta({ id: 'ProbePosition' });

const Terms: z.ZodType<contract.ProbeTerms> = z
  .strictObject({
    dimension: slugField.describe('What differs, such as `region`.'),
    groups: z
      .record(nameField, z.array(nameField).min(1).max(LIMITS.probeTerms))
      .refine((groups) => {
        const sizes = Object.values(groups).map(({ length }) => length);
        return sizes.length >= 2 && sizes.length <= LIMITS.probeGroups && new Set(sizes).size === 1;
      }, `must have 2 to ${LIMITS.probeGroups} groups with equally many words`)
      .describe('The words of each group; those at one position replace each other.'),
  })
  .meta({ id: 'ProbeTerms' });

const Counterfactual: z.ZodType<contract.ProbeCounterfactual> = z
  .strictObject({
    dimensions: z
      .array(z.enum(DIMENSION_NAMES))
      .max(DIMENSION_NAMES.length)
      .exactOptional()
      .describe('What is swapped in English texts. Defaults to all.'),
    terms: z
      .array(Terms)
      .max(LIMITS.probeGroups)
      .exactOptional()
      .describe('Words of your own, in any language.'),
  })
  .meta({ id: 'ProbeCounterfactual' });

const Distraction: z.ZodType<contract.ProbeDistraction> = z
  .strictObject({
    amounts: z
      .array(z.int().min(1).max(LIMITS.probePassages))
      .min(1)
      .max(LIMITS.probeSteps)
      .exactOptional()
      .describe('Passages that are added. Defaults to 1, 3 and 10.'),
    distractors: passages,
  })
  .meta({ id: 'ProbeDistraction' });

export const ProbeInput: z.ZodType<contract.ProbeInput> = z
  .strictObject({
    kind: ProbeKind,
    name: nameField.exactOptional().describe('What it is called in lists.'),
    target: ExperimentTarget.exactOptional(),
    prompt: textField
      .exactOptional()
      .describe('A template of what the user says, such as `Answer in one word: {{input}}`.'),
    messages: z
      .array(
        z.strictObject({
          role: z.enum(['system', 'developer', 'user', 'assistant']).describe('Who says it.'),
          content: textField.describe('A template.'),
        }),
      )
      .min(1)
      .max(LIMITS.experimentMessages)
      .exactOptional()
      .describe('Templates of messages, instead of `prompt`.'),
    parameters: jsonObject
      .exactOptional()
      .describe('Fields of the request to a model, such as `temperature`.'),
    variables: z
      .record(nameField, textField)
      .exactOptional()
      .describe('Values for templates, which precede those of the sample.'),
    samples: z
      .array(Sample)
      .min(1)
      .max(LIMITS.probeSamples)
      .exactOptional()
      .describe('The samples, without outputs. Those without an `id` are numbered.'),
    dataset: DatasetSelection.exactOptional(),
    repeats: z
      .int()
      .min(1)
      .max(LIMITS.experimentRepeats)
      .exactOptional()
      .describe(
        'Answers to each variant of each sample. Defaults to 5 for `consistency`, to those of the earlier probe for `drift`, else to 1.',
      ),
    scorers: z
      .array(ScorerReference)
      .min(1)
      .max(LIMITS.scorers - 1)
      .exactOptional()
      .describe('Scorers to run, in addition to those of the suite.'),
    suite: nameField.exactOptional().describe('A suite by `name` or `name@3`.'),
    policy: Policy.exactOptional().describe("Replaces the suite's policy."),
    agreement: ScorerReference.exactOptional().describe(
      'Of `consistency` probes: the scorer that compares two answers, such as `embedding-similarity`; those that pass mean the same. Defaults to that one if an embedding model is configured.',
    ),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .exactOptional()
      .describe('Decides what is changed: the same seed makes the same variants. Defaults to 0.'),
    margin: unitInterval
      .exactOptional()
      .describe('Differences up to this do not matter: 0.05 is 5 points. Defaults to 0.05.'),
    fixed: z
      .array(nameField)
      .max(LIMITS.probeTerms)
      .exactOptional()
      .describe('Words and phrases that no variant changes, beside those of `expected`.'),
    language: z
      .string()
      .regex(/^[a-z]{2,3}$/, 'must be a language of ISO 639, such as `en`')
      .exactOptional()
      .describe('Language of the questions, as in ISO 639. Detected if omitted.'),
    phrasing: Phrasing.exactOptional().describe('Of `phrasing` probes.'),
    position: Position.exactOptional().describe('Of `position` probes.'),
    counterfactual: Counterfactual.exactOptional().describe('Of `counterfactual` probes.'),
    order: z
      .strictObject({
        orders: z
          .int()
          .min(2)
          .max(LIMITS.probeSteps)
          .exactOptional()
          .describe('Orders of each question, the given one included. Defaults to 4.'),
      })
      .exactOptional()
      .describe('Of `order` probes.'),
    distraction: Distraction.exactOptional().describe('Of `distraction` probes.'),
    drift: z
      .strictObject({
        since: z
          .string()
          .regex(/^exp_[0-9a-z]{26}$/, 'must be the id of a probe, `exp_…`')
          .describe('The `consistency` or `drift` probe whose questions are asked again.'),
      })
      .exactOptional()
      .describe('Of `drift` probes.'),
    maxCostUsd: z
      .number()
      .positive()
      .max(1_000_000)
      .exactOptional()
      .describe('Most that the answers may cost, in US dollars.'),
    concurrency: z
      .int()
      .min(1)
      .max(LIMITS.experimentConcurrency)
      .exactOptional()
      .describe('Calls of the target at once. Defaults to 4.'),
    tags: Tags.exactOptional(),
    metadata: VerdictMetadata.exactOptional(),
    webhook: WebhookTarget.exactOptional(),
    keep: Keep.exactOptional().describe('What is kept once an answer has its verdict.'),
    redact: RedactionSettings.exactOptional().describe('What is replaced in stored samples.'),
  })
  .superRefine((probe, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    const { kind, samples, dataset, drift, scorers, suite } = probe;
    for (const other of PROBE_KINDS) {
      if (other === kind || other === 'consistency' || probe[other] === undefined) continue;
      fault(other, `must be omitted: the probe is of kind \`${kind}\``);
    }
    if (kind !== 'consistency' && probe.agreement !== undefined) {
      fault('agreement', `must be omitted: the probe is of kind \`${kind}\``);
    }
    if (probe.prompt !== undefined && probe.messages !== undefined) {
      fault('messages', 'must be omitted if `prompt` is given');
    }
    if (kind === 'drift') {
      if (drift === undefined) fault('drift', 'is missing: name the earlier probe in `since`');
      for (const name of ['samples', 'dataset', 'scorers', 'suite'] as const) {
        if (probe[name] !== undefined)
          fault(name, 'must be omitted: those of the earlier probe are used');
      }
      return;
    }
    if (probe.target === undefined) fault('target', 'is missing');
    if ((samples === undefined) === (dataset === undefined)) {
      fault('samples', 'must be given, unless `dataset` is: send exactly one of them');
    }
    if (scorers === undefined && suite === undefined) {
      fault('scorers', 'must be given, unless `suite` is');
    }
  })
  .meta({
    id: 'ProbeInput',
    examples: [
      {
        kind: 'phrasing',
        target: 'openai/gpt-5-mini',
        prompt: 'Answer in one word: {{input}}',
        samples: [{ id: 'france', input: 'What is the capital of France?', expected: 'Paris' }],
        scorers: ['exact-match'],
      },
    ],
  });

export const ProbeFilter = z.strictObject({
  cursor: cursorField(/^exp_[0-9a-z]{26}$/),
  limit: limitField,
  kind: ProbeKind.optional(),
  tag: nameField.optional().describe('Only probes with this tag.'),
});

export type ProbeFilter = z.output<typeof ProbeFilter>;
