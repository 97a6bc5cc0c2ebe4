import type { CompletionRequest } from '../provider.ts';
import { loosenFormat, sayJson } from './adapt-format.ts';
import { fitOutput, fitWindow, renameLimit } from './adapt-limits.ts';
import { type ChatBody, type Manner, toChatBody } from './chat-body.ts';
import type { Complaint } from './complaint.ts';
import type { Dialect } from './dialect.ts';

/** Another manner of asking, when the complaint is of something that was sent. */
type Adaptation = (
  complaint: Complaint,
  sent: ChatBody,
  manner: Manner,
  request: CompletionRequest,
) => Manner | undefined;

// The first that applies is made. Limits come before names: a complaint of a window names the field too.
const ADAPTATIONS: readonly Adaptation[] = [
  fitWindow,
  fitOutput,
  renameLimit,
  foldSystem,
  setThinkingOff,
  stream,
  lowerTopLogprobs,
  omitLogprobs,
  omitTemperature,
  omitSeed,
  omitStreamOptions,
  sayJson,
  loosenFormat,
];

const NOTHING_WAS_SENT_WRONG = new Set([401, 402, 408, 409, 425, 502, 503, 504, 529]);

/**
 * How to ask again after a complaint; undefined when it is of nothing that this call sent. What
 * other calls sent in the meantime does not matter.
 */
export function adapt(
  complaint: Complaint,
  sent: ChatBody,
  manner: Manner,
  request: CompletionRequest,
): Manner | undefined {
  if (NOTHING_WAS_SENT_WRONG.has(complaint.status)) return undefined;
  const before = JSON.stringify(sent);
  for (const adaptation of ADAPTATIONS) {
    const adapted = adaptation(complaint, sent, manner, request);
    if (adapted && JSON.stringify(toChatBody(request, adapted)) !== before) return adapted;
  }
  return undefined;
}

function withDialect(manner: Manner, change: Partial<Dialect>): Manner {
  return { ...manner, dialect: { ...manner.dialect, ...change } };
}

function isAbout({ text, fields }: Complaint, name: string): boolean {
  return fields.includes(name) || new RegExp(`\\b${name}\\b`).test(text);
}

const SYSTEM_ROLE =
  /system(?:'|")?[ -](?:role|message|prompt|instruction)s?.{0,40}(?:not|n't|unsupported|disabled)|(?:not|n't).{0,40}(?:'|")?system(?:'|")?(?: (?:role|message|prompt|instruction))?|(?:developer|system) instruction is not enabled|roles must alternate|only user and assistant roles/;

function foldSystem({ text }: Complaint, sent: ChatBody, manner: Manner): Manner | undefined {
  const hasSystem = sent.messages.some(({ role }) => role === 'system');
  if (!hasSystem || !SYSTEM_ROLE.test(text)) return undefined;
  return withDialect(manner, { hasSystemRole: false });
}

function setThinkingOff({ text }: Complaint, sent: ChatBody, manner: Manner): Manner | undefined {
  const isAsked = /enable_thinking.{0,30}(?:false|stream)|enable thinking.{0,40}stream/.test(text);
  if (!isAsked || 'enable_thinking' in sent) return undefined;
  return withDialect(manner, { isThinkingOff: true });
}

/** Some models are only streamed; with thinking off it may be the thinking that is refused. */
function stream({ text }: Complaint, sent: ChatBody, manner: Manner): Manner | undefined {
  const isAsked =
    /\bstream(?:ing)?\b.{0,40}(?:only|required|must|enable|mode|true)|(?:only|must|enable|set).{0,40}\bstream/.test(
      text,
    );
  const isThinkingRefused = 'enable_thinking' in sent && /enable_thinking/.test(text);
  if ('stream' in sent || !(isAsked || isThinkingRefused)) return undefined;
  return withDialect(manner, { isStreamed: true, isThinkingOff: false });
}

function lowerTopLogprobs(
  complaint: Complaint,
  sent: ChatBody,
  manner: Manner,
): Manner | undefined {
  if (!('top_logprobs' in sent) || !isAbout(complaint, 'top_logprobs')) return undefined;
  const numbers = [...complaint.text.matchAll(/\d+/g)].map(Number);
  const most = Math.max(
    ...numbers.filter((number) => number > 0 && number < manner.dialect.topLogprobs),
  );
  return most > 0 ? withDialect(manner, { topLogprobs: most }) : undefined;
}

function omitLogprobs(complaint: Complaint, sent: ChatBody, manner: Manner): Manner | undefined {
  const isNamed = isAbout(complaint, 'logprobs') || isAbout(complaint, 'top_logprobs');
  return 'logprobs' in sent && isNamed ? omit(manner, 'logprobs') : undefined;
}

function omitTemperature(complaint: Complaint, sent: ChatBody, manner: Manner): Manner | undefined {
  return 'temperature' in sent && isAbout(complaint, 'temperature')
    ? omit(manner, 'temperature')
    : undefined;
}

function omitSeed(complaint: Complaint, sent: ChatBody, manner: Manner): Manner | undefined {
  return 'seed' in sent && isAbout(complaint, 'seed') ? omit(manner, 'seed') : undefined;
}

function omitStreamOptions(
  complaint: Complaint,
  sent: ChatBody,
  manner: Manner,
): Manner | undefined {
  return 'stream_options' in sent && isAbout(complaint, 'stream_options')
    ? omit(manner, 'stream_options')
    : undefined;
}

function omit(manner: Manner, name: Parameters<Dialect['omitted']['has']>[0]): Manner {
  return withDialect(manner, { omitted: new Set([...manner.dialect.omitted, name]) });
}
