import type * as z from 'zod';

/** A schema of the OpenAPI document: one that validates, or one that only describes. */
export type Described = z.ZodType | { type: 'string' | 'object'; [keyword: string]: unknown };

export type Content = Record<string, { schema: Described }>;

export interface Parameter {
  in: 'path' | 'header';
  name: string;
  description: string;
  required: boolean;
  schema: { type: 'string' };
}

/** An operation of the OpenAPI document, its schemas not yet written out. */
export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Content };
  responses: Record<string, { description: string; headers: object; content?: Content }>;
}

/** What a handler of a route contributes to the document; made when the document is. */
export type Documentation = { operation(): Operation } | { query: z.ZodType } | { body: z.ZodType };

const documentations = new WeakMap<object, Documentation>();

/** Attaches to a handler what it contributes to the document. */
export function documented<Handler extends object>(
  handler: Handler,
  documentation: Documentation,
): Handler {
  documentations.set(handler, documentation);
  return handler;
}

export function documentationOf(handler: object): Documentation | undefined {
  return documentations.get(handler);
}
