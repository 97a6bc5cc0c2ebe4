import { DONE } from '@assay/schema/guard-stream/frame.ts';
import { createFrameReader } from '@assay/schema/guard-stream/frames.ts';
import type { GatewayReport } from '@assay/schema/types.ts';
import type { Assay } from '../client.ts';
import { chunksOf } from '../read-stream.ts';
import { CliError } from './cli-error.ts';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

interface Asked {
  model: string;
  user: string;
  messages: readonly ChatMessage[];
  /** Called with each part of the answer as it comes. */
  onText(text: string): void;
}

/** What was answered, and how that came about. */
export interface ChatAnswer {
  text: string;
  finish: string | null;
  assay: GatewayReport | null;
}

/** What is read of a chunk; it may have more, or less. */
interface Chunk {
  choices?: {
    delta?: { content?: string | null; refusal?: string | null };
    finish_reason?: string | null;
  }[];
  assay?: GatewayReport;
  error?: { message?: string; code?: string | null };
}

/** Asks the gateway once, and reads its stream. @throws CliError for an error, or a stream that breaks off */
export async function chatTurn(
  assay: Assay,
  { model, user, messages, onText }: Asked,
): Promise<ChatAnswer> {
  const response = await assay.fetch('/openai/v1/chat/completions', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ model, user, messages, stream: true }),
  });
  if (!response.ok || response.body === null) throw await refusalOf(response);
  const answer: ChatAnswer = { text: '', finish: null, assay: null };
  let isWhole = false;
  for await (const value of valuesOf(response.body)) {
    if (value === DONE) isWhole = true;
    if (typeof value !== 'object' || value === null) continue;
    const { choices = [], assay: report, error }: Chunk = value;
    if (error) throw failed(error);
    answer.assay = report ?? answer.assay;
    const [{ delta = {}, finish_reason: finish } = {}] = choices;
    const text = delta.content ?? delta.refusal ?? '';
    answer.text += text;
    answer.finish = finish ?? answer.finish;
    if (text !== '') onText(text);
  }
  if (!isWhole) throw new CliError('The answer was cut off: the stream ended without [DONE].');
  return answer;
}

async function* valuesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<unknown> {
  const decoder = new TextDecoder();
  const reader = createFrameReader('sse', false);
  for await (const chunk of chunksOf(body)) {
    for (const { value } of reader.read(decoder.decode(chunk, { stream: true }))) yield value;
  }
  for (const { value } of reader.read(decoder.decode(), true)) yield value;
}

async function refusalOf(response: Response): Promise<CliError> {
  const text = await response.text();
  try {
    const { error, detail }: Chunk & { detail?: string } = JSON.parse(text);
    return error
      ? failed(error)
      : new CliError(detail ?? `The gateway answered ${response.status}.`);
  } catch {
    return new CliError(`The gateway answered ${response.status}, and not with JSON.`);
  }
}

function failed({
  message = 'The gateway failed.',
  code,
}: {
  message?: string;
  code?: string | null;
}) {
  return new CliError(code ? `${message} (${code})` : message);
}
