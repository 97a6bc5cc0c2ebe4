import type { Answer } from '@assay/schema/binding.ts';
import type { Problem } from '@assay/schema/types.ts';
import { shorten } from '@assay/scorers/shorten.ts';
import {
  type CallToolResult,
  createMcpHandler,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type Tool,
} from '@modelcontextprotocol/server';
import { parseTraceparent } from '../../core/trace-context.ts';
import { ASSAY_VERSION } from '../../core/version.ts';
import type { RequestContext } from '../../features/scoring/request-context.ts';
import type { AppServices } from '../app-services.ts';
import { inAcceptedForm } from './accept.ts';
import { INSTRUCTIONS } from './instructions.ts';
import { callTool, type OfferedTool, TOOLS } from './tools.ts';
import { toolsText } from './tools-text.asset.ts';
import { chooseTools } from './toolsets.ts';

/** A message to the server, and who sends it. */
interface Received {
  request: Request;
  /** The body of the request, parsed. */
  message: unknown;
  /** The query parameter `tools`. */
  asked: string | null;
  context: RequestContext;
}

/**
 * Answers one message of the Model Context Protocol, of the stateless revision of 2026-07-28 or, after
 * `initialize`, of those before it. Nothing is kept between messages.
 *
 * @returns the answer, or the sentence that refuses `asked`
 */
export async function answerMessage(
  { request, message, asked, context }: Received,
  services: AppServices,
): Promise<Response | string> {
  const tools = chooseTools(asked, TOOLS);
  if (typeof tools === 'string') return tools;
  const handler = createMcpHandler(() => createServer(tools, context, services), {
    onerror: ({ name }) =>
      services.log({ level: 'warn', event: 'mcp', requestId: context.requestId, error: name }),
  });
  return inAcceptedForm(request, (accepted) => handler.fetch(accepted, { parsedBody: message }));
}

let listed: Tool[] | undefined;

async function listTools(assets: Fetcher): Promise<Tool[]> {
  listed ??= JSON.parse(await toolsText(assets)) as Tool[];
  return listed;
}

function createServer(
  offers: readonly OfferedTool[],
  context: RequestContext,
  services: AppServices,
): Server {
  const server = new Server(
    { name: 'assay', title: 'Assay', version: ASSAY_VERSION },
    {
      capabilities: { tools: {} },
      instructions: INSTRUCTIONS,
      cacheHints: { 'tools/list': { ttlMs: LIST_FRESH_MS, cacheScope: 'public' } },
    },
  );
  const names = new Set(offers.map(({ tool }) => tool.name));
  server.setRequestHandler('tools/list', async () => {
    const tools = await listTools(services.assets);
    return { tools: tools.filter(({ name }) => names.has(name)) };
  });
  server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
    const offered = offers.find(({ tool }) => tool.name === params.name);
    if (offered === undefined) {
      throw new ProtocolError(
        ProtocolErrorCode.InvalidParams,
        `Unknown tool: ${shorten(params.name, NAME_CHARACTERS)}`,
      );
    }
    const traceparent = params._meta?.traceparent;
    const trace = typeof traceparent === 'string' ? parseTraceparent(traceparent) : undefined;
    const caller = { ...context, trace: trace ?? context.trace, signal: mcpReq.signal };
    return resultOf(await callTool(offered, params.arguments ?? {}, caller, services));
  });
  return server;
}

const LIST_FRESH_MS = 3_600_000;
const NAME_CHARACTERS = 128;

function resultOf(answer: Answer<object>): CallToolResult {
  if (!answer.ok) return { isError: true, content: [text(refusalOf(answer.problem))] };
  // The text is for clients that do not know structured content.
  const structuredContent = { ...answer.value };
  return { content: [text(JSON.stringify(structuredContent))], structuredContent };
}

function refusalOf({ code, title, detail, errors = [], retryable, requestId }: Problem): string {
  return [
    `${title} (${code}). ${detail}`,
    ...errors
      .filter(({ message }) => !detail.includes(message))
      .map(({ pointer, message }) => `- ${pointer}: ${message}`),
    `${retryable ? 'Retry the same call later.' : 'A retry of the same call will fail again.'} Request id: ${requestId}`,
  ].join('\n');
}

function text(content: string) {
  return { type: 'text' as const, text: content };
}
