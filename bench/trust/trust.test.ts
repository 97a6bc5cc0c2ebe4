import { describe, expect, test } from 'vitest';
import { measureCoverage } from './coverage.ts';
import { DIFFERENCES, measureDifference } from './differences.ts';
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

  test.each(DIFFERENCES)('95% intervals of corrected differences cover it: $name', (setting) => {
    const { byPairs, byCalibration } = measureDifference(setting, {
      ...{ labels: 100, worlds: WORLDS, pairs: 500, seed: 5 },
    });
    expect(byPairs.covered).toBeGreaterThan(0.93 - NOISE);
    if (byCalibration.estimated > 0.5) {
      expect(byCalibration.covered).toBeGreaterThan(0.93 - NOISE);
    }
  });

  test('a difference is refused by a judge that is no better than chance, and by few labels', () => {
    const [, , useless] = DIFFERENCES;
    const [good] = DIFFERENCES;
    if (good === undefined || useless === undefined) throw new Error('no settings');
    const measure = (setting: typeof good, labels: number) =>
      measureDifference(setting, { labels, worlds: 20, pairs: 200, seed: 6 });
    expect(measure(useless, 200).byCalibration.estimated).toBe(0);
    expect(measure(good, 15).byPairs.estimated).toBe(0);
    expect(measure(good, 40).byCalibration.estimated).toBe(0);
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
