import * as z from 'zod';
import { LIMITS } from './limits.ts';
import { cursorField, limitField } from './page.ts';
import type * as contract from './types.ts';

const encoding = z
  .enum(['protobuf', 'json'])
  .describe('Encoding of requests: every receiver takes `protobuf`, some `json`.');

// RFC 9110, 5.1 and 5.5; what frames the message is set by who sends it.
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/;
const HEADER_VALUE = /^[\t\x20-\x7e]*$/;
const RESERVED =
  /^(?:host|content-(?:type|length|encoding)|transfer-encoding|connection|user-agent|cf-.*)$/i;

const headers = z
  .record(
    z.string(),
    z.string().max(LIMITS.headerCharacters).regex(HEADER_VALUE, 'must be printable ASCII'),
  )
  .superRefine((given, context) => {
    const names = Object.keys(given);
    if (names.length > LIMITS.exportHeaders) {
      const message = `must have at most ${LIMITS.exportHeaders} headers`;
      context.addIssue({ code: 'custom', path: [], message });
    }
    for (const name of names) {
      const fault = nameFault(name);
      if (fault !== undefined) {
        context.addIssue({ code: 'custom', path: [name], message: fault });
      }
    }
  });

function nameFault(name: string): string | undefined {
  if (!HEADER_NAME.test(name)) return 'must be the name of a header';
  return RESERVED.test(name) ? 'is set by Assay; remove it' : undefined;
}

const url = z
  .string()
  .min(1)
  .max(LIMITS.urlCharacters)
  .describe(
    'Public HTTPS address of an OTLP/HTTP receiver of logs, with its path: `https://collector.example.com/v1/logs`.',
  );

export const EvaluationExportInput: z.ZodType<contract.EvaluationExportInput> = z
  .strictObject({
    url,
    headers: headers
      .exactOptional()
      .describe(
        'Headers of each request, such as `Authorization`. Stored encrypted, and never shown again.',
      ),
    encoding: encoding.exactOptional(),
  })
  .meta({
    id: 'EvaluationExportInput',
    examples: [
      {
        url: 'https://collector.example.com/v1/logs',
        headers: { Authorization: 'Bearer …' },
      },
    ],
  });

export const EvaluationExport: z.ZodType<contract.EvaluationExport> = z
  .strictObject({
    url,
    headers: z.array(z.string()).describe('Names of the headers that are sent.'),
    encoding,
    updatedAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({
    id: 'EvaluationExport',
    description: 'Where verdicts are sent as `gen_ai.evaluation.result` events.',
  });

export const EvaluationExportTest: z.ZodType<contract.EvaluationExportTest> = z
  .strictObject({
    status: z.int().nullable().describe('HTTP status of the answer; null if there was none.'),
    latencyMs: z.number().min(0).describe('Time to the answer, in milliseconds.'),
    error: z.string().nullable().describe('Why the event was not taken; null if it was.'),
  })
  .meta({ id: 'EvaluationExportTest' });

const status = z
  .enum(['pending', 'delivered', 'failed'])
  .describe('`failed`: refused for good, or not taken in 12 attempts over about a day.');

export const EvaluationDelivery: z.ZodType<contract.EvaluationDelivery> = z
  .strictObject({
    verdictId: z.string().describe('Id of the verdict.'),
    status,
    attempts: z.int().min(0).describe('Attempts so far.'),
    httpStatus: z
      .int()
      .nullable()
      .describe('HTTP status of the last answer; null before, and if there was none.'),
    error: z.string().nullable().describe('Why the last attempt failed.'),
    createdAt: z.string().describe('ISO 8601, UTC.'),
  })
  .meta({ id: 'EvaluationDelivery' });

export const evaluationDeliveryQuery = z.strictObject({
  status: status.optional().describe('Only deliveries of this status.'),
  cursor: cursorField(/^ver_[0-9a-z]{26}$/),
  limit: limitField,
});

export const EvaluationSendInput: z.ZodType<contract.EvaluationSendInput> = z
  .strictObject({
    verdictIds: z
      .array(z.string().min(1).max(LIMITS.nameCharacters))
      .min(1)
      .max(LIMITS.exportedVerdicts)
      .describe('Ids of stored verdicts. One that was sent in the last seven days is not again.'),
  })
  .meta({ id: 'EvaluationSendInput' });

export const EvaluationQueued: z.ZodType<contract.EvaluationQueued> = z
  .strictObject({ queued: z.int().min(0).describe('Verdicts that were put into the queue.') })
  .meta({ id: 'EvaluationQueued' });
