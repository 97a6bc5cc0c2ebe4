import type { TokenUsage } from '@assay/schema/types.ts';
import type { LanguageModelMiddleware } from 'ai';
import { MOST_TEXT_BYTES, tooLarge } from './answer-check.ts';

export type Wrapped = Parameters<NonNullable<LanguageModelMiddleware['wrapStream']>>[0];
export type GenerateResult = Awaited<ReturnType<Wrapped['doGenerate']>>;
export type StreamResult = Awaited<ReturnType<Wrapped['doStream']>>;
export type StreamPart = StreamResult['stream'] extends ReadableStream<infer Part> ? Part : never;
type Content = GenerateResult['content'][number];
export type FinishReason = GenerateResult['finishReason']['unified'];

/** `input` is JSON, as the model wrote it. */
export interface ModelToolCall {
  id: string;
  name: string;
  input: string;
}

export interface ModelToolResult {
  id: string;
  name: string;
  text: string;
}

/** What a model answered, streamed or not. */
export interface ModelAnswer {
  text: string;
  /** Tools it called. */
  toolCalls: ModelToolCall[];
  /** Results of the tools that the provider ran itself, as text. */
  toolResults: ModelToolResult[];
  /** Undefined when the stream ended without one. */
  finishReason: FinishReason | undefined;
  /** Whether it asks for tools, or for leave to use one: then another step follows. */
  goesOn: boolean;
  /** Whether it holds files, such as images, which are not scored. */
  hasFiles: boolean;
  /** Undefined when the provider did not count. */
  usage: TokenUsage | undefined;
  /** The provider's id of the answer, as `gen_ai.response.id` has it. */
  responseId: string | undefined;
  /** The model that says it answered, as the provider names it; undefined when it does not. */
  modelId: string | undefined;
  latencyMs: number;
}

/** Puts an answer together from its parts. Taking them never throws: that is the caller's stream. */
export interface AnswerCollector {
  add(part: StreamPart): void;
  /** An answer that came at once. */
  addResult(result: GenerateResult): void;
  /** Whether the model, or the way to it, told an error. */
  hasFailed(): boolean;
  /** The answer as it stands. @throws AssayError `sample_too_large`; what a part held that it cannot */
  answer(): ModelAnswer;
}

/** With more than a request may hold nothing is scored, and nothing more need be kept. */
const MOST_RESULT_CHARACTERS = 1_048_576;

export function collectAnswer(nowMs: () => number = Date.now): AnswerCollector {
  const startedMs = nowMs();
  let endedMs = startedMs;
  let characters = 0;
  let resultCharacters = 0;
  let texts: string[] = [];
  let failed = false;
  let fault: unknown;
  const answer: ModelAnswer = {
    text: '',
    toolCalls: [],
    toolResults: [],
    finishReason: undefined,
    goesOn: false,
    hasFiles: false,
    usage: undefined,
    responseId: undefined,
    modelId: undefined,
    latencyMs: 0,
  };
  const addText = (text: string) => {
    characters += text.length;
    // A character is at least a byte: what is too long already need not be kept.
    if (characters > MOST_TEXT_BYTES) texts = [];
    else texts.push(text);
  };
  const addResult = (result: ModelToolResult) => {
    resultCharacters += result.text.length;
    if (resultCharacters > MOST_RESULT_CHARACTERS) {
      answer.toolResults = [];
      throw tooLarge('What tools answered', resultCharacters, MOST_RESULT_CHARACTERS);
    }
    answer.toolResults.push(result);
  };
  const add = (part: StreamPart | Content): void => {
    switch (part.type) {
      case 'text':
        addText(part.text);
        return;
      case 'text-delta':
        addText(part.delta);
        return;
      case 'tool-call': {
        const { toolCallId: id, toolName: name, input, providerExecuted = false } = part;
        answer.toolCalls.push({ id, name, input });
        if (!providerExecuted) answer.goesOn = true;
        return;
      }
      case 'tool-result': {
        const { toolCallId: id, toolName: name, result, preliminary } = part;
        if (!preliminary) addResult({ id, name, text: textOf(result) });
        return;
      }
      case 'response-metadata':
        answer.responseId = part.id ?? answer.responseId;
        answer.modelId = part.modelId ?? answer.modelId;
        return;
      case 'finish':
        answer.finishReason = part.finishReason.unified;
        answer.usage = usageOf(part.usage);
        endedMs = nowMs();
        return;
      case 'tool-approval-request':
        answer.goesOn = true;
        return;
      case 'file':
        answer.hasFiles = true;
        return;
      case 'error':
        failed = true;
    }
  };
  const safely = (take: () => void) => {
    try {
      take();
    } catch (cause) {
      fault ??= cause;
    }
  };
  return {
    add: (part) => safely(() => add(part)),
    addResult: (result) => safely(() => partsOf(result).forEach(add)),
    hasFailed: () => failed,
    answer() {
      if (fault !== undefined) throw fault;
      if (characters > MOST_TEXT_BYTES) throw tooLarge('The output', characters, MOST_TEXT_BYTES);
      return { ...answer, text: texts.join(''), latencyMs: Math.max(0, endedMs - startedMs) };
    },
  };
}

function partsOf(result: GenerateResult): (StreamPart | Content)[] {
  const { content, response = {}, usage, finishReason } = result;
  return [
    ...content,
    { type: 'response-metadata', ...response },
    { type: 'finish', usage, finishReason },
  ];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function usageOf({ inputTokens, outputTokens }: GenerateResult['usage']): TokenUsage | undefined {
  if (inputTokens.total === undefined || outputTokens.total === undefined) return undefined;
  return { inputTokens: inputTokens.total, outputTokens: outputTokens.total };
}
