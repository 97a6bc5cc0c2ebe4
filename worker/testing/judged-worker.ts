import type { Env } from '../core/env.ts';
import { DEVELOPMENT_KEY } from '../features/auth/development.ts';
import type { Outside } from '../services.ts';
import { appWith } from './app.ts';
import type { StagedJudge } from './plays.ts';

interface AskOptions {
  method?: string;
  body?: object;
  key?: string;
  signal?: AbortSignal;
}

/** The Worker with a staged judge as its default, `local/judge-1`; retries do not wait by chance. */
export function workerWith(judge: StagedJudge, bindings: Partial<Env> = {}, outside: Outside = {}) {
  const app = appWith(
    { ASSAY_JUDGE_BASE_URL: judge.baseUrl, ASSAY_JUDGE_MODEL: 'judge-1', ...bindings },
    { random: () => 0, ...outside },
  );

  function ask(path: string, { body, method, signal, key = DEVELOPMENT_KEY }: AskOptions = {}) {
    return app.fetch(`http://localhost${path}`, {
      method: method ?? (body ? 'POST' : 'GET'),
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
      ...(body ? { body: JSON.stringify(body) } : {}),
      ...(signal ? { signal } : {}),
    });
  }

  async function askJson<Answer>(path: string, options: AskOptions = {}): Promise<Answer> {
    const response = await ask(path, options);
    const text = await response.text();
    if (!response.ok) throw new Error(`${response.status} ${text}`);
    return JSON.parse(text);
  }

  return { ask, askJson, lines: app.lines };
}
