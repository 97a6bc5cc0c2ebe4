import { restoreTokens, tokensIn } from '@assay/schema/restore-tokens.ts';
import type { Edit } from '@assay/schema/text-edits.ts';
import type { Evidence } from '@assay/schema/types.ts';
import type { Failed, Outcome } from '../outcome.ts';
import type { ResolvedScorer } from '../resolve.ts';
import type { SampleView, ToolCallView } from '../sample.ts';
import type { Work } from '../work.ts';
import { createRedactor, NotLookedAt, type Redactor } from './redactor.ts';
import { mapStrings, textAt } from './text-at.ts';

/** A sample as models may see it. */
export interface RedactedView {
  view: SampleView;
  /** An outcome that speaks of the redacted sample, so that it speaks of the sample as sent. */
  restore<Of extends Outcome>(outcome: Of): Of;
}

/**
 * Replaces what detectors find in a sample by tokens such as `[EMAIL_1]`, which stand for the same
 * text everywhere in it.
 *
 * @returns the failure `redaction_failed` where a detector could not look
 */
export function redactView(
  sample: SampleView,
  detectors: readonly ResolvedScorer[],
  work: Work,
): RedactedView | Failed {
  const redactor = createRedactor(detectors, new Set(tokensIn(JSON.stringify(sample))), work);
  try {
    const view = redactor.value(plainView(sample));
    return { view, restore: (outcome) => restored(outcome, view, redactor) };
  } catch (cause) {
    if (cause instanceof NotLookedAt) return cause.failure;
    throw cause;
  }
}

/** Numbers as they were written are read again from what is left of the arguments. */
function plainView({ toolCalls, expectedToolCalls, messages, ...sample }: SampleView): SampleView {
  const plain = ({ exactArguments: _, ...call }: ToolCallView) => call;
  return {
    ...sample,
    ...(toolCalls && { toolCalls: toolCalls.map(plain) }),
    ...(expectedToolCalls && { expectedToolCalls: expectedToolCalls.map(plain) }),
    ...(messages && {
      messages: messages.map((message) => ({
        ...message,
        toolCalls: message.toolCalls.map(plain),
      })),
    }),
  };
}

function restored<Of extends Outcome>(outcome: Of, view: SampleView, redactor: Redactor): Of {
  const tokens = redactor.tokens();
  const texts = <Value>(value: Value) => mapStrings(value, (text) => restoreTokens(text, tokens));
  if (!('evidence' in outcome)) return texts(outcome);
  const evidence = outcome.evidence.map((one) => placedAsSent(one, view, redactor));
  return texts({ ...outcome, evidence });
}

/** Evidence at its place in the text as sent; without a place where that cannot be told. */
function placedAsSent(evidence: Evidence, view: SampleView, redactor: Redactor): Evidence {
  const { pointer, start, end, ...rest } = evidence;
  if (pointer === undefined || start === undefined || end === undefined) return evidence;
  const seen = textAt(view, pointer);
  const edits = seen === undefined ? undefined : redactor.editsIn(seen);
  if (edits === undefined) return { ...rest, pointer };
  return { ...evidence, start: placeOf(start, edits, 'start'), end: placeOf(end, edits, 'end') };
}

/** The place in the text before edits; one inside a replacement is the beginning or end of what was there. */
function placeOf(at: number, edits: readonly Edit[], side: 'start' | 'end'): number {
  let shift = 0;
  for (const { start, end, replacement } of edits) {
    const from = start + shift;
    const to = from + replacement.length;
    if (side === 'start' ? at < to : at <= from) {
      return side === 'start' && at > from ? start : at - shift;
    }
    if (side === 'end' && at < to) return end;
    shift += replacement.length - (end - start);
  }
  return at - shift;
}
