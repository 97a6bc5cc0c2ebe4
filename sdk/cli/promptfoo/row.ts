import type { JsonValue } from '@assay/schema/types.ts';
import { NotImported, type WantedScorer } from '../importing/case.ts';

/** How promptfoo runs an assertion's code. */
export interface OwnCode {
  /** The value of the assertion, or the text of the file that it names. */
  text: string;
  /** Of code in a file: the export that is the function, if it is named. */
  file?: { name: string | undefined };
}

/** An assertion of promptfoo, its value filled in. */
export interface Assertion {
  /** Its type, without `not-`. */
  type: string;
  isNegated: boolean;
  value: JsonValue | undefined;
  threshold: number | undefined;
  /** Of `javascript`: its code, and whether its score is added up with others. */
  code?: OwnCode & { isWeighed: boolean };
}

/** What a row makes of an assertion. */
export interface Mapped extends WantedScorer {
  /** What is not the same for this one. */
  differs?: string;
  /** Taken where another assertion of the test has filled the field of the sample it needs. */
  otherwise?: WantedScorer;
  /** Whether it reads the variables of the test, in the sample's metadata. */
  readsVars?: true;
}

/** What happens to one type of assertion. */
export type Row = MappedRow | UnmappedRow;

export interface MappedRow {
  /** The scorer, as the documentation shows it. */
  scorer: string;
  /** How it differs, where it does not pass and fail the same outputs. */
  differs?: string;
  /** Whether the value has steps in between where promptfoo's score is 0 or 1. */
  isGraded?: true;
  /** Whether promptfoo runs it the same with `not-` before it. */
  ignoresNot?: true;
  /** Whether the variable `query`, if there is one, is what was asked. */
  asksQuery?: true;
  /** Whether the variable `context` is what the model had to go on. */
  readsContext?: true;
  /** Whether calls are read from the output, and held against the tools of the provider. */
  readsToolCalls?: true;
  /** @throws NotImported */
  map(assertion: Assertion): Mapped;
}

export interface UnmappedRow {
  scorer: null;
  why: string;
  instead?: string;
}

export type Rows = Readonly<Record<string, Row>>;

/** @throws NotImported for anything that is not one */
export function textOf({ type, value }: Assertion): string {
  if (typeof value === 'string') return value;
  throw new NotImported(`${type} needs a text as its value.`);
}

/** One text, or a list of them. @throws NotImported */
export function textsOf({ type, value }: Assertion): string | string[] {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')) {
    return value;
  }
  throw new NotImported(`${type} needs a text or a list of texts as its value.`);
}

/** @throws NotImported for none, or one that nothing can keep to */
export function thresholdOf({ type, threshold }: Assertion, least = 0): number {
  if (threshold !== undefined && threshold >= least) return threshold;
  throw new NotImported(`${type} needs a threshold of at least ${least}.`);
}

/** The threshold from 0 to 1, if there is one or promptfoo has one. @throws NotImported */
export function shareOf({ threshold }: Assertion, preset?: number): { threshold?: number } {
  const share = threshold ?? preset;
  if (share === undefined) return {};
  if (share >= 0 && share <= 1) return { threshold: share };
  throw new NotImported(`A threshold of ${share} is not between 0 and 1.`);
}

export function isRecord(value: unknown): value is { [key: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
