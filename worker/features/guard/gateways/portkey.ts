import type { PortkeyAnswer, PortkeyRequest } from '@assay/schema/guard-gateways.ts';
import { isFields, type Path, replaceAt } from '@assay/schema/guard-stream/dialect.ts';
import type { RequestContext } from '../../scoring/request-context.ts';
import type { GuardNeeds } from '../guard.ts';
import { guardTexts } from './guard-texts.ts';
import { type PlacedText, textsOfRequest, textsOfResponse } from './wire-texts.ts';

// Portkey takes no answer within 3 seconds for a pass: rules that are not ready by then fail, so that
// `onError` decides and not the timeout.
const DEADLINE_MS = 2_500;

/** Answers the webhook check of Portkey. @throws as `guard` does */
export async function guardForPortkey(
  body: PortkeyRequest,
  policy: string | undefined,
  context: RequestContext,
  needs: GuardNeeds,
): Promise<PortkeyAnswer> {
  const side = body.eventType === 'beforeRequestHook' ? 'request' : 'response';
  const { json, text } = body[side] ?? {};
  const found = side === 'request' ? textsOfRequest(json) : textsOfResponse(json);
  const texts = found.length > 0 ? found : asWhole(text, side);
  const settings = { deadlineMs: DEADLINE_MS, ...(policy === undefined ? {} : { policy }) };
  const guarded = await guardTexts(texts, settings, context, needs);
  const { action, status, decidedBy, verdictIds } = guarded;
  const data = { action, status, decidedBy, verdictIds };
  if (action !== 'redact') return { verdict: action !== 'block', data };
  // A text without a place in the body cannot be replaced, so it must not go on.
  if (found.length === 0) return { verdict: false, data };
  const redacted = texts.reduce<unknown>((changed, { path, text: sent }, i) => {
    const replacement = guarded.texts[i];
    if (replacement === undefined || replacement === sent) return changed;
    return replaceAt(
      changed,
      path,
      isFields(valueAt(json, path)) ? JSON.parse(replacement) : replacement,
    );
  }, json);
  return { verdict: true, transformedData: { [side]: { json: redacted } }, data };
}

function asWhole(text: string | null | undefined, side: 'request' | 'response'): PlacedText[] {
  if (!text) return [];
  return [{ stage: side === 'request' ? 'input' : 'output', text, path: [] }];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, key) => Object(at)[key], value);
}
