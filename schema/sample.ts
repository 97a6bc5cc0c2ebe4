import { z } from 'zod';
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

export const Tool = z
  .strictObject({
    type: z.literal('function').exactOptional(),
    name: nameField.describe('Name that the model calls.'),
    description: textField.exactOptional().describe('What the model was told of it.'),
    parameters: jsonObject.exactOptional().describe('JSON Schema of the arguments.'),
    strict: z.boolean().nullable().exactOptional().describe('Kept, not scored.'),
  })
  .meta({ id: 'Tool' });

export const OpenAiTool = z
  .strictObject({
    type: z.literal('function'),
    function: z
      .strictObject({
        name: nameField.describe('Name that the model calls.'),
        description: textField.exactOptional().describe('What the model was told of it.'),
        parameters: jsonObject.exactOptional().describe('JSON Schema of the arguments.'),
        strict: z.boolean().nullable().exactOptional().describe('Kept, not scored.'),
      })
      .describe('The tool.'),
  })
  .meta({ id: 'OpenAiTool', description: 'A tool as OpenAI chat completions declare it.' });

const callArguments = z
  .union([textField, jsonObject])
  .describe('The arguments, as an object or as the JSON text that the model wrote.');

export const ToolCall = z
  .strictObject({
    type: z.literal('function_call').exactOptional(),
    id: nameField.exactOptional().describe('Id of the call.'),
    call_id: nameField.exactOptional().describe('Id of the call, as OpenAI responses spell it.'),
    name: nameField.describe('Name of the tool called.'),
    arguments: callArguments.exactOptional(),
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

const tools = z.array(z.union([Tool, OpenAiTool])).max(LIMITS.tools);
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

const toolCalls = z
  .array(z.union([ToolCall, OpenAiToolCall, OpenAiCustomToolCall]))
  .max(LIMITS.tools);

export const ContentPart = z
  .looseObject({
    type: nameField.describe(
      '`text`, `input_text` and `output_text` carry text; others are kept, not scored.',
    ),
    text: textField.exactOptional().describe('The text of the part.'),
    refusal: textField.exactOptional().describe('What the model said in place of an answer.'),
  })
  .meta({ id: 'ContentPart' });

export const Message = z
  .strictObject({
    role: z
      .enum(['system', 'developer', 'user', 'assistant', 'tool', 'function'])
      .describe('Whose turn it is.'),
    content: z
      .union([textField, z.array(ContentPart).max(LIMITS.contexts), z.null()])
      .exactOptional()
      .describe('Text, or a list of content parts.'),
    name: nameField.exactOptional().describe('Who speaks, where a role is shared.'),
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

export const Sample: z.ZodType<contract.Sample> = z
  .strictObject({
    id: nameField.exactOptional().describe('Your own id of the sample; returned as `sampleId`.'),
    input: textField
      .exactOptional()
      .describe('What the model was asked. Left out, the last user message stands in.'),
    output: textField
      .exactOptional()
      .describe('What the model answered. Left out, the last assistant message stands in.'),
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
      .array(Message)
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
