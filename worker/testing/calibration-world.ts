import type { Calibration, CalibrationInput, CalibrationLabel } from '@assay/schema/types.ts';
import { createCalibration } from '../features/calibrations/create-calibration.ts';
import { getCalibration } from '../features/calibrations/find-calibrations.ts';
import { type BatchWorld, createBatchWorld } from './batch-world.ts';
import { met, type ScriptedAnswer, type ScriptedJudge, scriptJudge } from './scripted-judge.ts';

/** What the judge of `worldOf` is asked to look at. */
export const POLITE = { scorer: 'rubric', params: { criterion: 'It is polite.' } };

export interface CalibrationWorld extends BatchWorld {
  judge: ScriptedJudge;
  begin(projectId: string, input: Partial<CalibrationInput>): Promise<Calibration>;
  /** Begins a calibration, delivers all of its ranges, and reads it. */
  calibrate(projectId: string, input: Partial<CalibrationInput>): Promise<Calibration>;
}

/** Services with a judge that answers by what it is asked; by default as the output says. */
export function worldOf(
  answer: (prompt: string) => ScriptedAnswer = (prompt) => ({ content: met(isTold(prompt)) }),
): CalibrationWorld {
  const judge = scriptJudge(answer);
  const world = createBatchWorld(
    { ASSAY_JUDGE_BASE_URL: 'http://judge.test/v1', ASSAY_JUDGE_MODEL: 'judge-1' },
    { fetch: judge.fetch, random: () => 0 },
  );
  const begin = (projectId: string, input: Partial<CalibrationInput>) =>
    createCalibration({ projectId, input: { scorer: POLITE, ...input } }, world.services);
  return {
    ...world,
    judge,
    begin,
    async calibrate(projectId, input) {
      const { id } = await begin(projectId, input);
      await world.scoreAll();
      return getCalibration(projectId, id, world.services);
    },
  };
}

/** Whether an output tells its judge to pass it. */
export function isTold(prompt: string): boolean {
  return prompt.includes('[judge: pass]');
}

/** A label of a sample that makes the judge say one thing where people said another, or the same. */
export function labelled(
  i: number,
  people: CalibrationLabel['value'],
  judge: boolean,
  more: Partial<CalibrationLabel> = {},
): CalibrationLabel {
  const output = `Answer number ${i} of many. [judge: ${judge ? 'pass' : 'fail'}]`;
  return {
    sample: { id: `s${i}`, input: 'How are you?', output },
    ...(people !== undefined && { value: people }),
    ...more,
  };
}

/** So many labels of each kind, in a fixed order: people's verdict, then the judge's. */
export function labelsOf(
  counts: { passPass?: number; passFail?: number; failPass?: number; failFail?: number },
  more: Partial<CalibrationLabel> = {},
): CalibrationLabel[] {
  const kinds: [boolean, boolean, number][] = [
    [true, true, counts.passPass ?? 0],
    [true, false, counts.passFail ?? 0],
    [false, true, counts.failPass ?? 0],
    [false, false, counts.failFail ?? 0],
  ];
  let i = 0;
  return kinds.flatMap(([people, judge, count]) =>
    Array.from({ length: count }, () => labelled(i++, people, judge, more)),
  );
}
