import * as z from 'zod';
import type * as contract from './types.ts';

export const Problem: z.ZodType<contract.Problem> = z
  .strictObject({
    type: z
      .string()
      .describe(
        'Link to the documentation of `code`, relative to the request URL: `/docs/errors#code`.',
      ),
    title: z.string().describe('Short summary of the kind of problem.'),
    status: z.int().describe('HTTP status.'),
    code: z.string().describe('Stable error code to branch on; documented at `/docs/errors`.'),
    detail: z.string().describe('The problem, and how to fix it.'),
    retryable: z.boolean().describe('Whether the same request can succeed later.'),
    requestId: z.string().describe('Id of the request. Quote it when you ask for help.'),
    errors: z
      .array(
        z.strictObject({
          pointer: z
            .string()
            .describe('JSON pointer to the offending field; `?name` for a query parameter.'),
          message: z.string().describe('What is wrong with the field, and what it must be.'),
        }),
      )
      .exactOptional()
      .describe('One entry per invalid field.'),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' });
