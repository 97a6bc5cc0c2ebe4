import type { JsonObject } from '@assay/schema/types.ts';
import type { Tool as ToolDescription } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { DOCUMENTED_OPERATIONS } from '../operations/list.ts';
import { agentInput, agentOutput, argumentsOf } from './agent-schema.ts';
import { isOffered, schemasOf } from './tools.ts';

/** The tools as `tools/list` gives them. */
export function describeTools(): ToolDescription[] {
  return DOCUMENTED_OPERATIONS.filter(isOffered).map((offered) => {
    const { name, title, description, takes, isReading, isOpen } = offered.tool;
    const { input, output } = schemasOf(offered);
    const written = objectSchema(input, 'input');
    const taken = takes === undefined ? agentInput(written) : argumentsOf(takes, written);
    return {
      name,
      title,
      description,
      inputSchema: { ...taken, type: 'object' },
      outputSchema: { ...agentOutput(objectSchema(output, 'output')), type: 'object' },
      annotations: {
        readOnlyHint: isReading,
        destructiveHint: false,
        idempotentHint: isReading,
        openWorldHint: isOpen,
      },
    };
  });
}

const ROOT = /^#\/\$defs\/(\w+)$/;

/** The JSON Schema of an object, its fields at the top, where models look for them. */
function objectSchema(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const written: JsonObject = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io })));
  const { $ref, $defs = {}, ...rest } = written;
  const [, name] = typeof $ref === 'string' ? (ROOT.exec($ref) ?? []) : [];
  return name === undefined
    ? written
    : { ...rest, ...Object(Object($defs)[name]), ...others($defs, name) };
}

/** The definitions that are still referred to once one has moved to the top. */
function others($defs: unknown, name: string): { $defs?: object } {
  const left = Object.entries(Object($defs)).filter(([key]) => key !== name);
  return left.length === 0 ? {} : { $defs: Object.fromEntries(left) };
}
