/** A Worker that asks Assay for a verdict over and over, in one way or another. */
import type { AssayBinding } from '@assay/schema/binding.ts';
import type { ScoreOneRequest, Verdict } from '@assay/schema/types.ts';

/** What the caller is told to do. */
export interface Task {
  way: 'binding' | 'http' | 'nothing';
  calls: number;
  request: ScoreOneRequest;
  baseUrl: string;
  apiKey: string;
}

interface Env {
  ASSAY: AssayBinding;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const task: Task = await request.json();
    let passed: boolean | null = null;
    for (let calls = 0; calls < task.calls; calls += 1) {
      if (task.way === 'binding') passed = await overBinding(task, env);
      if (task.way === 'http') passed = await overHttp(task);
    }
    return Response.json({ passed });
  },
};

async function overBinding({ request }: Task, { ASSAY }: Env): Promise<boolean | null> {
  const answer = await ASSAY.score(request);
  if (!answer.ok) throw new Error(answer.problem.detail);
  return answer.value.passed;
}

async function overHttp({ request, baseUrl, apiKey }: Task): Promise<boolean | null> {
  const response = await fetch(`${baseUrl}/v1/score`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
  if (!response.ok) throw new Error(await response.text());
  const { passed }: Verdict = await response.json();
  return passed;
}
