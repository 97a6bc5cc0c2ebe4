import { type Edit, editText } from '@assay/schema/text-edits.ts';
import { failsAt, isDetector, SHOWN_FROM } from '../detectors/define-detector.ts';
import { mergeSpans, type Span } from '../detectors/finding.ts';
import { type Failed, failed } from '../outcome.ts';
import type { ResolvedScorer } from '../resolve.ts';
import { type Work, WorkExceeded } from '../work.ts';
import { createReplacements } from './replacements.ts';
import type { Replaced } from './scrubber.ts';
import { mapItems } from './with-changes.ts';

/** A text, and what was replaced in it. */
export interface RedactedText {
  text: string;
  edits: readonly Edit[];
}

/** Replaces what detectors find by tokens, the same text by the same token everywhere. */
export interface Redactor {
  /** @throws NotLookedAt */
  text(text: string): RedactedText;
  /**
   * A JSON value with its texts, numbers and the keys of its data redacted; the same where that is
   * nothing. What names a role, a type, a tool or an id stays as it is. @throws NotLookedAt
   */
  value<Value>(value: Value): Value;
  /** What each token stands for. */
  tokens(): Readonly<Record<string, string>>;
  /** What was replaced so far. */
  replaced(): Replaced[];
  /** What was replaced in the text that came to be this one; undefined where it is not known. */
  editsIn(redacted: string): readonly Edit[] | undefined;
}

/** A detector could not look: nothing may be taken for redacted. */
export class NotLookedAt extends Error {
  override readonly name = 'NotLookedAt';
  readonly failure: Failed;

  constructor(detector: string, reason: string) {
    super(`${detector} could not look`);
    const detail = `Nothing was redacted, sent or stored: ${detector} could not look. ${reason}`;
    this.failure = failed('redaction_failed', detail);
  }
}

// What names a part of a sample, and what refers to it.
const KEPT = /^(?:type|role|status|name|toolName|id|call_?id|tool_?(?:call|use)_?id|generator)$/i;

// Below these everything is data, keys and all.
const DATA =
  /^(?:args|arguments|input|input_?parameters|action|params|output|result|response|error|expected|metadata|toolResults)$/i;

/**
 * @param detectors what to look for
 * @param written tokens that stand in the texts already: none of them is given
 */
export function createRedactor(
  detectors: readonly ResolvedScorer[],
  written: Pick<ReadonlySet<string>, 'has'>,
  work: Work,
): Redactor {
  const replacements = createReplacements({ mode: 'tokens' }, {}, written, new Map());
  const known = new Map<string, RedactedText>();
  const editsBy = new Map<string, readonly Edit[] | undefined>();

  function redactText(text: string): RedactedText {
    const before = known.get(text);
    if (before !== undefined) return before;
    const spans = detectors.flatMap((detector) => spansIn(text, detector, work));
    const merged = mergeSpans(
      text,
      spans.toSorted((a, b) => a.start - b.start),
    );
    const edits = merged.map(({ kind, start, end }) => ({
      ...{ start, end, replacement: replacements.of(kind, text.slice(start, end)) },
    }));
    const redacted = { text: edits.length === 0 ? text : editText(text, edits), edits };
    known.set(text, redacted);
    editsBy.set(redacted.text, edits);
    return redacted;
  }

  /** JSON in a text: its values are looked at as what they say, then the whole as it is written. */
  function redactString(text: string): string {
    const parsed = parsedJson(text);
    if (parsed === undefined) return redactText(text).text;
    const values = redactValue(parsed, true);
    const before = JSON.stringify(parsed);
    const after = JSON.stringify(values);
    if (before === after) return redactText(text).text;
    const whole = redactText(after).text;
    // Written anew, so that its places are others.
    editsBy.set(whole, undefined);
    return whole;
  }

  function redactValue<Value>(value: Value, isData: boolean): Value {
    if (typeof value === 'string') return redactString(value) as Value;
    if (typeof value === 'number') {
      const { text, edits } = redactText(String(value));
      return (edits.length === 0 ? value : text) as Value;
    }
    if (Array.isArray(value)) return mapItems(value, (item) => redactValue(item, isData)) as Value;
    if (typeof value !== 'object' || value === null) return value;
    let isSame = true;
    const entries = Object.entries(value).map(([key, member]) => {
      if (!isData && KEPT.test(key) && typeof member !== 'object') return [key, member];
      const name = isData ? redactText(key).text : key;
      const redacted = redactValue<unknown>(member, isData || DATA.test(key));
      isSame &&= name === key && redacted === member;
      return [name, redacted];
    });
    return isSame ? value : (Object.fromEntries(entries) as Value);
  }

  return {
    text: redactText,
    value: (value) => redactValue(value, false),
    tokens: () => replacements.tokens() ?? {},
    replaced: () =>
      Object.entries(replacements.tokens() ?? {}).map(([replacement, original]) => ({
        replacement,
        original,
      })),
    editsIn: (redacted) => editsBy.get(redacted),
  };
}

function spansIn(
  text: string,
  { scorer, params, threshold }: ResolvedScorer,
  work: Work,
): readonly Span[] {
  if (text === '' || !isDetector(scorer)) return [];
  const found = lookedAt(text, { scorer, params }, work);
  return found.filter((span) =>
    threshold === null ? span.certainty >= SHOWN_FROM : failsAt(threshold, span),
  );
}

function lookedAt(
  text: string,
  { scorer, params }: Pick<ResolvedScorer, 'scorer' | 'params'>,
  work: Work,
): readonly Span[] {
  if (!isDetector(scorer)) return [];
  try {
    const found = scorer.spansIn(text, params, work);
    if (Array.isArray(found)) return found;
    throw new NotLookedAt(scorer.id, found.reason);
  } catch (cause) {
    if (cause instanceof NotLookedAt) throw cause;
    const isTooLong = cause instanceof WorkExceeded;
    // The message of any other error may quote the text.
    throw new NotLookedAt(scorer.id, isTooLong ? cause.message : 'It failed.');
  }
}

function parsedJson(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
