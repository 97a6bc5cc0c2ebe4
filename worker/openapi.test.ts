import { expect, test } from 'vitest';
import { createApp } from './app.ts';
import { callJson } from './testing/client.ts';

interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

interface Operation {
  summary?: string;
  tags?: string[];
  security?: unknown[];
  requestBody?: unknown;
  parameters?: { name: string; description?: string }[];
  responses: Record<string, { description: string; content?: Record<string, { schema: unknown }> }>;
}

const document = () => callJson<OpenApi>('/openapi.json', { key: null });

test('the document is OpenAPI 3.1 and has every route', async () => {
  const { openapi, paths } = await document();
  expect(openapi).toMatch(/^3\.1\./);
  const routes = createApp().routes.filter(
    ({ path, method }) => method !== 'ALL' && !['/', '/openapi.json', '/mcp'].includes(path),
  );
  for (const { path, method } of routes) {
    const documented = paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    expect(documented?.summary, `${method} ${path}`).toBeTruthy();
  }
});

test('every reference leads somewhere', async () => {
  const whole = await document();
  const references = JSON.stringify(whole).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g);
  const names = new Set([...references].map(([, name]) => name ?? ''));
  expect(names.size).toBeGreaterThan(10);
  for (const name of names) expect(whole.components.schemas).toHaveProperty(name);
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

test('the sample and its fields are described', async () => {
  const { components } = await document();
  const sample = components.schemas.Sample as {
    properties: Record<string, { description?: string; $ref?: string }>;
  };
  for (const [field, schema] of Object.entries(sample.properties)) {
    expect(schema.description ?? schema.$ref, field).toBeTruthy();
  }
});
