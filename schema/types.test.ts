import { expectTypeOf, test } from 'vitest';
import type * as z from 'zod';
import type * as alert from './alert.ts';
import type { AuditFilter } from './audit.ts';
import type { BatchComparisonQuery } from './batch-comparison.ts';
import type * as query from './batch-query.ts';
import type * as rows from './batch-rows.ts';
import type { CalibrationFilter } from './calibration.ts';
import type * as label from './label.ts';
import type * as log from './log.ts';
import type * as sample from './sample.ts';
import type { Evidence, ScoreError, Vote } from './score.ts';
import type { ScorerSettings } from './scorer-reference.ts';
import type * as contract from './types.ts';
import type {
  Decision,
  Lineage,
  PipelineIdentity,
  StoreMode,
  SuiteIdentity,
  VerdictMetadata,
} from './verdict.ts';
import type { VerdictFilter } from './verdict-query.ts';

// Queries are parsed to fields that may be undefined; callers leave them out.
type Given<Query> = { [Name in keyof Query]-?: Exclude<Query[Name], undefined> };

// The published interfaces and the schemas that validate say the same. Where a schema is annotated
// with its interface, the compiler holds the one direction already; these hold both.
test('the parts of the contract are what their schemas give', () => {
  expectTypeOf<z.output<typeof sample.Context>>().toEqualTypeOf<contract.Context>();
  expectTypeOf<
    z.output<typeof sample.ReferenceContext>
  >().toEqualTypeOf<contract.ReferenceContext>();
  expectTypeOf<z.output<typeof sample.Tool>>().toEqualTypeOf<contract.Tool>();
  expectTypeOf<z.output<typeof sample.OpenAiTool>>().toEqualTypeOf<contract.OpenAiTool>();
  expectTypeOf<z.output<typeof sample.ToolCall>>().toEqualTypeOf<contract.ToolCall>();
  expectTypeOf<z.output<typeof sample.OpenAiToolCall>>().toEqualTypeOf<contract.OpenAiToolCall>();
  expectTypeOf<
    z.output<typeof sample.OpenAiCustomToolCall>
  >().toEqualTypeOf<contract.OpenAiCustomToolCall>();
  expectTypeOf<z.output<typeof sample.ContentPart>>().toEqualTypeOf<contract.ContentPart>();
  expectTypeOf<z.output<typeof sample.Message>>().toEqualTypeOf<contract.Message>();
  expectTypeOf<z.output<typeof sample.Generation>>().toEqualTypeOf<contract.Generation>();
  expectTypeOf<z.output<typeof ScorerSettings>>().toEqualTypeOf<contract.ScorerSettings>();
  expectTypeOf<z.output<typeof Evidence>>().toEqualTypeOf<contract.Evidence>();
  expectTypeOf<z.output<typeof ScoreError>>().toEqualTypeOf<contract.ScoreError>();
  expectTypeOf<z.output<typeof Vote>>().toEqualTypeOf<contract.Vote>();
  expectTypeOf<z.output<typeof Decision>>().toEqualTypeOf<contract.Decision>();
  expectTypeOf<z.output<typeof Lineage>>().toEqualTypeOf<contract.Lineage>();
  expectTypeOf<z.output<typeof SuiteIdentity>>().toEqualTypeOf<contract.SuiteIdentity>();
  expectTypeOf<z.output<typeof PipelineIdentity>>().toEqualTypeOf<contract.PipelineIdentity>();
  expectTypeOf<z.output<typeof StoreMode>>().toEqualTypeOf<contract.StoreMode>();
  expectTypeOf<z.output<typeof VerdictMetadata>>().toEqualTypeOf<contract.VerdictMetadata>();
});

test('the queries are what their schemas give', () => {
  expectTypeOf<Given<AuditFilter>>().toEqualTypeOf<Given<contract.AuditFilter>>();
  expectTypeOf<Given<z.output<typeof alert.AlertQuery>>>().toEqualTypeOf<
    Given<contract.AlertFilter>
  >();
  expectTypeOf<Given<z.output<typeof alert.AlertDeliveryQuery>>>().toEqualTypeOf<
    Given<contract.AlertDeliveryFilter>
  >();
  expectTypeOf<Given<VerdictFilter>>().toEqualTypeOf<Given<contract.VerdictFilter>>();
  expectTypeOf<Given<CalibrationFilter>>().toEqualTypeOf<Given<contract.CalibrationFilter>>();
  expectTypeOf<Given<query.BatchFilter>>().toEqualTypeOf<Given<contract.BatchFilter>>();
  expectTypeOf<Given<Omit<query.ItemFilter, 'format' | 'endMark'>>>().toEqualTypeOf<
    Given<contract.ItemFilter>
  >();
  expectTypeOf<Given<rows.RowFilter>>().toEqualTypeOf<Given<contract.RowFilter>>();
  expectTypeOf<Given<rows.GroupQuery>>().toEqualTypeOf<Given<contract.GroupQuery>>();
  expectTypeOf<Given<log.LogEntriesQuery>>().toEqualTypeOf<Given<contract.LogEntriesQuery>>();
  expectTypeOf<Given<log.LogProofQuery>>().toEqualTypeOf<Given<contract.LogProofQuery>>();
  expectTypeOf<Given<label.LabelFilter>>().toEqualTypeOf<Given<contract.LabelFilter>>();
  expectTypeOf<Given<label.FinalLabelFilter>>().toEqualTypeOf<Given<contract.FinalLabelFilter>>();
  expectTypeOf<Given<BatchComparisonQuery>>().toEqualTypeOf<Given<contract.GateLimits>>();
});
