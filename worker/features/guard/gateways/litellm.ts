import type { LiteLlmAnswer, LiteLlmRequest } from '@assay/schema/guard-gateways.ts';
import { isFields } from '@assay/schema/guard-stream/dialect.ts';
import type { RequestContext } from '../../scoring/request-context.ts';
import type { GuardNeeds } from '../guard.ts';
import { guardTexts, type WireText } from './guard-texts.ts';
import { textsIn } from './wire-texts.ts';

type NotLookedAt = LiteLlmAnswer['assay']['notLookedAt'];

/**
 * Answers LiteLLM’s generic guardrail API.
 *
 * LiteLLM reads back texts, but no tool calls: one that must be redacted is blocked.
 *
 * @throws as `guard` does
 */
export async function guardForLiteLlm(
  body: LiteLlmRequest,
  context: RequestContext,
  needs: GuardNeeds,
): Promise<LiteLlmAnswer> {
  const { texts, tool_calls: calls, images, tools } = body;
  const policy = body.additional_provider_specific_params?.policy ?? undefined;
  const settings = policy === undefined ? {} : { policy };
  const stages = (texts ?? []).map((text) => stageOf(text, body));
  const checked = (texts ?? []).flatMap((text, i): WireText[] => {
    const stage = stages[i];
    return stage === undefined || stage === null ? [] : [{ stage, text }];
  });
  const called = (calls ?? []).flatMap(readCall);
  const guarded = await guardTexts([...checked, ...called], settings, context, needs);

  const notLookedAt: NotLookedAt = [
    ...(images?.length ? (['images'] as const) : []),
    ...(tools?.length ? (['tools'] as const) : []),
    ...(stages.includes(null) ? (['system'] as const) : []),
  ];
  const { action, status, decidedBy, verdictIds } = guarded;
  const assay = { action, status, decidedBy, verdictIds, notLookedAt };
  const sent = guarded.texts.slice(0, checked.length);
  const changed = called.some(({ text }, i) => guarded.texts[checked.length + i] !== text);
  if (action === 'block' || (action === 'redact' && changed)) {
    const reason = `Blocked by the guard${decidedBy === null ? '' : ` (${decidedBy})`}.`;
    return { action: 'BLOCKED', blocked_reason: reason, assay };
  }
  if (action !== 'redact') return { action: 'NONE', assay };
  let next = 0;
  const inOrder = (texts ?? []).map((text, i) =>
    stages[i] === null ? text : (sent[next++] ?? text),
  );
  return { action: 'GUARDRAIL_INTERVENED', texts: inOrder, assay };
}

/** Where a text stands; null for one that only the application itself wrote. */
function stageOf(text: string, body: LiteLlmRequest): WireText['stage'] | null {
  if (body.input_type === 'response') return 'output';
  const roles = new Set(
    (body.structured_messages ?? []).flatMap(({ role, content }) =>
      textsIn(content).some((found) => found.text === text) ? String(role) : [],
    ),
  );
  if (roles.size === 0) return 'input';
  if (roles.has('tool') || roles.has('function')) return 'tool-result';
  const isOwn = [...roles].every((role) => role === 'system' || role === 'developer');
  return isOwn ? null : 'input';
}

function readCall(call: unknown): WireText[] {
  if (!isFields(call) || !isFields(call.function)) return [];
  const { name, arguments: given } = call.function;
  if (typeof given !== 'string' || given === '') return [];
  return [{ stage: 'tool-call', text: given, call: String(name ?? '') }];
}
