import { env, exports } from 'cloudflare:workers';
import type {
  Batch,
  BatchReport,
  Experiment,
  MonitorSummary,
  Page,
  ScoreManyResponse,
  Verdict,
} from '@assay/schema/types.ts';
import {
  Client as ModernClient,
  StreamableHTTPClientTransport as ModernTransport,
} from '@modelcontextprotocol/client';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/cfworker-provider.js';
import { describe, expect, test } from 'vitest';
import { raiseAlert } from '../../features/alerts/raise-alert.ts';
import { DEVELOPMENT_KEY } from '../../features/auth/development.ts';
import { watchMonitors } from '../../features/monitors/watch-monitors.ts';
import { sealPending } from '../../features/records/seal.ts';
import { createServices } from '../../services.ts';
import { appWith } from '../../testing/app.ts';
import { untilEnded } from '../../testing/batches.ts';
import { call, callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';
import { TOOLS } from './tools.ts';

const url = new URL('http://localhost/mcp');
const sample = { output: 'Paris', expected: 'Paris' };

type Fetch = (url: string | URL, init?: RequestInit) => Promise<Response>;
const fetchWorker: Fetch = (to, init) => exports.default.fetch(String(to), init);

function transportOptions(key: string, fetch: Fetch) {
  return { fetch, requestInit: { headers: { Authorization: `Bearer ${key}` } } };
}

/** The official client, which validates structured content against the output schemas. */
async function connect(key = DEVELOPMENT_KEY, fetch = fetchWorker) {
  const jsonSchemaValidator = new CfWorkerJsonSchemaValidator();
  const client = new Client({ name: 'test', version: '1' }, { jsonSchemaValidator });
  await client.connect(new StreamableHTTPClientTransport(url, transportOptions(key, fetch)));
  // What lists the tools also learns their output schemas.
  await client.listTools();
  return client;
}

async function use(client: Client, name: string, args: Record<string, unknown>) {
  const {
    structuredContent,
    content,
    isError = false,
  } = await client.callTool({
    name,
    arguments: args,
  });
  const [first] = content as { type: string; text: string }[];
  return { structured: structuredContent, text: first?.text ?? '', isError };
}

function post(
  message: unknown,
  headers: Record<string, string> = {},
  key: string | null = DEVELOPMENT_KEY,
) {
  const accept = 'application/json, text/event-stream';
  return call('/mcp', { body: message, key, headers: { Accept: accept, ...headers } });
}

const initialize = (protocolVersion: string) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion, capabilities: {}, clientInfo: { name: 'test', version: '1' } },
});

async function eventData(response: Response) {
  const [, data = ''] = /^data: (.*)$/m.exec(await response.text()) ?? [];
  return JSON.parse(data);
}

describe('with the official client', () => {
  test('the server says what it is for, and lists its tools with schemas that need nothing else', async () => {
    const client = await connect();
    expect(client.getServerVersion()).toMatchObject({ name: 'assay' });
    expect(client.getInstructions()).toContain('search_scorers');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual([
      'search_scorers',
      'get_scorer',
      'score',
      'guard',
      'compare',
      'get_lineage',
      'submit_batch',
      'get_batch',
      'get_batch_results',
      'run_experiment',
      'estimate_experiment',
      'get_experiment',
      'get_experiment_report',
      'run_probe',
      'estimate_probe',
      'get_probe_report',
      'get_model_card',
      'preview_route',
      'preview_rule',
      'list_rules',
      'get_rule_activity',
      'get_rule_verdicts',
      'what_got_worse',
      'list_alerts',
      'list_schedules',
      'list_datasets',
      'get_dataset_items',
      'diff_datasets',
      'get_final_labels',
      'get_agreement',
      'list_calibrations',
      'get_calibration',
      'align_scorer',
      'get_alignment',
      'list_audit_entries',
    ]);
    for (const { description, inputSchema, outputSchema } of tools) {
      expect(description).toBeTruthy();
      expect(Object.keys(inputSchema.properties ?? {})).not.toEqual([]);
      for (const schema of [inputSchema, outputSchema]) {
        const references = JSON.stringify(schema).matchAll(/"\$ref":"#\/\$defs\/(\w+)"/g);
        for (const [, name = ''] of references) expect(schema).toHaveProperty(['$defs', name]);
      }
    }
  });

  test('a client that names tools or groups gets those alone', async () => {
    const narrow = new URL('http://localhost/mcp?tools=search_scorers,scoring');
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(
      new StreamableHTTPClientTransport(narrow, transportOptions(DEVELOPMENT_KEY, fetchWorker)),
    );
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toEqual(['search_scorers', 'score', 'compare']);
    await expect(client.callTool({ name: 'list_rules', arguments: {} })).rejects.toThrow(
      'Unknown tool: list_rules',
    );
  });

  test('an unknown tool or group in the URL is refused with those there are', async () => {
    const response = await call('/mcp?tools=scorring', {
      body: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: -32_602, message: expect.stringMatching(/"scorring".*scoring, guard/) },
    });
  });

  test('a misspelt parameter of the URL is refused, where it would otherwise offer every tool', async () => {
    const response = await call('/mcp?tool=scoring', {
      body: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: -32_602, message: expect.stringContaining('"tool" is unknown') },
    });
  });

  test('scorers are found by words, and looked up by alias', async () => {
    const client = await connect();
    const { structured } = await use(client, 'search_scorers', { query: 'edit distance' });
    expect(structured).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id: 'levenshtein' })]),
    });
    const nothing = await use(client, 'search_scorers', { query: 'xyzzy' });
    expect(nothing.structured).toEqual({ items: [] });
    const found = await use(client, 'get_scorer', { id: 'levenshtein' });
    expect(found.structured).toMatchObject({ scorer: { id: 'levenshtein', params: {} } });
  });

  test('one sample or several are scored, and the text says the same as the structure', async () => {
    const client = await connect();
    const one = await use(client, 'score', { sample, scorers: ['exact-match'] });
    expect(one.structured).toMatchObject({ verdicts: [{ passed: true, stored: 'now' }] });
    expect(JSON.parse(one.text)).toEqual(one.structured);
    const { verdicts } = one.structured as unknown as ScoreManyResponse;
    const stored = await callJson(`/v1/verdicts/${verdicts[0]?.id}`);
    expect(stored).toMatchObject({ sample });

    const two = await use(client, 'score', {
      samples: [sample, { ...sample, output: 'Rome' }],
      scorers: ['exact-match'],
      store: 'none',
    });
    expect(two.structured).toMatchObject({ verdicts: [{ passed: true }, { passed: false }] });
  });

  test('what the API refuses is an error of the tool that names each field', async () => {
    const client = await connect();
    const refused = await use(client, 'score', {
      sample,
      scorers: [{ scorer: 'exact-match', threshold: 7 }],
      colour: 'red',
    });
    expect(refused).toMatchObject({ isError: true, structured: undefined });
    expect(refused.text).toContain('invalid_request');
    expect(refused.text).toContain('/scorers/0');
    expect(refused.text).toContain('colour');

    const misspelt = await use(client, 'score', { sample, scorers: ['exact-matc'] });
    expect(misspelt.text).toMatch(/\/scorers\/0: .*did you mean "exact-match"/);
    const stray = await use(client, 'get_batch', { id: 'bat_x', limit: 1 });
    expect(stray).toMatchObject({ isError: true, text: expect.stringContaining('limit') });
    const unknown = await use(client, 'get_batch', { id: 'bat_x' });
    expect(unknown).toMatchObject({
      isError: true,
      text: expect.stringContaining('batch_not_found'),
    });
  });

  test('a comparison without a judge says what to configure, and still has its shape', async () => {
    const client = await connect();
    const { structured } = await use(client, 'compare', { a: { output: 'x' }, b: { output: 'y' } });
    expect(structured).toMatchObject({
      undecided: 1,
      winRate: null,
      pairs: [{ score: { status: 'error', error: { code: 'judge_unconfigured' } } }],
    });
  });

  test('a batch is submitted, followed and read page by page', async () => {
    const { key } = await giveKey(['score', 'read']);
    const client = await connect(key);
    const samples = ['Paris', 'Rome', 'Paris'].map((output, i) => ({
      ...sample,
      id: `s${i}`,
      output,
    }));
    const submitted = await use(client, 'submit_batch', { samples, scorers: ['exact-match'] });
    const { id } = submitted.structured as unknown as Batch;
    await untilEnded(id, key);

    const report = (await use(client, 'get_batch', { id })).structured as unknown as BatchReport;
    expect(report).toMatchObject({ status: 'completed', counts: { passed: 2, failed: 1 } });
    const first = await use(client, 'get_batch_results', { id, limit: 2 });
    const { nextCursor } = first.structured as unknown as Page<unknown>;
    expect(first.structured).toMatchObject({ items: [{ sampleId: 's0' }, { sampleId: 's1' }] });
    const second = await use(client, 'get_batch_results', { id, cursor: nextCursor });
    expect(second.structured).toMatchObject({ items: [{ sampleId: 's2' }], nextCursor: null });
    const failed = await use(client, 'get_batch_results', { id, status: 'failed' });
    expect(failed.structured).toMatchObject({ items: [{ sampleId: 's1', status: 'failed' }] });
  });

  test('an unknown tool is an error of the protocol', async () => {
    const client = await connect();
    await expect(use(client, 'drop_tables', {})).rejects.toMatchObject({ code: -32_602 });
  });

  test('the trace that a call names stands in its verdict', async () => {
    const client = await connect();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const { structuredContent } = await client.callTool({
      name: 'score',
      arguments: { sample, scorers: ['exact-match'], store: 'none' },
      _meta: { traceparent },
    });
    expect(structuredContent).toMatchObject({ verdicts: [{ lineage: { traceparent } }] });
  });
});

describe('keys', () => {
  test('a caller without a key, or with a wrong one, is told by HTTP', async () => {
    const response = await post(initialize('2025-11-25'), {}, null);
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
    expect(await response.json()).toMatchObject({ code: 'key_missing' });
    await expect(connect('assay_live_nonsense')).rejects.toThrow('key_malformed');
  });

  test('scopes apply to each tool', async () => {
    const reader = await connect((await giveKey(['read'])).key);
    const refused = await use(reader, 'score', { sample, scorers: ['exact-match'] });
    expect(refused).toMatchObject({
      isError: true,
      text: expect.stringContaining('scope_missing'),
    });
    expect((await use(reader, 'search_scorers', {})).isError).toBe(false);
    const scorer = await connect((await giveKey(['score'])).key);
    const unread = await use(scorer, 'get_batch', { id: 'bat_x' });
    expect(unread.text).toContain('the scope "read"');
  });

  test('what is another project’s is out of reach of every tool', async () => {
    const owner = await giveKey();
    const stranger = await connect((await giveKey()).key);
    await callJson('/v1/suites', {
      key: owner.key,
      body: { name: 'mine', scorers: ['levenshtein'] },
    });
    const rubric = { name: 'my-rubric', base: 'rubric', params: { criterion: 'It is polite.' } };
    await callJson('/v1/scorers', { key: owner.key, body: rubric });
    const items = [{ id: 'a', sample }];
    await callJson('/v1/datasets', { key: owner.key, body: { name: 'my-rubric', items } });
    const question = { name: 'mine', kind: 'pass-fail', text: 'Is it right?' };
    await callJson('/v1/questions', { key: owner.key, body: question });
    const { id } = await callJson<Batch>('/v1/batches', {
      key: owner.key,
      body: { suite: 'mine', samples: [sample] },
    });
    const verdict = await callJson<Verdict>('/v1/score', {
      key: owner.key,
      body: { sample, suite: 'mine' },
    });
    const target = { url: 'http://127.0.0.1:9/answer' };
    const variants = [{ name: 'own', target }];
    const experiment = await callJson<Experiment>('/v1/experiments', {
      key: owner.key,
      body: { variants, samples: [{ input: 'a' }], suite: 'mine' },
    });
    await raiseAlert(
      {
        ...{ projectId: owner.projectId, key: 'my-rubric', source: 'monitor:my-rubric' },
        ...{ severity: 'info', title: 'Mine', summary: 'Mine.', atMs: Date.now() },
      },
      createServices(env, { log: () => {} }),
    );
    const attempts: Record<string, [args: Record<string, unknown>, code: string | null]> = {
      score: [{ sample, suite: 'mine' }, 'unknown_suite'],
      submit_batch: [{ samples: [sample], suite: 'mine' }, 'unknown_suite'],
      guard: [{ stage: 'output', text: 'x', policy: 'mine' }, 'unknown_policy'],
      compare: [{ a: sample, b: sample, scorer: 'my-rubric' }, 'unknown_scorer'],
      get_scorer: [{ id: 'my-rubric' }, 'scorer_not_found'],
      get_lineage: [{ id: verdict.id }, 'verdict_not_found'],
      run_experiment: [{ variants, samples: [{ input: 'a' }], suite: 'mine' }, 'unknown_suite'],
      estimate_experiment: [
        { variants, samples: [{ input: 'a' }], suite: 'mine' },
        'unknown_suite',
      ],
      get_experiment: [{ id: experiment.id }, 'experiment_not_found'],
      get_experiment_report: [{ id: experiment.id }, 'experiment_not_found'],
      run_probe: [
        { kind: 'consistency', target, samples: [{ input: 'a' }], suite: 'mine' },
        'unknown_suite',
      ],
      estimate_probe: [
        { kind: 'consistency', target, samples: [{ input: 'a' }], suite: 'mine' },
        'unknown_suite',
      ],
      get_probe_report: [{ id: experiment.id }, 'probe_not_found'],
      get_model_card: [{}, null],
      get_batch: [{ id }, 'batch_not_found'],
      get_batch_results: [{ id }, 'batch_not_found'],
      preview_route: [{ name: 'mine', body: {} }, 'pipeline_not_found'],
      get_agreement: [{ name: 'mine' }, 'queue_not_found'],
      preview_rule: [{ level: 'trace', suite: 'mine' }, 'unknown_suite'],
      list_rules: [{}, null],
      get_rule_activity: [{ name: 'mine' }, 'trace_rule_not_found'],
      get_rule_verdicts: [{ name: 'mine' }, 'trace_rule_not_found'],
      what_got_worse: [{}, null],
      list_alerts: [{}, null],
      list_schedules: [{}, null],
      list_datasets: [{}, null],
      get_dataset_items: [{ reference: 'mine' }, 'dataset_not_found'],
      diff_datasets: [{ reference: 'mine', base: 'mine@1' }, 'dataset_not_found'],
      get_final_labels: [{ question: 'mine' }, 'question_not_found'],
      list_calibrations: [{}, null],
      get_calibration: [{ id: 'cal_00000000000000000000000000' }, 'calibration_not_found'],
      align_scorer: [{ name: 'my-rubric', dataset: 'mine' }, 'scorer_not_found'],
      get_alignment: [{ id: 'aln_00000000000000000000000000' }, 'alignment_not_found'],
      list_audit_entries: [{}, null],
      search_scorers: [{}, null],
    };
    for (const { tool } of TOOLS) {
      const attempt = attempts[tool.name];
      if (attempt === undefined)
        throw new Error(`say here what a stranger may not do by ${tool.name}`);
      const [args, code] = attempt;
      const answer = await use(stranger, tool.name, args);
      if (code === null) expect(answer.text, tool.name).not.toContain('my-rubric');
      else expect(answer).toMatchObject({ isError: true, text: expect.stringContaining(code) });
    }
  });

  test('the rate limit applies', async () => {
    const limited = { limit: async () => ({ success: false }) };
    const app = appWith({ RATE_LIMITER: limited });
    await expect(
      connect(DEVELOPMENT_KEY, (to, init) => app.fetch(String(to), init)),
    ).rejects.toThrow('rate_limited');
  });
});

test('what got worse this week is answered in sentences, with who, why, evidence and pages', async () => {
  const { key } = await giveKey();
  const services = createServices(env, { log: () => {} });
  const client = new ModernClient({ name: 'test', version: '1' });
  await client.connect(new ModernTransport(url, transportOptions(key, fetchWorker)));
  const ask = async () => {
    const answer = await client.callTool({ name: 'what_got_worse', arguments: { days: 7 } });
    return answer.structuredContent as unknown as MonitorSummary;
  };
  expect((await ask()).summary).toContain('There are no monitors');
  const monitor = (name: string, more: object) =>
    callJson('/v1/monitors', { key, body: { name, scorer: 'exact-match', ...more } });
  await monitor('answers', { baseline: { mean: 0.95 }, where: { tags: ['shop'] } });
  await monitor('calm', { baseline: { mean: 0.9 }, where: { tags: ['calm'] } });
  await monitor('young', { baseline: { first: 500 }, where: { tags: ['shop'] } });
  expect((await ask()).summary).toBe(
    'No alarm of 3 monitors in the last 7 days.\nNothing watched yet, as no verdict matched: answers, calm, young.',
  );
  const settings = await callJson<object>('/v1/project/alert-settings', { key });
  const body = { ...settings, dashboardUrl: 'https://assay.example/' };
  await callJson('/v1/project/alert-settings', { key, method: 'PUT', body });
  const score = (isRight: boolean, release: string) =>
    callJson('/v1/score', {
      key,
      body: {
        sample: { output: isRight ? 'a' : 'b', expected: 'a' },
        ...{ scorers: ['exact-match'], tags: ['shop'], metadata: { release } },
      },
    });
  for (let i = 0; i < 10; i += 1) await score(true, '1.0.0');
  for (let i = 0; i < 30; i += 1) await score(i % 5 === 0, '1.1.0');
  await sealPending(services);
  await watchMonitors(services);
  const found = await ask();
  expect(found.summary).toContain('1 alarm of 3 monitors in the last 7 days, 1 open:');
  expect(found.summary).toContain('- answers: the mean of exact-match fell (open, raised');
  expect(found.summary).toContain('Most of it is in release “1.1.0”');
  expect(found.summary).toContain('Not tested yet, as the baseline is still being learned: young.');
  expect(found.summary).toContain('Nothing watched yet, as no verdict matched: calm.');
  expect(found.links).toEqual([
    { title: 'answers', url: 'https://assay.example/monitors/answers' },
  ]);
  const [example] = found.alarms[0]?.examples ?? [];
  const lineage = await client.callTool({ name: 'get_lineage', arguments: { id: example?.id } });
  expect(lineage.isError ?? false).toBe(false);
  expect(JSON.stringify(lineage.structuredContent)).toContain('exact-match');
  await client.close();
});

describe('the protocol', () => {
  test('the stateless revision of 2026-07-28 is spoken with clients that know it', async () => {
    const client = new ModernClient(
      { name: 'test', version: '1' },
      { versionNegotiation: { mode: { pin: '2026-07-28' } } },
    );
    await client.connect(new ModernTransport(url, transportOptions(DEVELOPMENT_KEY, fetchWorker)));
    expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
    const { tools } = await client.listTools();
    expect(tools.map(({ name }) => name)).toContain('score');
    const answer = await client.callTool({
      name: 'score',
      arguments: { sample, scorers: ['exact-match'], store: 'none' },
    });
    expect(answer.structuredContent).toMatchObject({ verdicts: [{ passed: true }] });
    await client.close();
  });

  test.each(['2025-11-25', '2025-06-18', '2025-03-26'])('%s is agreed on', async (version) => {
    const response = await post(initialize(version));
    expect(response.headers.get('Mcp-Session-Id')).toBeNull();
    expect(await eventData(response)).toMatchObject({ result: { protocolVersion: version } });
  });

  test.each(['application/json', '*/*', 'application/*, text/html', ''])(
    'a client that accepts "%s" receives JSON',
    async (accept) => {
      const response = await post(initialize('2025-06-18'), { Accept: accept });
      expect([response.status, response.headers.get('Content-Type')]).toEqual([
        200,
        'application/json',
      ]);
      expect(await response.json()).toMatchObject({
        id: 1,
        result: { protocolVersion: '2025-06-18' },
      });
      const notified = await post(
        { jsonrpc: '2.0', method: 'notifications/initialized' },
        { Accept: accept },
      );
      expect(notified.status).toBe(202);
    },
  );

  test('a client that accepts events only receives events, and one that accepts neither nothing', async () => {
    const message = { jsonrpc: '2.0', id: 'p', method: 'ping' };
    const response = await post(message, { Accept: 'text/event-stream' });
    expect(await eventData(response)).toMatchObject({ id: 'p', result: {} });
    expect((await post(message, { Accept: 'text/html' })).status).toBe(406);
  });

  test('an unknown version is answered with the newest that has a handshake', async () => {
    const response = await post(initialize('1999-01-01'));
    expect(await eventData(response)).toMatchObject({ result: { protocolVersion: '2025-11-25' } });
    const later = await post(
      { jsonrpc: '2.0', id: 2, method: 'tools/list' },
      { 'MCP-Protocol-Version': '1999-01-01' },
    );
    expect(later.status).toBe(400);
  });

  test.each(['GET', 'DELETE', 'PUT'])(
    '%s is not allowed: there are no sessions',
    async (method) => {
      const response = await call('/mcp', { method });
      expect(response.status).toBe(405);
      expect(response.headers.get('Allow')).toBe('POST');
    },
  );

  test('a notification is accepted without an answer', async () => {
    const response = await post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect([response.status, await response.text()]).toEqual([202, '']);
  });

  test('a ping is answered', async () => {
    const response = await post({ jsonrpc: '2.0', id: 'p', method: 'ping' });
    expect(await eventData(response)).toEqual({ jsonrpc: '2.0', id: 'p', result: {} });
  });

  test('what is no message is refused with the code that the protocol has for it', async () => {
    const broken = await post('{"jsonrpc":');
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject({ id: null, error: { code: -32_700 } });
    const many = await post([initialize('2025-03-26'), initialize('2025-03-26')]);
    expect(await many.json()).toMatchObject({ error: { code: -32_600 } });
    const unknown = await post({ jsonrpc: '2.0', id: 3, method: 'resources/list' });
    expect(await eventData(unknown)).toMatchObject({ id: 3, error: { code: -32_601 } });
  });

  test('a body is held to the limits of every body', async () => {
    const large = await post({
      jsonrpc: '2.0',
      id: 1,
      method: 'ping',
      params: { x: 'x'.repeat(1_100_000) },
    });
    expect(large.status).toBe(413);
    const deep = JSON.stringify(initialize('2025-11-25')).replace(
      '{}',
      `${'['.repeat(40)}${']'.repeat(40)}`,
    );
    expect((await post(deep)).status).toBe(400);
  });

  test('arguments may nest as deeply as a body, and no deeper', async () => {
    const client = await connect();
    const nested = (levels: number) => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
    // The arguments and the sample are two levels.
    const ask = (expected: unknown) =>
      use(client, 'score', {
        sample: { output: '[]', expected },
        scorers: ['json-diff'],
        store: 'none',
      });
    expect((await ask(nested(30))).text).not.toContain('nesting_too_deep');
    const refused = await client
      .callTool({
        name: 'score',
        arguments: { sample: { output: '', expected: nested(31) }, scorers: ['exact-match'] },
      })
      .then(
        ({ content }) => JSON.stringify(content),
        (cause: Error) => cause.message,
      );
    expect(refused).toContain('nesting_too_deep');
  });

  test('pages of other origins may not call', async () => {
    const from = (origin: string) => post(initialize('2025-11-25'), { Origin: origin });
    for (const origin of ['https://evil.example', 'null', 'nonsense']) {
      const response = await from(origin);
      expect(response.status, origin).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'origin_not_allowed' });
    }
    expect((await from('http://localhost')).status).toBe(200);
    expect((await from('http://127.0.0.1:6274')).status).toBe(200);
    const app = appWith({ ASSAY_CORS_ORIGINS: 'https://good.example' });
    const response = await app.fetch('http://localhost/mcp', {
      method: 'POST',
      headers: {
        Authorization: `Bearer ${DEVELOPMENT_KEY}`,
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        Origin: 'https://good.example',
      },
      body: JSON.stringify(initialize('2025-11-25')),
    });
    expect(response.status).toBe(200);
  });

  test('what breaks inside is an error of the tool that quotes nothing but the request', async () => {
    const app = appWith(
      { ...env },
      {
        runScorers: async () => {
          throw new TypeError('secret sample');
        },
      },
    );
    const client = await connect(DEVELOPMENT_KEY, (to, init) => app.fetch(String(to), init));
    const broken = await use(client, 'score', { sample, scorers: ['exact-match'] });
    expect(broken).toMatchObject({ isError: true, text: expect.stringContaining('(internal)') });
    expect(broken.text).not.toContain('secret');
    expect(app.lines).toContainEqual(
      expect.objectContaining({ event: 'call', status: 500, via: 'mcp' }),
    );
  });
});
