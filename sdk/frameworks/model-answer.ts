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

/** The answer of a model, streamed or not. */
export interface ModelAnswer {
  text: string;
  /** Tool calls. */
  toolCalls: ModelToolCall[];
  /** Results of provider-executed tools, as text. */
  toolResults: ModelToolResult[];
  /** Undefined if the stream ended without one. */
  finishReason: FinishReason | undefined;
  /** Whether it calls tools or requests approval for one, so that another step follows. */
  goesOn: boolean;
  /** Whether it contains files, such as images, which are not scored. */
  hasFiles: boolean;
  /** Undefined if the provider did not report it. */
  usage: TokenUsage | undefined;
  /** The provider's id of the response (`gen_ai.response.id`). */
  responseId: string | undefined;
  /** The model name reported by the provider; undefined if there is none. */
  modelId: string | undefined;
  latencyMs: number;
}

/**
 * Assembles an answer from its parts. Adding a part never throws, because that would break the
 * caller's stream.
 */
export interface AnswerCollector {
  add(part: StreamPart): void;
  /** An answer that was not streamed. */
  addResult(result: GenerateResult): void;
  /** Whether the model or the connection reported an error. */
  hasFailed(): boolean;
  /**
   * The answer so far.
   *
   * @throws AssayError `sample_too_large`, or an error about a part that cannot be read
   */
  answer(): ModelAnswer;
}

/** Beyond the maximum request size nothing is scored, so nothing more is buffered. */
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
    // A character is at least one byte, so a text that is already too long is not buffered.
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
