import { inject } from 'vitest';
import type { Heard, Step } from './loopback-judge.ts';

/** A play on the loopback server: an OpenAI-compatible provider that does what the test says. */
export interface StagedJudge {
  /** Its base URL, as a provider is configured with. */
  baseUrl: string;
  heard(): Promise<Heard[]>;
  /** The most requests that were ever in flight at once. */
  mostOpen(): Promise<number>;
}

/** @param steps how each request in turn is answered; the last repeats */
export async function stageJudge(...steps: Step[]): Promise<StagedJudge> {
  const server = inject('loopbackJudge');
  const name = crypto.randomUUID();
  const url = `${server}/plays/${name}`;
  const made = await fetch(url, { method: 'POST', body: JSON.stringify(steps) });
  await made.text();
  const play = async () => (await fetch(url)).json<{ heard: Heard[]; mostOpen: number }>();
  return {
    baseUrl: `${server}/${name}/v1`,
    heard: async () => (await play()).heard,
    mostOpen: async () => (await play()).mostOpen,
  };
}

/** What a judge says who finds a rubric's criterion met, or not. */
export const MET: Step = { content: '{"reasoning":"It is met.","level":2}' };
export const UNMET: Step = { content: '{"reasoning":"It is not met.","level":1}' };
