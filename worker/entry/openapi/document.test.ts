import { expect, test } from 'vitest';
import { createApp } from '../../app.ts';
import { callJson } from '../../testing/client.ts';

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

interface Operation {
  operationId: string;
  summary?: string;
  tags?: string[];
  security?: unknown[];
  requestBody?: unknown;
  parameters?: { name: string; description?: string; schema?: unknown }[];
  responses: Record<
    string,
    {
      description: string;
      headers?: Record<string, unknown>;
      content?: Record<string, { schema: unknown }>;
    }
  >;
}

const document = () => callJson<OpenApi>('/openapi.json', { key: null });

test('the document is OpenAPI 3.1 and has every route', async () => {
  const { openapi, paths } = await document();
  expect(openapi).toMatch(/^3\.1\./);
  const routes = createApp().routes.filter(
    ({ path, method }) =>
      method !== 'ALL' &&
      !path.startsWith('/otlp/') &&
      !['/', '/openapi.json', '/mcp'].includes(path),
  );
  for (const { path, method } of routes) {
    const documented = paths[path.replace(/:(\w+)(?:\{[^}]*\})?/g, '{$1}')]?.[method.toLowerCase()];
    expect(documented?.summary, `${method} ${path}`).toBeTruthy();
  }
});

test('every operation has an id of its own, a verb and what it acts on', async () => {
  const { paths } = await document();
  const ids = Object.values(paths).flatMap((operations) =>
    Object.values(operations).map(({ operationId }) => operationId),
  );
  expect(ids).toContain('scoreSamples');
  expect(ids).toContain('createBatch');
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+([A-Z][a-z]+)+$/);
});

test('every reference leads somewhere', async () => {
  const whole = await document();
  const references = JSON.stringify(whole).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
  const names = new Set([...references].map(([, name]) => name ?? ''));
  expect(names.size).toBeGreaterThan(10);
  for (const name of names) expect(whole.components.schemas).toHaveProperty(name);
  // Names that zod makes up stand for another schema in each answer.
  expect([...names].filter((name) => name.startsWith('__'))).toEqual([]);
  expect(Object.keys(whole.components.schemas).filter((name) => !names.has(name))).toEqual([]);
});

test('every POST with a body, every answer with content and every parameter has its schema', async () => {
  const { paths } = await document();
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, operation] of Object.entries(operations)) {
      const where = `${method} ${path}`;
      if (method === 'post') expect(operation.requestBody, where).toBeDefined();
      for (const answer of Object.values(operation.responses)) {
        for (const { schema } of Object.values(answer.content ?? {}))
          expect(schema, where).toBeTruthy();
      }
      for (const { name, description } of operation.parameters ?? []) {
        expect(description, `${where} ${name}`).toBeTruthy();
      }
    }
  }
});

test('every field of every schema is described', async () => {
  const { components } = await document();
  const bare = Object.entries(components.schemas).flatMap(([name, schema]) =>
    undescribed(schema as Schema, name),
  );
  expect(bare).toEqual([]);
});

test('answers tell of their headers, and a page of its size as a number', async () => {
  const { paths } = await document();
  const score = paths['/v1/score']?.post;
  expect(Object.keys(score?.responses['200']?.headers ?? {})).toContain('Idempotency-Replayed');
  expect(Object.keys(score?.responses['429']?.headers ?? {})).toContain('Retry-After');
  const limit = paths['/v1/verdicts']?.get?.parameters?.find(({ name }) => name === 'limit');
  expect(limit?.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 100 });
});

interface Schema {
  description?: string;
  const?: unknown;
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
}

function undescribed(
  { properties = {}, items, anyOf = [], oneOf = [] }: Schema,
  at: string,
): string[] {
  const inner = [...(items ? [items] : []), ...anyOf, ...oneOf];
  return [
    ...Object.entries(properties).flatMap(([name, field]) => [
      ...(field.description || field.$ref || field.const !== undefined ? [] : [`${at}.${name}`]),
      ...undescribed(field, `${at}.${name}`),
    ]),
    ...inner.flatMap((schema) => undescribed(schema, at)),
  ];
}
