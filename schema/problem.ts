import * as z from 'zod';
import type * as contract from './types.ts';

export const Problem: z.ZodType<contract.Problem> = z
  .strictObject({
    type: z
      .string()
      .describe(
        'Link to the documentation of `code`, relative to the URL of the request: `/docs/errors#code`.',
      ),
    title: z.string().describe('The kind of problem in a few words.'),
    status: z.int().describe('HTTP status.'),
    code: z.string().describe('Stable code to branch on; described at `/docs/errors`.'),
    detail: z.string().describe('What happened and what to do.'),
    retryable: z.boolean().describe('Whether the same request may succeed later.'),
    requestId: z.string().describe('Id of the request, to quote when asking for help.'),
    errors: z
      .array(
        z.strictObject({
          pointer: z
            .string()
            .describe('JSON pointer of the offending field; `?name` for a query parameter.'),
          message: z.string().describe('What would be right.'),
        }),
      )
      .exactOptional()
      .describe('Each field that was refused.'),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' });
