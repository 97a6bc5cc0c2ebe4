/** Where verdicts are sent as events of OpenTelemetry. */
export interface EvaluationExportInput {
  /** Whole address of an OTLP/HTTP receiver of logs, such as `https://collector.example.com/v1/logs`. */
  url: string;
  /** Headers of each request, such as `Authorization`; stored encrypted, and never shown again. */
  headers?: Record<string, string>;
  /** Defaults to `protobuf`. */
  encoding?: EvaluationEncoding;
}

export type EvaluationEncoding = 'protobuf' | 'json';

export interface EvaluationExport {
  url: string;
  /** Names of the headers that are sent. */
  headers: string[];
  encoding: EvaluationEncoding;
  updatedAt: string;
}

/** What became of an attempt to send events. */
export interface EvaluationExportTest {
  /** HTTP status of the answer; null if there was none. */
  status: number | null;
  latencyMs: number;
  /** Why the event was not taken; null if it was. */
  error: string | null;
}

export type EvaluationDeliveryStatus = 'pending' | 'delivered' | 'failed';

/** A verdict on its way to the endpoint. */
export interface EvaluationDelivery {
  verdictId: string;
  status: EvaluationDeliveryStatus;
  attempts: number;
  /** HTTP status of the last answer; null before, and if there was none. */
  httpStatus: number | null;
  /** Why the last attempt failed. */
  error: string | null;
  createdAt: string;
}

export interface EvaluationDeliveryQuery {
  status?: EvaluationDeliveryStatus;
  limit?: number;
  cursor?: string;
}

/** Verdicts that are to be sent. */
export interface EvaluationSendInput {
  verdictIds: string[];
}

/** How many verdicts were put into the queue. */
export interface EvaluationQueued {
  queued: number;
}
