import * as z from 'zod';
import { canonicalJson } from './canonical-json.ts';
import { callInPart, inexactNumberIn } from './content-calls.ts';
import { jsonObject, jsonValue, nameField, textField } from './fields.ts';
import { LIMITS } from './limits.ts';
import type * as contract from './types.ts';

export const Context = z
  .strictObject({
    id: nameField
      .exactOptional()
      .describe('Your id of the document, as retrieval metrics compare it.'),
    text: textField.describe('The text that the model was given.'),
    score: z
      .number()
      .exactOptional()
      .describe("The retriever's score, on its own scale; higher is better."),
  })
  .meta({ id: 'Context' });

export const ReferenceContext = z
  .strictObject({
    id: nameField.exactOptional().describe('Id of a relevant document.'),
    text: textField
      .exactOptional()
      .describe('Text of a relevant document; compared when there is no id.'),
    gain: z
      .number()
      .min(0)
      .max(1_000)
      .exactOptional()
      .describe('Graded relevance, from 0 (not relevant); 1 when left out.'),
  })
  .refine((context) => context.id !== undefined || context.text !== undefined, {
    error: 'needs an id or a text',
  })
  .meta({ id: 'ReferenceContext' });

const toolName = nameField.describe('Name that the model calls.');
const toolDescription = textField.exactOptional().describe('What the model was told of it.');
const kept = { json: jsonObject.exactOptional().describe('Kept, not scored.') };
const strict = z.boolean().nullable().exactOptional().describe('Kept, not scored.');

export const Tool = z
  .strictObject({
    type: z.literal('function').exactOptional(),
    name: toolName,
    description: toolDescription,
    parameters: jsonObject.exactOptional().describe('JSON Schema of the arguments.'),
    strict,
  })
  .meta({ id: 'Tool' });

export const OpenAiTool = z
  .strictObject({
    type: z.literal('function'),
    function: z
      .strictObject({
        name: toolName,
        description: toolDescription,
        parameters: jsonObject.exactOptional().describe('JSON Schema of the arguments.'),
        strict,
      })
      .describe('The tool.'),
  })
  .meta({ id: 'OpenAiTool', description: 'A tool as OpenAI chat completions declare it.' });

export const McpTool = z
  .strictObject({
    type: z.literal('function').exactOptional(),
    name: toolName,
    title: textField.exactOptional().describe('Kept, not scored.'),
    description: toolDescription,
    inputSchema: jsonObject.describe('JSON Schema of the arguments.'),
    outputSchema: kept.json,
    annotations: kept.json,
    icons: z.array(jsonValue).exactOptional().describe('Kept, not scored.'),
    execution: kept.json,
    providerOptions: kept.json,
    strict,
    _meta: kept.json,
  })
  .meta({ id: 'McpTool', description: 'A tool as MCP lists it, or as the AI SDK declares it.' });

export const AnthropicTool = z
  .strictObject({
    type: z.literal('custom').nullable().exactOptional().describe('Kept, not scored.'),
    name: toolName,
    description: toolDescription,
    input_schema: jsonObject.describe('JSON Schema of the arguments.'),
    input_examples: z.array(jsonValue).exactOptional().describe('Kept, not scored.'),
    cache_control: jsonObject.nullable().exactOptional().describe('Kept, not scored.'),
    strict,
  })
  .meta({ id: 'AnthropicTool', description: 'A tool as Anthropic messages declare it.' });

export const GeminiFunction = z
  .strictObject({
    name: toolName,
    description: toolDescription,
    parameters: jsonObject
      .exactOptional()
      .describe('Schema of the arguments, its types in capitals or not.'),
    parametersJsonSchema: jsonObject.exactOptional().describe('JSON Schema of the arguments.'),
    response: kept.json,
    responseJsonSchema: kept.json,
    behavior: nameField.exactOptional().describe('Kept, not scored.'),
  })
  .meta({ id: 'GeminiFunction' });

const geminiFunctions = z.array(GeminiFunction).max(LIMITS.tools).describe('The functions.');

export const GeminiTools = z
  .strictObject({ functionDeclarations: geminiFunctions })
  .meta({ id: 'GeminiTools', description: 'Tools as Gemini declares them.' });

export const GeminiPythonTools = z
  .strictObject({ function_declarations: geminiFunctions })
  .meta({ id: 'GeminiPythonTools', description: 'The same in the spelling of the Python SDK.' });

const INEXACT =
  'is beyond ±(2^53 − 1), where JSON readers round numbers; give the arguments as JSON text, which is compared digit by digit';

// A request body is read into doubles: what they cannot hold is lost before anything is compared.
const argumentObject = jsonObject.superRefine((value, context) => {
  const path = inexactNumberIn(value);
  if (path) context.addIssue({ code: 'custom', path, message: INEXACT });
});

const callArguments = z
  .union([textField, argumentObject])
  .describe('The arguments, as an object or as the JSON text that the model wrote.');

export const ToolCall = z
  .strictObject({
    type: z.literal('function_call').exactOptional(),
    id: nameField.exactOptional().describe('Id of the call.'),
    call_id: nameField.exactOptional().describe('Id of the call, as OpenAI responses spell it.'),
    name: nameField.describe('Name of the tool called.'),
    arguments: callArguments.exactOptional(),
    args: argumentObject
      .exactOptional()
      .describe('The arguments, as Gemini and LangChain spell it.'),
    status: nameField.exactOptional().describe('Kept, not scored.'),
  })
  .meta({ id: 'ToolCall' });

export const OpenAiToolCall = z
  .strictObject({
    id: nameField.exactOptional().describe('Id of the call.'),
    type: z.literal('function').exactOptional(),
    index: z.int().min(0).exactOptional().describe('Its place in a streamed answer.'),
    function: z
      .strictObject({
        name: nameField.describe('Name of the tool called.'),
        arguments: callArguments.exactOptional(),
      })
      .describe('What was called.'),
  })
  .meta({ id: 'OpenAiToolCall', description: 'A tool call as OpenAI chat completions return it.' });

export const OpenAiCustomToolCall = z
  .strictObject({
    id: nameField.exactOptional().describe('Id of the call.'),
    type: z.literal('custom'),
    custom: z
      .strictObject({
        name: nameField.describe('Name of the tool called.'),
        input: textField.describe('The text it was given.'),
      })
      .describe('What was called.'),
  })
  .meta({ id: 'OpenAiCustomToolCall', description: 'A call of a tool that takes free text.' });

const partShape = {
  type: nameField
    .exactOptional()
    .describe(
      '`text`, `input_text` and `output_text` carry text; tool calls of Anthropic, the AI SDK, Gemini, Bedrock, LangChain, MCP and OpenAI are read as such; others are kept, not scored.',
    ),
  text: textField.exactOptional().describe('The text of the part.'),
  refusal: textField.exactOptional().describe('What the model said in place of an answer.'),
};

/** Refuses a part that is a tool call and cannot be read; a call that is ignored would pass. */
function checkCall(part: Record<string, unknown>, context: z.RefinementCtx): boolean {
  const call = callInPart(part);
  if (call === undefined) return false;
  if ('message' in call) context.addIssue({ code: 'custom', ...call });
  else if (typeof call.given !== 'string' && inexactNumberIn(call.given)) {
    context.addIssue({ code: 'custom', message: `holds a number that ${INEXACT}` });
  }
  return true;
}

export const ContentPart = z
  .looseObject(partShape)
  .superRefine((part, context) => {
    checkCall(part, context);
    if (part.type === undefined && Object.keys(part).length === 0) {
      context.addIssue({ code: 'custom', path: ['type'], message: 'is missing' });
    }
  })
  .meta({ id: 'ContentPart' });

const CallPart = z
  .looseObject(partShape)
  .superRefine((part, context) => {
    if (checkCall(part, context)) return;
    const message = 'is no tool call in a form that is read: give `name` and `arguments`';
    // What goes on after this fault would be taken for the form that was meant.
    context.addIssue({ code: 'custom', message, continue: false });
  })
  .meta({
    id: 'CallPart',
    description: 'A tool call as content parts of other APIs hold it, such as `tool_use`.',
  });

const tools = z
  .array(z.union([Tool, OpenAiTool, McpTool, AnthropicTool, GeminiTools, GeminiPythonTools]))
  .max(LIMITS.tools);

const toolCalls = z
  .array(z.union([ToolCall, OpenAiToolCall, OpenAiCustomToolCall, CallPart]))
  .max(LIMITS.tools);

const parts = z.array(ContentPart).max(LIMITS.contexts);

export const Message = z
  .strictObject({
    type: z.literal('message').exactOptional().describe('As OpenAI responses mark a message.'),
    role: z
      .enum(['system', 'developer', 'user', 'assistant', 'model', 'tool', 'function'])
      .describe('Whose turn it is; `model` is Gemini’s word for `assistant`.'),
    content: z
      .union([textField, parts, z.null()])
      .exactOptional()
      .describe('Text, or a list of content parts.'),
    parts: parts.exactOptional().describe('The content parts, as Gemini and the AI SDK spell it.'),
    id: nameField.exactOptional().describe('Kept, not scored.'),
    name: nameField.exactOptional().describe('Who speaks, where a role is shared.'),
    status: nameField.exactOptional().describe('Kept, not scored.'),
    toolCalls: toolCalls.nullable().exactOptional().describe('Tools that this turn called.'),
    tool_calls: toolCalls.nullable().exactOptional().describe("OpenAI's spelling of `toolCalls`."),
    function_call: z
      .strictObject({
        name: nameField.describe('Name of the tool called.'),
        arguments: callArguments.exactOptional(),
      })
      .nullable()
      .exactOptional()
      .describe("OpenAI's older form of one tool call."),
    toolCallId: nameField.exactOptional().describe('The call that a `tool` message answers.'),
    tool_call_id: nameField.exactOptional().describe("OpenAI's spelling of `toolCallId`."),
    refusal: textField
      .nullable()
      .exactOptional()
      .describe('What the model said in place of an answer; stands in for an absent content.'),
    annotations: z.array(jsonValue).nullable().exactOptional().describe('Kept, not scored.'),
    audio: jsonObject.nullable().exactOptional().describe('Kept, not scored.'),
  })
  .meta({
    id: 'Message',
    description: 'One turn of a conversation; OpenAI chat messages are accepted as they are.',
  });

export const ResponseItem = z
  .looseObject({
    type: z
      .enum([
        'function_call',
        'function_call_output',
        'custom_tool_call',
        'custom_tool_call_output',
        'mcp_call',
        'web_search_call',
        'file_search_call',
        'code_interpreter_call',
        'image_generation_call',
        'computer_call',
        'computer_call_output',
        'reasoning',
      ])
      .describe('What the item is.'),
  })
  .superRefine((item, context) => {
    checkCall(item, context);
  })
  .meta({
    id: 'ResponseItem',
    description: 'An item of OpenAI’s Responses API: a call is a turn of the assistant.',
  });

export const TokenUsage = z
  .strictObject({
    inputTokens: z.int().min(0).describe('Tokens read.'),
    outputTokens: z.int().min(0).describe('Tokens written.'),
  })
  .meta({ id: 'TokenUsage' });

export const Generation = z
  .strictObject({
    finishReason: nameField
      .exactOptional()
      .describe('Why the model stopped, such as `stop` or `length`.'),
    latencyMs: z.number().min(0).exactOptional().describe('Time the model took, in milliseconds.'),
    costUsd: z.number().min(0).exactOptional().describe('What the answer cost, in US dollars.'),
    usage: TokenUsage.exactOptional(),
    logprobs: z
      .union([
        z.array(z.number()).max(100_000),
        z.strictObject({
          content: z
            .array(
              z.looseObject({
                token: z.string().describe('The token.'),
                logprob: z.number().describe('The natural logarithm of its probability.'),
              }),
            )
            .max(100_000)
            .nullable()
            .describe('One entry a token.'),
          refusal: jsonValue.exactOptional().describe('Kept, not scored.'),
        }),
      ])
      .exactOptional()
      .describe(
        'Natural-log probabilities of the output tokens: numbers, or OpenAI’s `logprobs` object.',
      ),
  })
  .meta({ id: 'Generation', description: 'How the output was made.' });

// Scorers see it as a text, and no text may be longer.
const isShortJson = (value: unknown) => textField.safeParse(canonicalJson(value)).success;
const TOO_LONG = { error: `must be at most ${LIMITS.textBytes} bytes of JSON (256 KiB)` };

export const Sample: z.ZodType<contract.Sample> = z
  .strictObject({
    id: nameField.exactOptional().describe('Your own id of the sample; returned as `sampleId`.'),
    input: textField
      .exactOptional()
      .describe('What the model was asked. Left out, the last user message stands in.'),
    output: z

      .union([
        textField,
        jsonObject.refine(isShortJson, TOO_LONG),
        z.array(jsonValue).refine(isShortJson, TOO_LONG),
      ])
      .exactOptional()
      .describe(
        'What the model answered: a text, or an object or list, which scorers of text see as its canonical JSON. Left out, the last assistant message stands in.',
      ),
    expected: jsonValue
      .exactOptional()
      .describe('The reference answer: a text, a list of acceptable texts, or any JSON value.'),
    contexts: z
      .array(z.union([textField, Context]))
      .max(LIMITS.contexts)
      .exactOptional()
      .describe('What the model had to go on, best first.'),
    referenceContexts: z
      .array(z.union([textField, ReferenceContext]))
      .max(LIMITS.contexts)
      .exactOptional()
      .describe('The documents that are relevant: ids, or `{ id, text, gain }`.'),
    messages: z
      .array(z.union([Message, ResponseItem]))
      .max(LIMITS.messages)
      .exactOptional()
      .describe('The conversation, oldest first.'),
    tools: tools.exactOptional().describe('Tools that the model could call.'),
    toolCalls: toolCalls
      .exactOptional()
      .describe('Tools that the model called, in order. Left out, those in `messages` stand in.'),
    expectedToolCalls: toolCalls
      .exactOptional()
      .describe('Tool calls that would have been right, in order.'),
    generator: nameField
      .exactOptional()
      .describe('The model that wrote the output, such as `openai/gpt-5`.'),
    generation: Generation.exactOptional(),
    metadata: jsonObject
      .exactOptional()
      .describe('Anything of yours; stored with the sample, never scored.'),
  })
  .meta({
    id: 'Sample',
    description: 'What a model was asked, what it answered and what it had to go on.',
  });
