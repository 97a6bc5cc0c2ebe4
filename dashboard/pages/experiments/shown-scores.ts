import type { ExperimentReport } from '@assay/sdk';

/** Tells which scores to show: a single one that says the same as the verdict is not shown beside it. */
export function isShownIn({ variants }: Pick<ExperimentReport, 'variants'>) {
  const isSame = variants.every(({ scorers: [verdict, only, ...others] }) => {
    return others.length === 0 && verdict?.mean?.value === only?.mean?.value;
  });
  return ({ scorer }: { scorer: string | null }) => scorer === null || !isSame;
}
