import type { JsonObject, JsonValue } from '@assay/schema/types.ts';
import * as z from 'zod';
import { defineScorer } from '../define.ts';
import { scored } from '../outcome.ts';
import type { ToolCallView, ToolView } from '../sample.ts';
import { type SchemaCheck, schemaCheck, schemaFailure } from './argument-schema.ts';
import { listFirst, showCall } from './tool-calls.ts';

/**
 * The share of calls that could be carried out: each names a declared tool, and its arguments are a
 * JSON object that satisfies the tool's `parameters`, a JSON Schema; a tool without `parameters`
 * takes any. `raw` is the number of valid calls. No call at all is 1: none is invalid; add
 * called-tool where one must be made.
 *
 * A schema that JSON Schema does not know, such as one of type `dict` or `float`, is an error that
 * says so; `dialect: "bfcl"` reads the types of the Berkeley leaderboard.
 *
 * Source: JSON Schema draft 2020-12; promptfoo is-valid-openai-tools-call.
 */
export const toolCallValid = defineScorer({
  id: 'tool-call-valid',
  aliases: {
    'tool-calls-valid': {},
    'is-valid-function-call': {},
    'is-valid-openai-function-call': {},
    'is-valid-openai-tools-call': {},
  },
  version: 2,
  kind: 'code',
  group: 'agents',
  summary: 'Whether each call names a declared tool and satisfies its JSON Schema.',
  source: 'JSON Schema draft 2020-12; promptfoo is-valid-openai-tools-call',
  needs: ['toolCalls', 'tools'],
  params: () =>
    z.strictObject({
      dialect: z
        .enum(['json-schema', 'bfcl'])
        .default('json-schema')
        .describe(
          'How `parameters` name types: like JSON Schema, or like the Berkeley Function Calling Leaderboard (`dict`, `float`, `tuple`, `any`).',
        ),
      allowUndeclared: z
        .boolean()
        .default(true)
        .describe(
          'Whether arguments that `properties` does not list are allowed if the schema allows them.',
        ),
    }),
  threshold: 1,
  examples: () => [
    {
      title: 'The second call gives a text for a number',
      sample: {
        tools: [
          {
            name: 'book',
            parameters: {
              type: 'object',
              properties: { seats: { type: 'integer', minimum: 1 } },
              required: ['seats'],
            },
          },
        ],
        toolCalls: [
          { name: 'book', arguments: { seats: 2 } },
          { name: 'book', arguments: { seats: 'two' } },
        ],
      },
      value: 0.5,
    },
  ],
  score({ toolCalls, tools }, { dialect, allowUndeclared }, { work }) {
    const declared = new Map(tools.map((tool) => [tool.name, readTool(tool, dialect)]));
    const check = schemaCheck(work);
    const faults: { i: number; call: ToolCallView; fault: string }[] = [];
    for (const [i, call] of toolCalls.entries()) {
      const tool = declared.get(call.name);
      try {
        const fault = tool ? findFault(call, tool, allowUndeclared, check) : 'no such tool';
        if (fault) faults.push({ i, call, fault });
      } catch (cause) {
        return schemaFailure(cause, call.name);
      }
    }
    const valid = toolCalls.length - faults.length;
    const shown = faults.map(({ call, fault }) => `${call.name} (${fault})`);
    return scored(
      toolCalls.length === 0 ? 1 : valid / toolCalls.length,
      toolCalls.length === 0
        ? 'No call was made, so none is invalid.'
        : `${valid} of ${toolCalls.length} calls are valid${shown.length > 0 ? `; not: ${listFirst(shown)}` : ''}.`,
      {
        raw: valid,
        evidence: faults.map(({ i, call, fault }) => ({
          pointer: `/toolCalls/${i}`,
          text: showCall(call),
          note: fault,
        })),
      },
    );
  },
});

function findFault(
  { arguments: given }: ToolCallView,
  { parameters }: ToolView,
  allowUndeclared: boolean,
  check: SchemaCheck,
): string | undefined {
  if (given === null) return 'its arguments are not a JSON object';
  if (parameters === undefined) return undefined;
  const error = check(parameters, given);
  if (error) return `${error.pointer === '' ? 'it' : error.pointer} ${error.message}`;
  if (allowUndeclared) return undefined;
  const { properties } = parameters;
  const listed = typeof properties === 'object' && properties !== null ? properties : {};
  const undeclared = Object.keys(given).find((name) => !Object.hasOwn(listed, name));
  return undeclared === undefined ? undefined : `/${undeclared} is not declared`;
}

function readTool(tool: ToolView, dialect: 'json-schema' | 'bfcl'): ToolView {
  if (dialect === 'json-schema' || tool.parameters === undefined) return tool;
  return { ...tool, parameters: mapObject(tool.parameters) };
}

const BFCL_TYPES = new Map([
  ['dict', 'object'],
  ['float', 'number'],
  ['tuple', 'array'],
]);

/** A schema of the Berkeley leaderboard as JSON Schema. */
function fromBfcl(schema: JsonValue): JsonValue {
  if (Array.isArray(schema)) return schema.map(fromBfcl);
  return typeof schema === 'object' && schema !== null ? mapObject(schema) : schema;
}

function mapObject(schema: JsonObject): JsonObject {
  const mapped = Object.entries(schema).flatMap(([name, member]): [string, JsonValue][] => {
    if (name !== 'type' || typeof member !== 'string') return [[name, fromBfcl(member)]];
    return member === 'any' ? [] : [[name, BFCL_TYPES.get(member) ?? member]];
  });
  return Object.fromEntries(mapped);
}
