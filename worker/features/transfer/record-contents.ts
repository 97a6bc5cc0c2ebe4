import { AlertSettings } from '@assay/schema/alert.ts';
import { CustomScorerVersionInput } from '@assay/schema/custom-scorer.ts';
import { DataSettings } from '@assay/schema/data-settings.ts';
import { GuardPolicyVersionInput } from '@assay/schema/guard-policy.ts';
import { MonitorVersionInput } from '@assay/schema/monitor.ts';
import { PipelineVersionInput } from '@assay/schema/pipeline.ts';
import { ProjectSettings } from '@assay/schema/project.ts';
import { QuestionVersionInput } from '@assay/schema/question.ts';
import { proofOfDefinition } from '@assay/schema/records/definition-proof.ts';
import { RetentionDays } from '@assay/schema/retention.ts';
import { SuiteVersionInput } from '@assay/schema/suite.ts';
import { TraceRuleVersionInput } from '@assay/schema/trace-rule.ts';
import type { ExportRecord, JsonObject, JsonValue, ScorerDefinition } from '@assay/schema/types.ts';
import * as z from 'zod';
import { ApiProblem } from '../../core/problem.ts';
import { importedChannel, readAlert } from '../alerts/transferred.ts';
import { readSchedule } from '../schedules/read-schedule.ts';

type Values = Record<string, JsonValue>;

/** What a class of records says beyond columns, as the request that made it would have said it. */
const CONTENTS: Record<string, { schema: z.ZodType; inputOf(values: Values): unknown }> = {
  projectSettings: { schema: ProjectSettings, inputOf: ({ settings }) => settings },
  dataSettings: { schema: DataSettings, inputOf: ({ settings }) => settings },
  alertSettings: { schema: AlertSettings, inputOf: ({ settings }) => settings },
  retention: { schema: RetentionDays, inputOf: ({ days }) => days },
  suites: {
    schema: SuiteVersionInput,
    inputOf: ({ scorers, policy }) => ({ scorers, policy }),
  },
  customScorers: {
    schema: CustomScorerVersionInput,
    inputOf: ({ base, params, threshold }) => ({ base, params, threshold }),
  },
  questions: { schema: QuestionVersionInput, inputOf: ({ content }) => withoutScorer(content) },
  guardPolicies: { schema: GuardPolicyVersionInput, inputOf: ({ content }) => content },
  pipelines: { schema: PipelineVersionInput, inputOf: ({ content }) => content },
  traceRules: { schema: TraceRuleVersionInput, inputOf: ({ content }) => content },
  monitors: { schema: MonitorVersionInput, inputOf: ({ content }) => content },
};

/** What the Worker looks at by itself, read as it will be then. */
const READERS: Record<string, (record: ExportRecord['record']) => unknown> = {
  alertChannels: importedChannel,
  alerts: readAlert,
  schedules: readSchedule,
};

/**
 * What is wrong with the contents of a record, so that none is imported that no request could have made;
 * undefined where that is nothing.
 */
export async function faultOfContents({
  class: name,
  record,
}: ExportRecord): Promise<string | undefined> {
  if (name === 'scorerDefinitions') return faultOfDefinition(record);
  const read = READERS[name];
  if (read !== undefined) return faultOfReading(name, () => read(record));
  const contents = CONTENTS[name];
  if (contents === undefined) return undefined;
  const parsed = contents.schema.safeParse(contents.inputOf(valuesOf(record)));
  const issue = parsed.error?.issues[0];
  if (issue === undefined) return undefined;
  return `its page has a record of ${name} that is not valid: ${issue.path.join('.')} ${issue.message}`;
}

function faultOfReading(name: string, read: () => unknown): string | undefined {
  try {
    read();
    return undefined;
  } catch (cause) {
    const isOfRecord =
      cause instanceof ApiProblem || cause instanceof SyntaxError || cause instanceof z.ZodError;
    if (!isOfRecord) throw cause;
    return `its page has a record of ${name} that cannot be read.`;
  }
}

/** A question that was made from a scorer names it. */
function withoutScorer(content: JsonValue | undefined): JsonValue | undefined {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return content;
  const { scorer: _, ...rest } = content;
  return rest;
}

/** The columns of a record, those that hold JSON read. */
function valuesOf(record: ExportRecord['record']): Values {
  return Object.fromEntries(
    Object.entries(record).map(([column, value]) => [column, readIfJson(value)]),
  );
}

function readIfJson(value: string | number | null): JsonValue {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  return readJson(value) ?? value;
}

/** Undefined if a text is not JSON. */
export function readJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function faultOfDefinition({ fingerprint, definition }: ExportRecord['record']) {
  const found = readJson(String(definition));
  const isProven =
    isDefinition(found) && (await proofOfDefinition(String(fingerprint), found)) !== 'altered';
  if (isProven) return undefined;
  return `its page has a definition that ${fingerprint} was not made from.`;
}

function isDefinition(value: JsonValue | undefined): value is JsonObject & ScorerDefinition {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { version, settings, fingerprinted = [] } = value;
  const isObject = (one: JsonValue | undefined) =>
    typeof one === 'object' && one !== null && !Array.isArray(one);
  return (
    typeof version === 'number' &&
    isObject(settings) &&
    Array.isArray(fingerprinted) &&
    fingerprinted.every(isObject)
  );
}
