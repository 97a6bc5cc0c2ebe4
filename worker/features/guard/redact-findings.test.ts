import { restoreTokens } from '@assay/schema/restore-tokens.ts';
import type { GuardFinding, RedactionMode } from '@assay/schema/types.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactFindings } from './redact-findings.ts';

const plain = fc.constantFrom(
  'hello ',
  '😀',
  'e\u0301',
  '\r\n',
  '[EMAIL_1]',
  '[EMAIL_',
  '[',
  '] ',
  '漢',
);
const secret = fc.constantFrom('a@b.example', 'ä@b.example', '😀@b.example', '[EMAIL_2]@b');
const pieces = fc.array(fc.oneof(plain, secret), { maxLength: 12 });
const isSecret = (piece: string) => piece.includes('@');

async function redactPieces(given: readonly string[], mode: RedactionMode, overlap = 0) {
  const text = given.join('');
  let at = 0;
  const findings: GuardFinding[] = [];
  for (const piece of given) {
    const [start, end] = [at, at + piece.length];
    at = end;
    if (!isSecret(piece)) continue;
    const found = { pointer: '/text', kind: 'email', action: 'redact' as const };
    findings.push({ ...found, scorer: 'a', start, end, certainty: 0.9 });
    // Another detector, which sees a part of it, and something more.
    const part = { start: start + overlap, end: Math.min(text.length, end + overlap) };
    if (overlap > 0) findings.push({ ...found, ...part, scorer: 'b', certainty: 0.8 });
  }
  return redactFindings({
    request: { stage: 'output', text },
    findings,
    texts: new Map([['/text', text]]),
    copies: [],
    redaction: { mode },
    key: undefined,
    projectId: 'prj_a',
  });
}

test('restoring what was redacted gives the text back, whatever looks like a token in it', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, fc.nat({ max: 3 }), async (given, overlap) => {
      const { redacted, tokens = {} } = await redactPieces(given, 'tokens', overlap);
      expect(restoreTokens(redacted.text ?? '', tokens)).toBe(given.join(''));
    }),
  );
});

test('all that was found is replaced, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(pieces, async (given) => {
      const { redacted, isIncomplete } = await redactPieces(given, 'placeholder');
      const replaced = given.map((piece) => (isSecret(piece) ? '[EMAIL]' : piece));
      expect(isIncomplete).toBe(false);
      // Two that touch may be replaced as one, or as two.
      expect(redacted.text?.replaceAll('[EMAIL][EMAIL]', '[EMAIL]')).toBe(
        replaced.join('').replaceAll('[EMAIL][EMAIL]', '[EMAIL]'),
      );
    }),
  );
});
