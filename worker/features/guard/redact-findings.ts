import { tokensIn } from '@assay/schema/restore-tokens.ts';
import type {
  GuardFinding,
  GuardRedaction,
  GuardReplacement,
  GuardRequest,
} from '@assay/schema/types.ts';
import { mergeSpans } from '@assay/scorers/detectors/finding.ts';
import { createReplacements, hashKey, modeOf } from '@assay/scorers/redaction/replacements.ts';
import { ApiProblem } from '../../core/problem.ts';
import { keyedHashes } from './keyed-hashes.ts';
import { type Redactable, redact, redactable } from './redact.ts';
import type { RedactedSpan } from './scrub-scores.ts';

interface ToRedact {
  request: GuardRequest;
  findings: GuardFinding[];
  /** The texts that were looked at, by pointer into the request. */
  texts: ReadonlyMap<string, string>;
  /** Other places at which the checked text stands: turns of `messages`, by their pointers. */
  copies: readonly string[];
  redaction: GuardRedaction;
  key: string | undefined;
  projectId: string;
}

export interface Redacted {
  redacted: Redactable;
  findings: GuardFinding[];
  /** What was replaced, in the order of the texts. */
  replacements: GuardReplacement[];
  /** What each token stands for; absent without tokens. */
  tokens?: Record<string, string> | undefined;
  /** The same, with what stood there: it must not leave the Worker. */
  spans: RedactedSpan[];
  /** Whether something that is to be redacted could not be replaced. */
  isIncomplete: boolean;
}

/** Replaces what findings ask to redact. @throws ApiProblem `redaction_unconfigured` */
export async function redactFindings(given: ToRedact): Promise<Redacted> {
  const { request, findings, redaction, texts } = given;
  const sent = redactable(request);
  const chosen = Map.groupBy(
    findings.filter(({ action }) => action === 'redact'),
    ({ pointer }) => pointer,
  );
  const spans = [...chosen].map(([pointer, found]) => {
    const text = texts.get(pointer) ?? '';
    return {
      pointer,
      text,
      spans: mergeSpans(
        text,
        found.toSorted((a, b) => a.start - b.start),
      ),
    };
  });
  if (spans.length === 0) {
    return {
      redacted: sent,
      findings,
      replacements: [],
      spans: [],
      tokens: request.tokens,
      isIncomplete: false,
    };
  }

  const hashes = await hash(spans, given);
  const written = new Set(tokensIn(JSON.stringify(sent)));
  const replacements = createReplacements(redaction, request.tokens ?? {}, written, hashes);
  const replaced = spans.flatMap(({ pointer, text, spans: found }) =>
    found.map(({ kind, start, end }): RedactedSpan => {
      const original = text.slice(start, end);
      const replacement = replacements.of(kind, original);
      return { kind, pointer, start, end, original, replacement };
    }),
  );
  const editsAt = Map.groupBy(replaced, ({ pointer }) => pointer);
  const changes = new Map(
    spans.map(({ pointer, text }) => [pointer, { text, edits: editsAt.get(pointer) ?? [] }]),
  );
  const ofText = changes.get('/text');
  if (ofText !== undefined) for (const copy of given.copies) changes.set(copy, ofText);
  const { redacted, missed } = redact(sent, changes);
  return {
    redacted,
    findings,
    replacements: replaced.map(({ original: _, ...replacement }) => replacement),
    spans: replaced,
    tokens: replacements.tokens(),
    isIncomplete: missed.length > 0,
  };
}

interface Spans {
  text: string;
  spans: readonly { kind: string; start: number; end: number }[];
}

async function hash(of: readonly Spans[], { redaction, key, projectId }: ToRedact) {
  const wanted = of.flatMap(({ text, spans }) =>
    spans
      .filter(({ kind }) => modeOf(redaction, kind) === 'hash')
      .map(({ kind, start, end }) => hashKey(kind, text.slice(start, end))),
  );
  if (wanted.length === 0) return new Map<string, string>();
  if (key === undefined) throw new ApiProblem('redaction_unconfigured');
  return keyedHashes(key, projectId, new Set(wanted));
}
