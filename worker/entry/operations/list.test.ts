import { env } from 'cloudflare:workers';
import { BINDING_METHODS } from '@assay/schema/binding.ts';
import type { Scope } from '@assay/schema/types.ts';
import { describe, expect, test } from 'vitest';
import { createApp } from '../../app.ts';
import { Timings } from '../../core/timings.ts';
import { servicesFor } from '../../services.ts';
import { call } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';
import { pathNames } from './given.ts';
import { DOCUMENTED_OPERATIONS, OPERATIONS, ROUTES } from './list.ts';
import { placeOf } from './operation.ts';
import { perform } from './perform.ts';

function repeated(names: readonly (string | undefined)[]): string[] {
  const given = names.filter((name) => name !== undefined);
  return given.filter((name, i) => given.indexOf(name) !== i);
}

test('ids, routes, methods and tools each name one operation', () => {
  expect(repeated(ROUTES.map(({ id }) => id))).toEqual([]);
  expect(repeated(ROUTES.map(({ route }) => route))).toEqual([]);
  expect(repeated(OPERATIONS.map(({ rpc }) => rpc))).toEqual([]);
  expect(repeated(OPERATIONS.map(({ tool }) => tool?.name))).toEqual([]);
});

test('the binding has the methods that operations name, and no other', () => {
  const named = OPERATIONS.flatMap(({ rpc }) => rpc ?? []);
  expect(named.toSorted()).toEqual(BINDING_METHODS.toSorted());
});

// What OpenTelemetry's protocol describes.
const EXPORTS = ['POST /otlp/v1/traces', 'POST /otlp/v1/logs'];

test('the app serves what is in the list, and what describes itself', () => {
  const served = createApp().routes.filter(({ method }) => method !== 'ALL');
  const listed = ROUTES.flatMap(({ route }) => route ?? []);
  expect(served.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
    [...listed, 'GET /', 'GET /openapi.json', 'POST /mcp', ...EXPORTS].toSorted(),
  );
});

test.each(DOCUMENTED_OPERATIONS)('$id can be run by each way that offers it', (operation) => {
  const { route, rpc, tool, run, respond, parameters = {} } = operation;
  if (rpc !== undefined || tool !== undefined) expect(run).toBeDefined();
  if (route !== undefined) expect(run ?? respond).toBeDefined();
  expect(Object.keys(parameters)).toEqual(pathNames(operation));
});

describe('a caller without the scope is refused', () => {
  const SCOPES: readonly Scope[] = ['score', 'read', 'suites'];

  // Reviewers are refused what `any` offers, and nobody what `key` does.
  const everyone: readonly string[] = ['any', 'key'];

  test.each(OPERATIONS.filter(({ scope }) => !everyone.includes(scope)))(
    '$id',
    async (operation) => {
      const scopes = SCOPES.filter((scope) => scope !== operation.scope);
      const { key, id, projectId } = await giveKey([...scopes]);
      const { route, rpc, tool } = operation;
      if (route !== undefined) {
        const { method, path } = placeOf(route);
        const response = await call(path.replaceAll(':', ''), { method, key });
        const refusal = { code: 'scope_missing' };
        expect(await response.json()).toMatchObject(
          operation.hasOpenAiErrors ? { error: refusal } : refusal,
        );
      }
      const services = servicesFor(env);
      const principal = { projectId, keyId: id, scopes };
      const context = { principal, requestId: 'req', timings: new Timings(services.nowMs) };
      for (const via of [rpc && 'binding', tool && 'mcp'] as const) {
        if (via === undefined) continue;
        const answer = await perform({ operation, given: { path: {} }, via }, context, services);
        expect(answer).toMatchObject({ ok: false, problem: { code: 'scope_missing' } });
      }
    },
  );
});
