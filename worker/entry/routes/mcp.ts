import { shorten } from '@assay/scorers/shorten.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { AppContext, Route } from '../context.ts';
import { authenticate } from '../http/authenticate.ts';
import { readEnvelope } from '../http/limits.ts';
import { requireOrigin } from '../http/origin.ts';
import { requestContextOf } from '../http/request-context.ts';

/** The Model Context Protocol over streamable HTTP. It is described by itself, not by OpenAPI. */
export const MCP: Route = {
  route: 'POST /mcp',
  async respond(c) {
    requireOrigin(c);
    await authenticate(c, 'any');
    const message = await readEnvelope(c).catch((cause: unknown) => {
      if (cause instanceof ApiProblem && cause.code === 'malformed_json') return cause;
      throw cause;
    });
    if (message instanceof ApiProblem) return refuse(c, -32_700, `Parse error: ${message.detail}`);
    // A request counts once against the rate limit, so it must not contain a thousand calls.
    if (Array.isArray(message)) return refuse(c, -32_600, 'Send one message per request.');
    const { tools: asked = null, ...others } = c.req.query();
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) return refuse(c, -32_602, unknownParameter(unknown));
    // Loaded on first use, so that other requests do not wait for it.
    const { answerMessage } = await import('../mcp/server.ts');
    const context = requestContextOf(c);
    const answer = await answerMessage(
      { request: c.req.raw, message, asked, context },
      c.var.services,
    );
    return typeof answer === 'string' ? refuse(c, -32_602, answer) : answer;
  },
};

function unknownParameter(name: string): string {
  return `The query parameter "${shorten(name, 64)}" is unknown. Name tools or groups in tools, as in /mcp?tools=scoring.`;
}

function refuse(c: AppContext, code: number, message: string): Response {
  return c.json({ jsonrpc: '2.0', id: null, error: { code, message } }, 400);
}
