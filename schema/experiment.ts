import * as z from 'zod';
import { BatchCounts } from './batch.ts';
import { Keep } from './data-settings.ts';
import { DatasetSelection, SelectedDataset } from './dataset.ts';
import { choiceFault, readChoice } from './experiment-choice.ts';
import { jsonObject, jsonValue, nameField, slugField, textField, unitInterval } from './fields.ts';
import { LIMITS } from './limits.ts';
import { RedactionSettings } from './redaction.ts';
import { Context, Message, Sample, TokenUsage } from './sample.ts';
import { Policy, ScorerReference } from './scorer-reference.ts';
import type * as contract from './types.ts';
import { SuiteIdentity, Tags, VerdictMetadata } from './verdict.ts';
import { WebhookTarget } from './webhook.ts';

const pointer = z
  .string()
  .max(LIMITS.nameCharacters)
  .regex(
    /^(\/(?:[^~]|~[01])*)?$/,
    'must be a JSON pointer such as `/answer/text`, with `~0` for `~` and `~1` for `/` in a name, or empty for all of it',
  );

const Response: z.ZodType<contract.ExperimentResponse> = z
  .strictObject({
    format: z
      .enum(['json', 'text', 'events'])
      .exactOptional()
      .describe(
        '`json`: one JSON value. `text`: the body is the output, also while it streams. `events`: server-sent events, of which `output` points to the text that each adds. Defaults to `json`.',
      ),
    output: pointer.exactOptional().describe('JSON pointer to the output. Defaults to `/output`.'),
    contexts: pointer
      .exactOptional()
      .describe('JSON pointer to a list of texts, or of objects with `text`.'),
    model: pointer.exactOptional().describe('JSON pointer to the name of the model that answered.'),
    costUsd: pointer.exactOptional().describe('JSON pointer to the cost in US dollars.'),
    inputTokens: pointer.exactOptional().describe('JSON pointer to the tokens that were read.'),
    outputTokens: pointer.exactOptional().describe('JSON pointer to the tokens that were written.'),
  })
  .superRefine(({ format, ...pointers }, context) => {
    if (format !== 'text') return;
    for (const name of Object.keys(pointers)) {
      const message = 'must be omitted: with the format `text` the body is the output';
      context.addIssue({ code: 'custom', path: [name], message });
    }
  })
  .meta({ id: 'ExperimentResponse' });

const headerName = z
  .string()
  .max(LIMITS.nameCharacters)
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, 'must be the name of a header');

const SECRET = /\{\{\s*secrets\.[^\s{}]+\s*\}\}/;
const SAVE_AS_SECRET =
  'must be a secret, since every key with the scope `read` can read this: an administrator saves it with `PUT /v1/secrets/NAME`, and `{{secrets.NAME}}` stands for it';

const CREDENTIAL =
  /^(authorization|proxy-?authorization|cookie|x-auth(-.*)?|(.*[-_])?(api-?key|key|token|secret|password|passwd|credentials?))$/i;
const NO_CREDENTIAL = /^((.*[-_])?(idempotency|cache|partition|routing|public)-key)$/i;

/** Whether a header is of those that carry credentials, by its name. */
function isCredential(name: string): boolean {
  return CREDENTIAL.test(name) && !NO_CREDENTIAL.test(name);
}

const CREDENTIAL_FIELD =
  /^(api[-_]?key|access[-_]?token|client[-_]?secret|authorization|password)$/i;

/** Paths of fields that carry credentials, by their names, with a text that names nothing. */
function literalCredentialsIn(
  value: contract.JsonValue | undefined,
  path: PropertyKey[],
): PropertyKey[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isLiteral = typeof inner === 'string' && inner !== '' && !inner.includes('{{');
    if (isLiteral && CREDENTIAL_FIELD.test(key)) return [[...path, key]];
    return literalCredentialsIn(inner, [...path, key]);
  });
}

const Endpoint: z.ZodType<contract.ExperimentEndpoint> = z
  .strictObject({
    url: z.string().min(1).max(LIMITS.urlCharacters).describe('A public HTTPS URL.'),
    method: z.enum(['POST', 'PUT', 'GET']).exactOptional().describe('Defaults to `POST`.'),
    headers: z
      .record(headerName, z.string().max(LIMITS.headerCharacters))
      .refine((headers) => Object.keys(headers).length <= LIMITS.metadataKeys, {
        error: `must have at most ${LIMITS.metadataKeys} headers`,
      })
      .exactOptional()
      .describe(
        'Headers by name. Values are templates: `{{secrets.NAME}}` is a secret of the project.',
      ),
    body: jsonValue
      .exactOptional()
      .describe(
        'JSON in which texts are templates. Defaults to `{ "input": "{{prompt}}" }`; `GET` sends none.',
      ),
    response: Response.exactOptional().describe('How the answer is read.'),
    timeoutMs: z
      .int()
      .min(1)
      .max(LIMITS.gatewayTimeoutMs)
      .exactOptional()
      .describe('Milliseconds to the end of an answer. Defaults to 120,000.'),
  })
  .superRefine(({ url, method, headers = {}, body }, context) => {
    const fault = (path: PropertyKey[], message: string) =>
      context.addIssue({ code: 'custom', path, message });
    if (url.includes('{{')) fault(['url'], 'is no template: name variables in `body` or `headers`');
    if (method === 'GET' && body !== undefined) {
      fault(['body'], 'must be omitted: `GET` sends none');
    }
    for (const [name, value] of Object.entries(headers)) {
      if (/[\r\n\0]/.test(value)) fault(['headers', name], 'must not have line breaks');
      if (isCredential(name) && !SECRET.test(value)) fault(['headers', name], SAVE_AS_SECRET);
    }
    for (const path of literalCredentialsIn(body, ['body'])) fault(path, SAVE_AS_SECRET);
  })
  .meta({ id: 'ExperimentEndpoint', description: 'An HTTP endpoint of your own.' });

export const ExperimentTarget: z.ZodType<contract.ExperimentTarget> = z
  .union([
    z
      .string()
      .regex(
        /^([a-z0-9][a-z0-9-]{0,31}\/\S{1,160}|[a-z0-9][a-z0-9._-]{0,63}(@[1-9]\d{0,8})?)$/,
        'must be `provider/model`, `binding/NAME`, or a pipeline as `name` or `name@3`',
      ),
    Endpoint,
  ])
  .describe(
    'What answers: a model as `provider/model`, a Worker by service binding as `binding/NAME`, a pipeline as `name` or `name@3`, or an endpoint of your own.',
  );

const variables = z
  .record(nameField, textField)
  .exactOptional()
  .describe('Values for templates, which precede those of the sample.');

const Change: z.ZodType<contract.ExperimentChange> = z
  .strictObject({
    sample: nameField.describe('Id of the sample.'),
    input: textField.exactOptional().describe('Replaces its input.'),
    messages: z
      .array(Message)
      .max(LIMITS.messages)
      .exactOptional()
      .describe('Replace its messages.'),
    contexts: z
      .array(z.union([textField, Context]))
      .max(LIMITS.contexts)
      .exactOptional()
      .describe('Replace its contexts.'),
    expected: jsonValue.exactOptional().describe('Replaces its reference answer.'),
    variables,
  })
  .meta({ id: 'ExperimentChange' });

export const ExperimentVariant: z.ZodType<contract.ExperimentVariant> = z
  .strictObject({
    name: slugField.describe('Unique in the experiment.'),
    target: ExperimentTarget,
    prompt: textField
      .exactOptional()
      .describe('A template of what the user says, such as `Answer in one word: {{input}}`.'),
    messages: z
      .array(
        z
          .strictObject({
            role: z.enum(['system', 'developer', 'user', 'assistant']).describe('Who says it.'),
            content: textField.describe('A template.'),
          })
          .meta({ id: 'ExperimentMessage' }),
      )
      .min(1)
      .max(LIMITS.experimentMessages)
      .exactOptional()
      .describe(
        'Templates of messages, instead of `prompt`. Without either, the messages of the sample are sent, or its input.',
      ),
    parameters: jsonObject
      .exactOptional()
      .describe(
        'Fields of the request to a model, such as `temperature`. The text `{{seed}}` becomes the seed of the repeat, a number.',
      ),
    variables,
    changes: z
      .array(Change)
      .max(LIMITS.experimentSamples)
      .exactOptional()
      .describe('What this variant changes in samples.'),
    metadata: VerdictMetadata.exactOptional().describe('Your own keys and values.'),
  })
  .refine(({ prompt, messages }) => prompt === undefined || messages === undefined, {
    path: ['messages'],
    error: 'must be omitted if `prompt` is given',
  })
  .meta({ id: 'ExperimentVariant', description: 'A prompt template, a target and parameters.' });

const Retry: z.ZodType<contract.ExperimentRetry> = z
  .strictObject({
    attempts: z
      .int()
      .min(1)
      .max(10)
      .exactOptional()
      .describe('Attempts at one answer, the first included. Defaults to 4.'),
    maxWaitMs: z
      .int()
      .min(0)
      .max(3_600_000)
      .exactOptional()
      .describe('Longest wait that a `Retry-After` may ask for. Defaults to 600,000.'),
  })
  .meta({ id: 'ExperimentRetry' });

export const ExperimentChoice: z.ZodType<contract.ExperimentChoice> = z
  .strictObject({
    by: z.enum(['cheapest', 'fastest', 'best']).describe('What is wanted most.'),
    within: unitInterval
      .exactOptional()
      .describe('How much lower than the best mean it may be: 0.02 is 2 points. Defaults to 0.'),
    scorer: nameField
      .exactOptional()
      .describe('The score that decides. Defaults to the share of answers whose verdict passes.'),
  })
  .meta({ id: 'ExperimentChoice' });

const Requirement: z.ZodType<contract.ExperimentRequirement> = z
  .strictObject({
    variant: slugField.exactOptional().describe('Defaults to every variant.'),
    scorer: nameField.exactOptional().describe('A score. Defaults to the verdict.'),
    statistic: z
      .enum(['mean', 'best', 'worst', 'passHat', 'agreement'])
      .exactOptional()
      .describe(
        '`best` and `worst` of the repeats, `passHat`: all repeats pass, `agreement`: all repeats pass or all fail. Defaults to `mean`.',
      ),
    atLeast: unitInterval.describe('What it must reach.'),
  })
  .meta({ id: 'ExperimentRequirement' });

const inputShape = {
  name: nameField.exactOptional().describe('What it is called in lists.'),
  variants: z
    .array(ExperimentVariant)
    .min(1)
    .max(LIMITS.experimentVariants)
    .refine((variants) => new Set(variants.map(({ name }) => name)).size === variants.length, {
      error: 'must have unique names',
    })
    .describe('What is compared.'),
  samples: z
    .array(Sample)
    .min(1)
    .max(LIMITS.experimentSamples)
    .exactOptional()
    .describe('The samples, without outputs. Those without an `id` are numbered.'),
  dataset: DatasetSelection.exactOptional(),
  repeats: z
    .int()
    .min(1)
    .max(LIMITS.experimentRepeats)
    .exactOptional()
    .describe('Answers per variant and sample. Defaults to 1.'),
  scorers: z
    .array(ScorerReference)
    .min(1)
    .max(LIMITS.scorers)
    .exactOptional()
    .describe('Scorers to run, in addition to those of the suite.'),
  suite: nameField
    .exactOptional()
    .describe('A suite by `name` (pinned to its current newest version) or `name@3`.'),
  policy: Policy.exactOptional().describe("Replaces the suite's policy."),
  agreement: ScorerReference.exactOptional().describe(
    'A scorer that compares two answers, such as `embedding-similarity`: those that pass mean the same.',
  ),
  seed: z
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .exactOptional()
    .describe('Orders the calls, and seeds each repeat. Defaults to 0.'),
  maxCostUsd: z
    .number()
    .positive()
    .max(1_000_000)
    .exactOptional()
    .describe('Most that the answers may cost, in US dollars: generation stops before it.'),
  concurrency: z
    .int()
    .min(1)
    .max(LIMITS.experimentConcurrency)
    .exactOptional()
    .describe('Calls of one target at once. Defaults to 4.'),
  retry: Retry.exactOptional(),
  choose: z
    .union([
      z
        .string()
        .max(LIMITS.metadataValueCharacters)
        .superRefine((text, context) => {
          if (readChoice(text) === undefined) {
            context.addIssue({ code: 'custom', message: choiceFault(text) });
          }
        }),
      ExperimentChoice,
    ])
    .exactOptional()
    .describe(
      'Which variant to choose, in words such as `cheapest variant not worse than the best by more than 2 points`, or by numbers.',
    ),
  require: z
    .array(Requirement)
    .min(1)
    .max(LIMITS.experimentRequirements)
    .exactOptional()
    .describe('What variants must reach.'),
  tags: Tags.exactOptional(),
  metadata: VerdictMetadata.exactOptional(),
  webhook: WebhookTarget.exactOptional(),
  keep: Keep.exactOptional().describe(
    'What is kept once an answer has its verdict, at most what the project keeps. `nothing` is refused. Defaults to the setting of the project.',
  ),
  redact: RedactionSettings.exactOptional().describe(
    'What is replaced in stored samples, in addition to what the project replaces.',
  ),
};

export const ExperimentInput: z.ZodType<contract.ExperimentInput> = z
  .strictObject(inputShape)
  .refine(({ samples, dataset }) => (samples === undefined) !== (dataset === undefined), {
    path: ['samples'],
    error: 'must be given, unless `dataset` is: send exactly one of them',
  })
  .refine(({ scorers, suite }) => scorers !== undefined || suite !== undefined, {
    path: ['scorers'],
    error: 'must be given, unless `suite` is',
  })
  .meta({
    id: 'ExperimentInput',
    examples: [
      {
        name: 'capitals',
        variants: [
          { name: 'short', target: 'openai/gpt-5-mini', prompt: 'In one word: {{input}}' },
          { name: 'plain', target: 'openai/gpt-5-mini', prompt: '{{input}}' },
        ],
        samples: [{ id: 'france', input: 'Capital of France?', expected: 'Paris' }],
        repeats: 5,
        scorers: ['exact-match'],
        choose: 'cheapest variant not worse than the best by more than 2 points',
      },
    ],
  });

const { samples: _samples, webhook: _webhook, ...sharedShape } = inputShape;

export const ExperimentOverDataset: z.ZodType<contract.ExperimentOverDataset> = z
  .strictObject({
    ...sharedShape,
    dataset: DatasetSelection.describe(
      'Its items are the samples; `name` takes the newest version.',
    ),
  })
  .refine(({ scorers, suite }) => scorers !== undefined || suite !== undefined, {
    path: ['scorers'],
    error: 'must be given, unless `suite` is',
  })
  .meta({
    id: 'ExperimentOverDataset',
    description: 'An experiment over the items of a data set.',
  });

export const ExperimentStatus = z
  .enum(['generating', 'scoring', 'completed', 'cancelled'])
  .describe(
    '`generating` asks the targets, `scoring` scores their answers; the others have ended.',
  );

const count = z.int().min(0);
const costUsd = z.number().min(0);

const VariantEstimate: z.ZodType<contract.ExperimentVariantEstimate> = z
  .strictObject({
    variant: z.string().describe('Name of the variant.'),
    calls: count.describe('Calls of its target.'),
    inputTokens: count.describe('Tokens of all prompts, estimated.'),
    outputTokens: count.describe(
      'Tokens of all answers: `max_tokens` of the variant each, or 500 each.',
    ),
    costUsd: costUsd.nullable().describe('In US dollars; null if the model has no known price.'),
  })
  .meta({ id: 'ExperimentVariantEstimate' });

export const ExperimentEstimate: z.ZodType<contract.ExperimentEstimate> = z
  .strictObject({
    cells: count.describe('Variants × samples × repeats.'),
    variants: z.array(VariantEstimate).describe('Each variant.'),
    costUsd: costUsd
      .nullable()
      .describe('Of all answers, in US dollars; null if a model has no known price.'),
    judgeCalls: count.describe('Calls of judges that scoring makes at least.'),
    seconds: z.number().min(0).describe('Duration if each call takes one second.'),
    notes: z.array(z.string()).describe('What the estimate does not know.'),
  })
  .meta({ id: 'ExperimentEstimate', description: 'What an experiment would do and cost.' });

export const ExperimentCounts: z.ZodType<contract.ExperimentCounts> = z
  .strictObject({
    total: count.describe('Cells: variants × samples × repeats.'),
    pending: count.describe('Cells without an answer yet.'),
    generated: count.describe('Cells with an answer.'),
    error: count.describe('Cells whose target gave no answer.'),
    scoring: BatchCounts.describe('Answers by their verdicts.'),
  })
  .describe('total = pending + generated + error.');

export const Experiment: z.ZodType<contract.Experiment> = z
  .strictObject({
    id: z.string().describe('`exp_` followed by a ULID.'),
    name: z.string().nullable().describe('As given.'),
    status: ExperimentStatus,
    variants: z
      .array(ExperimentVariant)
      .describe(
        'As given, without `changes`. Empty in answers to keys that may not read the experiment.',
      ),
    dataset: SelectedDataset.nullable().describe('The items that are its samples, if any.'),
    samples: count.describe('Number of samples.'),
    repeats: count.describe('Answers per variant and sample.'),
    scorers: z.array(ScorerReference).describe('Its scorers, with all defaults resolved.'),
    suite: SuiteIdentity.nullable().describe('The suite version, if any.'),
    seed: count.describe('As given, or 0.'),
    concurrency: count.describe('Calls of one target at once.'),
    maxCostUsd: z.number().nullable().describe('Most that answers may cost, in US dollars.'),
    choose: ExperimentChoice.nullable().describe('The rule that chooses a variant.'),
    counts: ExperimentCounts,
    usage: TokenUsage.describe('Tokens of the answers.'),
    costUsd: costUsd.nullable().describe('Of the answers; null if a model has no known price.'),
    scoringCostUsd: costUsd.describe('Of the scores, in US dollars.'),
    estimate: ExperimentEstimate,
    batches: z.array(z.string()).describe('The batches that score its answers, one for each run.'),
    tags: Tags,
    metadata: VerdictMetadata,
    webhook: WebhookTarget.nullable().describe('URL that is notified when it has completed.'),
    keep: z.enum(['scores', 'sample', 'exchange']).describe('What is kept of its samples.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
    endedAt: z.string().nullable().describe('When it completed or was cancelled.'),
  })
  .meta({
    id: 'Experiment',
    description: 'Variants × samples × repeats, generated and scored through queues.',
  });

export const ExperimentResume: z.ZodType<contract.ExperimentResume> = z
  .strictObject({
    maxCostUsd: z.number().positive().max(1_000_000).exactOptional().describe('The new limit.'),
  })
  .meta({ id: 'ExperimentResume' });
