import { describe, expect, test } from 'vitest';
import { measureCoverage } from './coverage.ts';
import { CONFIDENT_JUDGES, measureGuarantee } from './guarantees.ts';
import { SETTINGS } from './worlds.ts';

const WORLDS = 300;
// Three standard errors of a share of 95% in that many worlds.
const NOISE = 3 * Math.sqrt((0.95 * 0.05) / WORLDS);

describe('in worlds whose truth is known', () => {
  test.each(SETTINGS)('95% intervals of corrected means cover it: $name', (setting) => {
    const found = measureCoverage(setting, { labels: 50, worlds: WORLDS, seed: 1 });
    expect(found.corrected.covered).toBeGreaterThan(0.93 - NOISE);
    expect(found.corrected.width).toBeLessThan(1.03 * found.labelsAlone.width);
  });

  test('a good judge saves labels, and a useless one costs none', () => {
    const measure = (name: string) => {
      const setting = SETTINGS.find((each) => each.name === name);
      if (setting === undefined) throw new Error(name);
      return measureCoverage(setting, { labels: 200, worlds: 50, seed: 2 });
    };
    const good = measure('passes 0.6, sensitivity 0.9, specificity 0.9');
    expect(good.worth).toBeGreaterThan(350);
    expect(good.corrected.width).toBeLessThan(0.75 * good.labelsAlone.width);
    const useless = measure('passes 0.6, sensitivity 0.55, specificity 0.5');
    expect(useless.worth).toBeGreaterThan(195);
    expect(useless.roganGladen.estimated).toBeLessThan(0.1);
  });

  test.each(CONFIDENT_JUDGES)('a guaranteed risk is kept: $name', (judge) => {
    const { broken } = measureGuarantee(judge, { labels: 200, worlds: WORLDS, seed: 3 });
    // 10%, and three standard errors of it.
    expect(broken).toBeLessThan(0.152);
  });

  test('a good judge answers, and a useless one never does', () => {
    const [good, , , , useless] = CONFIDENT_JUDGES.map((judge) =>
      measureGuarantee(judge, { labels: 200, worlds: 50, seed: 4 }),
    );
    expect(good?.coverage).toBeGreaterThan(0.15);
    expect(useless?.answers).toBe(0);
  });
});
