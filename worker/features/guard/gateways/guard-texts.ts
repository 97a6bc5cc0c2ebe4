import { redactedCall, requestOfCall } from '@assay/schema/guard-stream/call-part.ts';
import type { GuardAction, GuardRequest, GuardStage } from '@assay/schema/types.ts';
import type { RequestContext } from '../../scoring/request-context.ts';
import { type GuardNeeds, guard } from '../guard.ts';

/** A text or the arguments of a tool call, from a request or response of some provider. */
export interface WireText {
  stage: GuardStage;
  text: string;
  /** The name of the tool, if it is a call. */
  call?: string;
}

export interface GuardedTexts {
  action: GuardAction;
  /** `not_run` without a text, or with one to which no rule was applied. */
  status: 'checked' | 'not_run';
  decidedBy: string | null;
  verdictIds: string[];
  /** The texts with their redactions, in order; as sent if it is blocked. */
  texts: string[];
}

const ACTIONS: readonly GuardAction[] = ['allow', 'flag', 'redact', 'block'];

/**
 * Checks texts one after the other, so that the same text gets the same token in all of them.
 *
 * @throws as `guard` does
 */
export async function guardTexts(
  texts: readonly WireText[],
  settings: Pick<GuardRequest, 'policy' | 'deadlineMs'>,
  context: RequestContext,
  needs: GuardNeeds,
): Promise<GuardedTexts> {
  const guarded: GuardedTexts = {
    action: 'allow',
    status: texts.length > 0 ? 'checked' : 'not_run',
    decidedBy: null,
    verdictIds: [],
    texts: [],
  };
  let tokens: Record<string, string> | undefined;
  for (const { stage, text, call } of texts) {
    const asked = call === undefined ? { stage, text } : requestOfCall({ name: call, text });
    const known = tokens === undefined ? {} : { tokens };
    const result = await guard({ ...asked, ...settings, ...known }, context, needs);
    tokens = result.tokens ?? tokens;
    if (!result.scores.some(({ status }) => status === 'scored')) guarded.status = 'not_run';
    guarded.verdictIds.push(result.verdictId);
    guarded.texts.push((call === undefined ? result.text : redactedCall(result)) ?? text);
    if (ACTIONS.indexOf(result.action) > ACTIONS.indexOf(guarded.action)) {
      guarded.action = result.action;
      guarded.decidedBy = result.decidedBy;
    }
    if (result.action === 'block') break;
  }
  return guarded;
}
