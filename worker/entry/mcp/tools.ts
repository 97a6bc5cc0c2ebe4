import type { Answer } from '@assay/schema/binding.ts';
import * as z from 'zod';
import type { RequestContext } from '../../features/scoring/request-context.ts';
import type { AppServices } from '../app-services.ts';
import { type Given, pathNames } from '../operations/given.ts';
import { OPERATIONS } from '../operations/list.ts';
import type { Operation, Tool } from '../operations/operation.ts';
import { answerOf, perform } from '../operations/perform.ts';
import { readBody } from '../operations/read.ts';

/** An operation with the tool it is offered as. */
export type OfferedTool = Offered<Operation>;

type Offered<Each extends Operation> = Each & { tool: Tool<unknown> & Each['tool'] };

export const TOOLS: readonly OfferedTool[] = OPERATIONS.filter(isOffered);

export function isOffered<Each extends Operation>(operation: Each): operation is Offered<Each> {
  return operation.tool !== undefined;
}

/** The schemas of a tool's arguments and of its result. */
export function schemasOf({ tool, body, answers }: OfferedTool): {
  input: z.ZodType;
  output: z.ZodType;
} {
  const bodySchema = body !== undefined && 'schema' in body ? body.schema : NOTHING;
  return { input: tool.input ?? bodySchema, output: tool.output ?? answers.schema ?? NOTHING };
}

const NOTHING = z.strictObject({});

/** Calls a tool for the caller. Never throws. */
export async function callTool(
  offered: OfferedTool,
  given: Record<string, unknown>,
  context: RequestContext,
  services: AppServices,
): Promise<Answer<object>> {
  const { tool } = offered;
  const read = await answerOf(context.requestId, services, async () => splitGiven(offered, given));
  if (!read.ok) return read;
  const call = { operation: offered, given: read.value, via: 'mcp' as const };
  const answer = await perform(call, context, services);
  if (!answer.ok) return answer;
  return { ok: true, value: tool.wrap?.(answer.value) ?? Object(answer.value) };
}

/** The parameters of the path, and the rest. @throws ApiProblem `invalid_request` */
function splitGiven(offered: OfferedTool, given: Record<string, unknown>): Given {
  const { input } = offered.tool;
  if (input === undefined) return { path: {}, input: given };
  const rest = readBody(input, given);
  const path: Given['path'] = {};
  for (const name of pathNames(offered)) {
    path[name] = rest[name];
    delete rest[name];
  }
  return { path, input: rest };
}
