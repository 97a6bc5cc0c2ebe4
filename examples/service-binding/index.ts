/**
 * A Worker that checks its own answers before it sends them, over a service binding to Assay.
 *
 * To try it, from the root: `npm run bootstrap -- --project acme`, then
 * `npx wrangler dev -c examples/service-binding/wrangler.toml -c wrangler.toml --persist-to .wrangler/state`
 */
import { Assay, type AssayBinding, AssayError } from '@assay/sdk';

interface Env {
  ASSAY: AssayBinding;
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    const { question, answer }: { question: string; answer: string } = await request.json();
    const assay = new Assay({ binding: env.ASSAY });
    try {
      const verdict = await assay.score({
        sample: { input: question, output: answer },
        scorers: [
          { scorer: 'length', params: { unit: 'words', max: 60 } },
          { scorer: 'not-icontains', params: { values: ['as an AI'] } },
        ],
        tags: ['support-desk'],
      });
      if (verdict.passed) return Response.json({ answer });
      const { reason } = verdict.decision;
      return Response.json({ answer: 'Let me ask a colleague.', reason }, { status: 202 });
    } catch (error) {
      // A verdict that cannot be had must not silence the desk.
      if (!(error instanceof AssayError)) throw error;
      return Response.json({ answer, unchecked: error.code });
    }
  },
} satisfies ExportedHandler<Env>;
