import type { JsonObject } from '@assay/schema/types.ts';
import * as z from 'zod';
import type { App } from './context.ts';
import {
  type Content,
  type Described,
  documentationOf,
  type Operation,
} from './http/documented.ts';

interface Written {
  parameters?: object[];
  requestBody?: { required: boolean; content: object };
}

/** The paths of an OpenAPI 3.1 document, and the schemas that they refer to. */
export interface Routes {
  paths: Record<string, Record<string, Written>>;
  schemas: Record<string, unknown>;
}

/** Writes out what the handlers of all routes contribute to the OpenAPI document. */
export function describeRoutes({ routes }: App): Routes {
  const { write, schemas } = createWriter();
  const paths: Routes['paths'] = {};
  for (const { path, method, handler } of routes) {
    const documentation = documentationOf(handler);
    if (documentation === undefined) continue;
    paths[templateOf(path)] ??= {};
    const operations = paths[templateOf(path)] ?? {};
    const operation = operations[method.toLowerCase()] ?? {};
    operations[method.toLowerCase()] = operation;
    if ('operation' in documentation) {
      Object.assign(operation, writeOperation(documentation.operation(), write));
    } else if ('query' in documentation) {
      operation.parameters = [
        ...(operation.parameters ?? []),
        ...parametersOf(documentation.query),
      ];
    } else {
      const content = { 'application/json': { schema: write(documentation.body) } };
      operation.requestBody = {
        required: true,
        content: { ...operation.requestBody?.content, ...content },
      };
    }
  }
  return { paths, schemas };
}

function writeOperation({ responses, requestBody, ...rest }: Operation, write: Write) {
  const answers = Object.entries(responses).map(([status, { content, ...answer }]) => [
    status,
    content === undefined ? answer : { ...answer, content: writeContent(content, write) },
  ]);
  return {
    ...rest,
    ...(requestBody && {
      requestBody: { ...requestBody, content: writeContent(requestBody.content, write) },
    }),
    responses: Object.fromEntries(answers),
  };
}

function writeContent(content: Content, write: Write) {
  return Object.fromEntries(
    Object.entries(content).map(([type, { schema }]) => [type, { schema: write(schema) }]),
  );
}

type Write = (schema: Described) => object;

/** Writes schemas as JSON Schema, and collects those that have names. */
function createWriter(): { write: Write; schemas: Routes['schemas'] } {
  const schemas: Routes['schemas'] = {};
  const written = new Map<Described, object>();
  const write: Write = (schema) => {
    if (!(schema instanceof z.ZodType)) return schema;
    const known = written.get(schema);
    if (known) return known;
    const { own, defined } = jsonSchemaOf(schema);
    Object.assign(schemas, defined);
    written.set(schema, own);
    return own;
  };
  return { write, schemas };
}

const DEFINITION = '#/$defs/';

/** The JSON Schema of what goes into a schema, and those that it refers to. */
function jsonSchemaOf(schema: z.ZodType): { own: JsonObject; defined: JsonObject } {
  const json = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  const { $schema: _, $defs = {}, ...own } = json;
  return { own: withComponents(own), defined: withComponents($defs) };
}

/** A copy whose references are to the components of the document. */
function withComponents(schema: object): JsonObject {
  return JSON.parse(JSON.stringify(schema), (_, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
    const { $ref } = value;
    if (typeof $ref !== 'string' || !$ref.startsWith(DEFINITION)) return value;
    return { $ref: `#/components/schemas/${$ref.slice(DEFINITION.length)}` };
  });
}

function parametersOf(query: z.ZodType): object[] {
  const { properties = {}, required } = jsonSchemaOf(query).own;
  const isRequired = (name: string) => Array.isArray(required) && required.includes(name);
  return Object.entries(properties ?? {}).map(([name, property]) => {
    const { description, ...schema }: JsonObject = Object(property);
    return {
      in: 'query',
      name,
      schema,
      ...(isRequired(name) ? { required: true } : {}),
      ...(description === undefined ? {} : { description }),
    };
  });
}

function templateOf(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}
