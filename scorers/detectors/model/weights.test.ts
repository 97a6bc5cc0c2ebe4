import { hash } from 'node:crypto';
import { expect, test } from 'vitest';
import { readData } from '#data-files';
import { detectInjection } from '../detect-injection.ts';
import { detectRefusal } from '../detect-refusal.ts';
import { detectToxicity } from '../detect-toxicity.ts';
import { detectUngrounded } from '../detect-ungrounded.ts';
import { WEIGHTS } from './weights.ts';

const MOST_BYTES = 100_000;
const DETECTORS = {
  injection: detectInjection,
  refusal: detectRefusal,
  toxicity: detectToxicity,
  ungrounded: detectUngrounded,
};

test('each weights file has the hash that its fingerprint holds', () => {
  for (const [name, expected] of Object.entries(WEIGHTS)) {
    const bytes = new Uint8Array(readData(`detectors/model/${name}.bin`));
    expect(`sha256:${hash('sha256', bytes)}`, name).toBe(expected);
    expect(bytes.length, name).toBeLessThan(MOST_BYTES);
  }
});

test('what decides the scores of a trained detector holds the hash of its weights', () => {
  for (const [name, weights] of Object.entries(WEIGHTS)) {
    const detector = DETECTORS[name as keyof typeof DETECTORS];
    expect(detector.behaviour({ over: ['output'] }), name).toMatchObject({ weights });
  }
});
