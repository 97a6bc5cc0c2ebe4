import type { Frame } from '@assay/schema/guard-stream/frame.ts';
import type { JsonObject } from '@assay/schema/types.ts';
import type { Exchange } from './exchange.ts';

/**
 * A part of a pipeline: what is done before the model is asked, on the stream of its answer, and to
 * an answer that is whole. Each part is optional; a step that fails throws an ApiProblem.
 */
export interface Step {
  /** Its name in the `assay` field and in `Server-Timing`. */
  name: string;
  before?(exchange: Exchange): Promise<Before>;
  /**
   * Looks at one stream; called once for each. Without it, or where it returns undefined, a stream passes
   * through as it is.
   */
  onStream?(exchange: Exchange): Promise<StreamStep | undefined>;
  after?(exchange: Exchange, answer: JsonObject): Promise<After>;
}

/** What a step says of itself in the `assay` field, under its name; undefined for nothing. */
export type Note = JsonObject | undefined;

/**
 * Asks the model again, by the route that was taken, for an answer that is no stream and has passed
 * `guardOutput`. It counts as one more attempt, which is recorded and paid for.
 *
 * @throws ApiProblem if no target answers
 */
export type AskAgain = (exchange: Exchange, body: JsonObject) => Promise<JsonObject>;

/** What becomes of a request. */
export interface Before {
  /** The request as the model is to be asked; unchanged if undefined. */
  body?: JsonObject;
  /** Answers in place of the model, which is not asked. */
  answer?: JsonObject;
  note?: Note;
}

/** What becomes of an answer. */
export interface After {
  /** Unchanged if undefined. */
  answer?: JsonObject;
  note?: Note;
}

/** A step over one stream. Its calls do not overlap, and frames keep their order. */
export interface StreamStep {
  /** @returns the frames that can go out now */
  push(frame: Frame): Promise<readonly Frame[]>;
  /** Ends the stream. @returns the rest of the frames */
  end(): Promise<readonly Frame[]>;
  /** Why nothing more may go out; undefined while it may. */
  stopped(): { code: string; message: string } | undefined;
  note(): Note;
}
