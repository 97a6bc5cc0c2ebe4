import type { Generation } from '@assay/schema/types.ts';
import { type Failed, failed } from '../outcome.ts';

/** The error of a sample whose `generation` lacks a field. */
export function lacks(field: keyof Generation): Failed {
  return failed(
    'sample_field_missing',
    `The sample has no \`generation.${field}\`, which this scorer needs.`,
  );
}

/** 1 within a budget; beyond it budget / spent, so that twice the budget is 0.5. */
export function withinBudget(spent: number, budget: number): number {
  return spent <= budget ? 1 : budget / spent;
}
