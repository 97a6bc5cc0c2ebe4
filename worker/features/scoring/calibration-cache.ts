import type { CalibratedJudge, ConfusionMatrix, Estimate } from '@assay/schema/types.ts';
import type { ApplicableCalibration } from '../../store/calibrations.ts';
import { createVersionCache, type VersionCache } from './version-cache.ts';

/** A point of a calibration curve: value of the judge, probability, and the ends of its interval. */
export type AppliedPoint = readonly [value: number, probability: number, low: number, high: number];

/** Labels whose verdicts are at least so confident, and the wrong ones among them. */
export type LadderStep = readonly [confidence: number, n: number, wrong: number];

/** Labels as estimates over many scores are corrected by them. */
export interface AppliedLabels {
  /** How often people gave one value and the judge the other. */
  values: readonly (readonly [people: number, judge: number, count: number])[];
  passes: ConfusionMatrix;
}

/** What scores are read by. */
export interface AppliedTables extends AppliedLabels {
  /** By rising value; null where there were too few labels. */
  curve: readonly AppliedPoint[] | null;
  /** By falling confidence; empty where no label can carry a guarantee. */
  ladder: readonly LadderStep[];
}

/** A calibration as scores need it. */
export interface AppliedCalibration extends AppliedTables {
  id: string;
  judges: readonly CalibratedJudge[];
  agreement: Estimate | null;
  /** The question that people answered; null for labels that named none. */
  question: string | null;
  /** Grades of people from this on count as a pass. */
  passAt: number;
  createdAtMs: number;
}

/** Calibrations by the fingerprint of the judge, newest first; an empty list for one that has none. */
export type CalibrationCache = VersionCache<readonly AppliedCalibration[]>;

export interface ApplicableCalibrations {
  applicable(projectId: string, fingerprint: string): Promise<ApplicableCalibration[]>;
}

export function createCalibrationCache(
  calibrations: ApplicableCalibrations,
  nowMs: () => number,
): CalibrationCache {
  const find = (projectId: string, fingerprint: string) =>
    calibrations.applicable(projectId, fingerprint);
  return createVersionCache({ find }, nowMs, (rows) => rows.map(open));
}

function open({ judges, agreement, applied, ...same }: ApplicableCalibration) {
  const tables: AppliedTables = JSON.parse(applied);
  const calibration: AppliedCalibration = {
    ...same,
    judges: JSON.parse(judges),
    agreement: agreement === null ? null : JSON.parse(agreement),
    ...tables,
  };
  return calibration;
}
