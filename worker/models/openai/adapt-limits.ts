import type { CompletionRequest } from '../provider.ts';
import { type ChatBody, generousTokens, type Manner } from './chat-body.ts';
import type { Complaint } from './complaint.ts';
import { LIMIT_FIELDS } from './dialect.ts';

/** Fewer tokens than this are no room for a verdict. */
export const LEAST_ROOM = 256;

/**
 * Asks for fewer tokens when the complaint is that prompt and answer exceed the window, and the
 * prompt leaves room; undefined when it does not.
 */
export function fitWindow(
  { text, status }: Complaint,
  _sent: ChatBody,
  manner: Manner,
  request: CompletionRequest,
): Manner | undefined {
  const limits =
    readWindow(text) ?? (status === 413 || status === 429 ? readMinute(text) : undefined);
  if (limits === undefined) return undefined;
  const { window, isOwn } = limits;
  // “at least” means that the server stopped counting where the window was full.
  const stated = /at least \d+/.test(text) ? undefined : readPrompt(text, manner.maxTokens);
  const left =
    stated === undefined
      ? Math.max(LEAST_ROOM, Math.min(window - generousTokens(request), manner.maxTokens / 2))
      : window - stated;
  if (left < LEAST_ROOM || left >= manner.maxTokens) return undefined;
  const dialect = isOwn ? { ...manner.dialect, window } : manner.dialect;
  return { ...manner, dialect, maxTokens: Math.floor(left) };
}

/** The context window that a complaint names. */
function readWindow(text: string): { window: number; isOwn: boolean } | undefined {
  const named =
    /(?:context|sequence)[ _](?:length|window|size|limit)\D{0,40}?(\d{3,})/.exec(text) ??
    /max_model_len\D{0,20}(\d{3,})/.exec(text) ??
    /max_new_tokens`? must be <= (\d{3,})/.exec(text) ??
    /\bn_ctx (\d{3,})/.exec(text);
  return named ? { window: Number(named[1]), isOwn: true } : undefined;
}

/** Tokens a minute, from which Groq and others take what a call may use before it is answered. */
function readMinute(text: string): { window: number; isOwn: boolean } | undefined {
  const named = /\blimit (\d+), requested \d+/.exec(text);
  return named ? { window: Number(named[1]), isOwn: false } : undefined;
}

const PROMPT = [
  /(\d+) (?:input|prompt) tokens/,
  /(\d+) (?:tokens )?in the messages/,
  /(\d+) tokens from the input/,
  /given: (\d+) `?inputs/,
  /(\d+) (?:tokens )?in (?:the|your) prompt/,
  /n_prompt_tokens (\d+)/,
  /request \((\d+) tokens\)/,
  /requested tokens \((\d+)\)/,
];

/** The length of the prompt that a complaint names, by itself or with the answer. */
function readPrompt(text: string, maxTokens: number): number | undefined {
  for (const pattern of PROMPT) {
    const found = pattern.exec(text)?.[1];
    if (found !== undefined) return Number(found);
  }
  const both = /requested (?:a total of )?(\d+)(?: tokens)?/.exec(text)?.[1];
  return both !== undefined && Number(both) > maxTokens ? Number(both) - maxTokens : undefined;
}

const OUTPUT_FIELD =
  /max_(?:completion_|output_)?tokens|max_new_tokens|maxoutputtokens|completion tokens|output tokens/;
const BOUND =
  /too (?:large|high|many)|at most|less than|<=|range|maximum|exceed|greater|up to| > |no more than|upper/;

/** Asks for the most tokens that the model gives, when the complaint is that they were too many. */
export function fitOutput(
  { text }: Complaint,
  _sent: ChatBody,
  manner: Manner,
): Manner | undefined {
  // What a window has no room for is not fixed by a name or another number.
  if (readWindow(text) || !OUTPUT_FIELD.test(text) || !BOUND.test(text)) return undefined;
  const numbers = [...text.matchAll(/\d+/g)].map(Number);
  const most = Math.max(...numbers.filter((number) => number < manner.maxTokens));
  if (most < LEAST_ROOM) return undefined;
  return { ...manner, dialect: { ...manner.dialect, mostOutput: most }, maxTokens: most };
}

/** Names the limit as the server does, when it does not know it by the name that was sent. */
export function renameLimit(
  { text, fields }: Complaint,
  sent: ChatBody,
  manner: Manner,
): Manner | undefined {
  const { limitField } = manner.dialect;
  const isNamed = fields.includes(limitField) || /\bmax_(?:completion_)?tokens\b/.test(text);
  if (!(limitField in sent) || !isNamed || readWindow(text)) return undefined;
  const next = LIMIT_FIELDS[LIMIT_FIELDS.indexOf(limitField) + 1] ?? 'none';
  return { ...manner, dialect: { ...manner.dialect, limitField: next } };
}
