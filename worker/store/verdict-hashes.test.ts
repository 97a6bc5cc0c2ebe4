import type { Sample, Verdict } from '@assay/schema/types.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashesOf } from './verdict-hashes.ts';

// Numbers that JSON has and doubles do not among them.
const json = fc.json({ depthSize: 'small' }).map((text) => text.replace(/\d/, '1e999'));
const parsed = fc.oneof(
  fc.jsonValue(),
  json.map((text) => {
    try {
      return JSON.parse(text);
    } catch {
      return null;
    }
  }),
);
const written = <Value>(value: Value) => ({ value, text: JSON.stringify(value) });
const hashOf = (text: string) => fingerprint(JSON.parse(text)).slice('sha256:'.length);

function verdictOf(sample: unknown, metadata: unknown): Verdict {
  const lineage = { sampleHash: fingerprint(sample) };
  return { id: 'ver_1', value: -0, metadata, lineage } as unknown as Verdict;
}

test('hashes are those of what is stored, whatever a verdict and its sample have in them', () => {
  fc.assert(
    fc.property(parsed, parsed, fc.boolean(), (value, metadata, isJudged) => {
      const sample = written({ output: value } as unknown as Sample);
      const verdict = written(verdictOf(sample.value, metadata));
      const stored = hashOf(sample.text);
      const isSame = `sha256:${stored}` === verdict.value.lineage.sampleHash;
      expect(hashesOf(verdict, sample, isJudged)).toEqual({
        hash: hashOf(verdict.text),
        sampleHash: isSame ? null : stored,
      });
    }),
  );
});

test('a number too large for JSON is stored as null, and hashed as that', () => {
  const sample = written({ output: JSON.parse('1e999') } as Sample);
  const verdict = written(verdictOf(sample.value, {}));
  expect(hashesOf(verdict, sample, true).sampleHash).toBe(hashOf('{"output":null}'));
});

test('another sample than the judged one has a hash of its own', () => {
  const verdict = written(verdictOf({ output: 'a' }, {}));
  expect(hashesOf(verdict, written({ output: 'a' }), false).sampleHash).toBeNull();
  expect(hashesOf(verdict, written({ output: 'b' }), false).sampleHash).toBe(
    hashOf('{"output":"b"}'),
  );
});
