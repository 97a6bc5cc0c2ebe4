import type * as z from 'zod';
import type { LineSource } from '../../core/line-source.ts';
import type { ReadScoringNeeds, ScoringSchema } from '../../features/scoring/read-scoring.ts';
import type { BodyLimits } from '../http/limits.ts';

/** How a body of JSON is read that is not read as most are. */
interface JsonReading<Body> {
  /** Where it may be larger than others. */
  limits?: BodyLimits;
  /** Reads plain bodies as the schema would, faster; undefined for those that it leaves to it. */
  plain?: ((given: unknown) => Body | undefined) | undefined;
}

/** JSON that its schema validates. */
interface JsonBody<Body> extends JsonReading<Body> {
  kind: 'json';
  schema: z.ZodType<Body>;
}

/** JSON that names scorers, whose faults are reported beside those of its fields. */
interface ScoringBody<Body> extends ScoringSchema<Body> {
  kind: 'scoring';
}

/** Many records with options: as a list in JSON, or as lines, whose options are in the query. */
export interface LinesBody<Options> {
  kind: 'lines';
  /** The field of the JSON that has them, which is also what they are called. */
  list: 'samples' | 'items';
  /** Of the JSON; for the documentation alone, since records are validated one at a time. */
  schema: z.ZodType;
  /** The query of lines, which gives their options. */
  query: z.ZodType<Record<string, unknown>>;
  /** Whether JSON over HTTP may leave the list out. */
  mayBeEmpty: boolean;
  /** @throws ApiProblem `invalid_request` */
  readOptions(
    given: unknown,
    projectId: string,
    services: ReadScoringNeeds,
  ): Options | Promise<Options>;
}

/** A body that is read while the answer is sent, by `respond`. */
interface StreamBody {
  kind: 'stream';
  mediaTypes: readonly string[];
}

/** No body: `{}` at most. */
interface NoBody {
  kind: 'none';
}

/** The body of a request that takes records. */
export interface TakenLines<Options> {
  options: Options;
  source: LineSource;
}

export type BodyKind<Body> =
  | JsonBody<Body>
  | ScoringBody<Body>
  | LinesBody<unknown>
  | StreamBody
  | NoBody;

export function json<Body>(
  schema: z.ZodType<Body>,
  reading: JsonReading<Body> = {},
): BodyKind<Body> {
  return { kind: 'json', schema, ...reading };
}

export function scoring<Body>(
  schema: z.ZodType<Body>,
  plain?: ScoringSchema<Body>['plain'],
): BodyKind<Body> {
  return { kind: 'scoring', schema, ...(plain && { plain }) };
}

export function samples<Options>(
  body: Omit<LinesBody<Options>, 'kind' | 'list'>,
): BodyKind<TakenLines<Options>> {
  return { kind: 'lines', list: 'samples', ...body };
}

export function items<Options>(
  body: Omit<LinesBody<Options>, 'kind' | 'list'>,
): BodyKind<TakenLines<Options>> {
  return { kind: 'lines', list: 'items', ...body };
}

export const noBody: BodyKind<unknown> = { kind: 'none' };

export function stream(mediaTypes: readonly string[]): BodyKind<unknown> {
  return { kind: 'stream', mediaTypes };
}
