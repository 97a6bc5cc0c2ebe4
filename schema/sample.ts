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
      .describe('Your id of the document. Retrieval metrics compare it.'),
    text: textField.describe('The text that was given to the model.'),
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
      .describe('Text of a relevant document; compared if there is no id.'),
    gain: z
      .number()
      .min(0)
      .max(1_000)
      .exactOptional()
      .describe('Graded relevance, from 0 (not relevant). Defaults to 1.'),
  })
  .refine((context) => context.id !== undefined || context.text !== undefined, {
    error: 'must have an id or a text',
  })
  .meta({ id: 'ReferenceContext' });

const toolName = nameField.describe('Name by which the model calls the tool.');
const toolDescription = textField
  .exactOptional()
  .describe('Description that was given to the model.');
const kept = { json: jsonObject.exactOptional().describe('Stored, but not scored.') };
const strict = z.boolean().nullable().exactOptional().describe('Stored, but not scored.');

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
  .meta({ id: 'OpenAiTool', description: 'A tool as declared for OpenAI chat completions.' });

export const McpTool = z
  .strictObject({
    type: z.literal('function').exactOptional(),
    name: toolName,
    title: textField.exactOptional().describe('Stored, but not scored.'),
    description: toolDescription,
    inputSchema: jsonObject.describe('JSON Schema of the arguments.'),
    outputSchema: kept.json,
    annotations: kept.json,
    icons: z.array(jsonValue).exactOptional().describe('Stored, but not scored.'),
    execution: kept.json,
    providerOptions: kept.json,
    strict,
    _meta: kept.json,
  })
  .meta({ id: 'McpTool', description: 'A tool as listed by MCP or declared for the AI SDK.' });

export const AnthropicTool = z
  .strictObject({
    type: z.literal('custom').nullable().exactOptional().describe('Stored, but not scored.'),
    name: toolName,
    description: toolDescription,
    input_schema: jsonObject.describe('JSON Schema of the arguments.'),
    input_examples: z.array(jsonValue).exactOptional().describe('Stored, but not scored.'),
    cache_control: jsonObject.nullable().exactOptional().describe('Stored, but not scored.'),
    strict,
  })
  .meta({ id: 'AnthropicTool', description: 'A tool as declared for Anthropic messages.' });

export const GeminiFunction = z
  .strictObject({
    name: toolName,
    description: toolDescription,
    parameters: jsonObject
      .exactOptional()
      .describe('Schema of the arguments; its types can be upper case.'),
    parametersJsonSchema: jsonObject.exactOptional().describe('JSON Schema of the arguments.'),
    response: kept.json,
    responseJsonSchema: kept.json,
    behavior: nameField.exactOptional().describe('Stored, but not scored.'),
  })
  .meta({ id: 'GeminiFunction' });

const geminiFunctions = z.array(GeminiFunction).max(LIMITS.tools).describe('The functions.');

export const GeminiTools = z
  .strictObject({ functionDeclarations: geminiFunctions })
  .meta({ id: 'GeminiTools', description: 'Tools as declared for Gemini.' });

export const GeminiPythonTools = z
  .strictObject({ function_declarations: geminiFunctions })
  .meta({ id: 'GeminiPythonTools', description: 'The same, as spelled by the Python SDK.' });

const INEXACT =
  'is beyond ±(2^53 − 1), where JSON parsers round numbers; send the arguments as JSON text, which is compared digit by digit';

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
    call_id: nameField.exactOptional().describe('Id of the call, as spelled by OpenAI responses.'),
    name: nameField.describe('Name of the tool called.'),
    arguments: callArguments.exactOptional(),
    args: argumentObject
      .exactOptional()
      .describe('The arguments, as spelled by Gemini and LangChain.'),
    status: nameField.exactOptional().describe('Stored, but not scored.'),
  })
  .meta({ id: 'ToolCall' });

export const OpenAiToolCall = z
  .strictObject({
    id: nameField.exactOptional().describe('Id of the call.'),
    type: z.literal('function').exactOptional(),
    index: z.int().min(0).exactOptional().describe('Position in a streamed answer.'),
    function: z
      .strictObject({
        name: nameField.describe('Name of the tool called.'),
        arguments: callArguments.exactOptional(),
      })
      .describe('The called function.'),
  })
  .meta({
    id: 'OpenAiToolCall',
    description: 'A tool call as returned by OpenAI chat completions.',
  });

export const OpenAiCustomToolCall = z
  .strictObject({
    id: nameField.exactOptional().describe('Id of the call.'),
    type: z.literal('custom'),
    custom: z
      .strictObject({
        name: nameField.describe('Name of the tool called.'),
        input: textField.describe('The text passed to the tool.'),
      })
      .describe('The called tool.'),
  })
  .meta({ id: 'OpenAiCustomToolCall', description: 'A call of a tool that takes free text.' });

const partShape = {
  type: nameField
    .exactOptional()
    .describe(
      '`text`, `input_text` and `output_text` hold text. Tool calls of Anthropic, the AI SDK, Gemini, Bedrock, LangChain, MCP and OpenAI are read as tool calls. Other types are stored, but not scored.',
    ),
  text: textField.exactOptional().describe('The text of the part.'),
  refusal: textField.exactOptional().describe('The refusal of the model, if it did not answer.'),
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
    const message = 'is not a tool call in a supported form; give `name` and `arguments`';
    // What goes on after this fault would be taken for the form that was meant.
    context.addIssue({ code: 'custom', message, continue: false });
  })
  .meta({
    id: 'CallPart',
    description: 'A tool call as in content parts of other APIs, such as `tool_use`.',
  });

const tools = z
  .array(z.union([Tool, OpenAiTool, McpTool, AnthropicTool, GeminiTools, GeminiPythonTools]))
  .max(LIMITS.tools);

export const toolCalls = z
  .array(z.union([ToolCall, OpenAiToolCall, OpenAiCustomToolCall, CallPart]))
  .max(LIMITS.tools);

const parts = z.array(ContentPart).max(LIMITS.contexts);

export const Message = z
  .strictObject({
    type: z
      .literal('message')
      .exactOptional()
      .describe('Type of the item, as in OpenAI responses.'),
    role: z
      .enum(['system', 'developer', 'user', 'assistant', 'model', 'tool', 'function'])
      .describe('Role of the message; `model` is Gemini’s name for `assistant`.'),
    content: z
      .union([textField, parts, z.null()])
      .exactOptional()
      .describe('Text, or a list of content parts.'),
    parts: parts
      .exactOptional()
      .describe('The content parts, as spelled by Gemini and the AI SDK.'),
    id: nameField.exactOptional().describe('Stored, but not scored.'),
    name: nameField.exactOptional().describe('Name of the participant, if several share a role.'),
    status: nameField.exactOptional().describe('Stored, but not scored.'),
    toolCalls: toolCalls.nullable().exactOptional().describe('Tool calls of this turn.'),
    tool_calls: toolCalls.nullable().exactOptional().describe("OpenAI's spelling of `toolCalls`."),
    function_call: z
      .strictObject({
        name: nameField.describe('Name of the tool called.'),
        arguments: callArguments.exactOptional(),
      })
      .nullable()
      .exactOptional()
      .describe("OpenAI's older form of one tool call."),
    toolCallId: nameField.exactOptional().describe('Id of the call that a `tool` message answers.'),
    tool_call_id: nameField.exactOptional().describe("OpenAI's spelling of `toolCallId`."),
    refusal: textField
      .nullable()
      .exactOptional()
      .describe('The refusal of the model; used as the content if there is none.'),
    annotations: z.array(jsonValue).nullable().exactOptional().describe('Stored, but not scored.'),
    audio: jsonObject.nullable().exactOptional().describe('Stored, but not scored.'),
  })
  .meta({
    id: 'Message',
    description: 'One turn of a conversation; OpenAI chat messages are accepted unchanged.',
  });

// The types of `message_to_dict` and `dumpd`, and of messages with their type in the place of a role.
const LANGCHAIN_TYPES = new Set([
  ...['human', 'ai', 'system', 'tool', 'function', 'chat', 'generic', 'remove', 'constructor'],
  ...['HumanMessage', 'AIMessage', 'SystemMessage', 'ToolMessage', 'AIMessageChunk'],
]);
const LANGCHAIN =
  'is a LangChain message, not a chat message. Send `{ role, content }`, with calls in `tool_calls`: `convert_to_openai_messages(messages)` in Python, `convertMessagesToCompletionsMessageParams({ messages })` in JavaScript';

export const ResponseItem = z
  .looseObject({
    type: z
      .enum(
        [
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
        ],
        {
          error: ({ input }) => (LANGCHAIN_TYPES.has(String(input)) ? LANGCHAIN : undefined),
        },
      )
      .describe('Type of the item.'),
  })
  .superRefine((item, context) => {
    checkCall(item, context);
  })
  .meta({
    id: 'ResponseItem',
    description: 'An item of OpenAI’s Responses API; a call is read as a turn of the assistant.',
  });

export const TokenUsage = z
  .strictObject({
    inputTokens: z.int().min(0).describe('Input tokens.'),
    outputTokens: z.int().min(0).describe('Output tokens.'),
  })
  .meta({ id: 'TokenUsage' });

export const Generation = z
  .strictObject({
    finishReason: nameField
      .exactOptional()
      .describe('Why the model stopped, such as `stop` or `length`.'),
    latencyMs: z.number().min(0).exactOptional().describe('Latency of the model, in milliseconds.'),
    costUsd: z.number().min(0).exactOptional().describe('Cost of the answer, in US dollars.'),
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
            .describe('One entry per token.'),
          refusal: jsonValue.exactOptional().describe('Stored, but not scored.'),
        }),
      ])
      .exactOptional()
      .describe(
        'Natural-log probabilities of the output tokens: numbers, or OpenAI’s `logprobs` object.',
      ),
  })
  .meta({ id: 'Generation', description: 'How the output was generated.' });

// Scorers see it as a text, and no text may be longer.
const isShortJson = (value: unknown) => textField.safeParse(canonicalJson(value)).success;
const TOO_LONG = { error: `must be at most ${LIMITS.textBytes} bytes of JSON (256 KiB)` };

export const Sample: z.ZodType<contract.Sample> = z
  .strictObject({
    id: nameField.exactOptional().describe('Your own id of the sample; returned as `sampleId`.'),
    input: textField
      .exactOptional()
      .describe('The input of the model. Defaults to the last user message.'),
    output: z

      .union([
        textField,
        jsonObject.refine(isShortJson, TOO_LONG),
        z.array(jsonValue).refine(isShortJson, TOO_LONG),
      ])
      .exactOptional()
      .describe(
        'The answer of the model: a text, or an object or list, which text scorers see as canonical JSON. Defaults to the last assistant message.',
      ),
    expected: jsonValue
      .exactOptional()
      .describe('The reference answer: a text, a list of acceptable texts, or any JSON value.'),
    contexts: z
      .array(z.union([textField, Context]))
      .max(LIMITS.contexts)
      .exactOptional()
      .describe('The context given to the model, best first.'),
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
    tools: tools.exactOptional().describe('Tools available to the model.'),
    toolCalls: toolCalls
      .exactOptional()
      .describe('Tool calls of the model, in order. Defaults to those in `messages`.'),
    expectedToolCalls: toolCalls.exactOptional().describe('Expected tool calls, in order.'),
    generator: nameField
      .exactOptional()
      .describe('The model that wrote the output, such as `openai/gpt-5`.'),
    generation: Generation.exactOptional(),
    metadata: jsonObject
      .exactOptional()
      .describe('Your own data, stored with the sample. Only the scorer `javascript` reads it.'),
  })
  .meta({
    id: 'Sample',
    description: 'The input of a model, its output, and the context it was given.',
  });
