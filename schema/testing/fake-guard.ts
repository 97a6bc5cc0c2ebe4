import type { StreamCheck } from '../guard-stream/stream-guard.ts';
import { editText } from '../text-edits.ts';
import type {
  AnyToolCall,
  GuardAction,
  GuardFinding,
  GuardReplacement,
  GuardResult,
  Score,
} from '../types.ts';

/** Kinds that the fake finds, what each looks like, and what is done with it. */
const KINDS = [
  ['secret', /<[a-z ]*>/g, 'redact'],
  ['bomb', /BOMB/g, 'block'],
  ['note', /NOTE/g, 'flag'],
] as const;

const SCORE: Score = {
  ...{ scorer: 'fake', name: 'fake', version: 1, kind: 'code', fingerprint: 'sha256:0' },
  ...{ status: 'scored', value: 1, raw: null, passed: true, threshold: 0.5, negated: false },
  ...{ weight: 1, required: true, reason: 'It looked.', evidence: [], usage: null, costUsd: 0 },
  ...{ latencyMs: 0, cached: false },
};

/** A guard that finds `<…>` (redact), `BOMB` (block) and `NOTE` (flag). */
export function fakeGuard(asked: StreamCheck): GuardResult {
  const [call] = asked.toolCalls ?? [];
  const text = asked.text ?? argumentsOf(call);
  const pointer = call === undefined ? '/text' : '/toolCalls/0/arguments';
  const findings = KINDS.flatMap(([kind, pattern, action]) =>
    [...text.matchAll(pattern)].map(({ index, 0: found }): GuardFinding => {
      const [start, end] = [index, index + found.length];
      return { scorer: `find-${kind}`, kind, pointer, start, end, certainty: 1, action };
    }),
  ).sort((a, b) => a.start - b.start);
  const action: GuardAction =
    (['block', 'redact', 'flag'] as const).find((is) => findings.some((f) => f.action === is)) ??
    'allow';
  const replacements = findings
    .filter((finding) => finding.action === 'redact' && action !== 'block')
    .map(({ kind, start, end }): GuardReplacement => {
      return { kind, pointer, start, end, replacement: '[SECRET]' };
    });
  const redacted = action === 'block' ? null : editText(text, replacements);
  return {
    action,
    stage: asked.stage,
    decidedBy: findings.find((finding) => finding.action === action)?.scorer ?? null,
    ...(call === undefined
      ? { text: redacted }
      : { toolCalls: redacted === null ? null : [callWith(call, redacted)] }),
    findings,
    replacements,
    notRun: [],
    scores: [SCORE],
    verdictId: `ver_${text.length}`,
    stored: 'none',
    policy: { name: 'fake', version: 1, fingerprint: 'sha256:0' },
    usage: null,
    costUsd: 0,
    latencyMs: 0,
  };
}

function argumentsOf(call: AnyToolCall | undefined): string {
  return String(Object(Object(call).function).arguments ?? '');
}

function callWith(call: AnyToolCall, args: string): AnyToolCall {
  return Object.assign(structuredClone(call), {
    function: { name: 'f', arguments: args },
  });
}
