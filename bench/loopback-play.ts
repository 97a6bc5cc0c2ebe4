import { type Heard, type Step, startLoopbackJudge } from '../worker/testing/loopback-judge.ts';

/** A loopback server that plays an OpenAI-compatible provider, and what it was asked. */
export interface LoopbackPlay {
  /** Its base URL, as a provider is configured with. */
  baseUrl: string;
  /** Begins anew: the steps answer the requests in turn, the last one repeats. */
  begin(steps: readonly Step[]): Promise<void>;
  heard(): Promise<Heard[]>;
  stop(): Promise<void>;
}

export async function startLoopbackPlay(): Promise<LoopbackPlay> {
  const { url, stop } = await startLoopbackJudge();
  return {
    baseUrl: `${url}/bench/v1`,
    async begin(steps) {
      const made = await fetch(`${url}/plays/bench`, {
        method: 'POST',
        body: JSON.stringify(steps),
      });
      await made.text();
    },
    async heard() {
      const { heard }: { heard: Heard[] } = await (await fetch(`${url}/plays/bench`)).json();
      return heard;
    },
    stop,
  };
}
