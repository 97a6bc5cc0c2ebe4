import type { PipelineContent } from '@assay/schema/types.ts';
import type { Env } from '../core/env.ts';
import { gatewayTo } from './gateway-world.ts';
import { giveKey } from './keys.ts';
import type { Step } from './loopback-judge.ts';
import { stageJudge } from './plays.ts';

interface World {
  /** What the providers `a`, `b`, … answer in turn. */
  plays: Step[][];
  pipeline: Omit<PipelineContent, 'targets'> & Partial<PipelineContent>;
  bindings?: Partial<Env>;
}

/** A project whose pipeline `support` has the target `x` for each provider `x`. */
export async function pipelineWorld({ plays, pipeline, bindings = {} }: World) {
  const { key } = await giveKey();
  const servers = await Promise.all(plays.map((steps) => stageJudge(...steps)));
  const names = servers.map((_, i) => 'abcdef'.charAt(i));
  const providers = Object.fromEntries(
    servers.map(({ baseUrl }, i) => [names[i], { baseUrl, isFree: true }]),
  );
  const gateway = gatewayTo(undefined, {
    key,
    bindings: { ASSAY_PROVIDERS: JSON.stringify(providers), ...bindings },
  });
  const targets = names.map((name) => ({ name, model: `${name}/m` }));
  const made = await gateway.app.fetch('http://localhost/v1/pipelines', {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'support', targets, ...pipeline }),
  });
  if (made.status !== 201) throw new Error(await made.text());
  return {
    ...gateway,
    key,
    /** How often each provider was asked. */
    calls: async () =>
      (await Promise.all(servers.map(({ heard }) => heard()))).map(({ length }) => length),
    /** What the provider of this index was asked. */
    heard: async (i: number) => (await servers[i]?.heard()) ?? [],
  };
}
