import type { StoredVerdict } from '@assay/schema/types.ts';
import { expect, test } from 'vitest';
import aiSdk5 from '../../features/traces/testing/recorded/ai-sdk-5.json';
import aiSdk7 from '../../features/traces/testing/recorded/ai-sdk-7.json';
import langfuse from '../../features/traces/testing/recorded/langfuse.json';
import langsmith from '../../features/traces/testing/recorded/langsmith.json';
import openinference from '../../features/traces/testing/recorded/openinference.json';
import openllmetry from '../../features/traces/testing/recorded/openllmetry.json';
import { callJson } from '../../testing/client.ts';
import { giveKey } from '../../testing/keys.ts';
import { ANSWER, scoreDue, verdictsOf } from '../../testing/live-traces.ts';

// What instrumentations sent by OpenTelemetry's exporter over HTTP, as scripts/record-traces recorded it.
const RECORDED = [
  ['OpenInference', openinference],
  ['OpenLLMetry', openllmetry],
  ['the AI SDK 5', aiSdk5],
  ['the AI SDK 7', aiSdk7],
  ['Langfuse', langfuse],
  ['LangSmith', langsmith],
] as const;

test.each(RECORDED)('what %s sends is scored, once for each call of a model', async (_, body) => {
  const { key } = await giveKey();
  const rule = { name: 'calls', level: 'model-call', scorers: ['detect-pii'] };
  await callJson('/v1/rules', { key, body: rule });
  expect(await callJson('/otlp/v1/traces', { key, body })).toEqual({});
  // An exporter that did not hear that it was taken sends it again.
  await callJson('/otlp/v1/traces', { key, body });
  await scoreDue();
  const verdicts = await verdictsOf(key);
  expect(verdicts).toHaveLength(2);
  const stored = await Promise.all(
    verdicts.map(({ id }) => callJson<StoredVerdict>(`/v1/verdicts/${id}`, { key })),
  );
  expect(stored.map(({ sample }) => sample.output)).toContain(ANSWER);
  for (const { metadata, lineage } of stored) {
    expect(metadata).toMatchObject({ service: 'weather-bot', release: '1.4.0' });
    expect(lineage.generator).toMatch(/gpt-4o-mini-2024-07-18$/);
  }
});
