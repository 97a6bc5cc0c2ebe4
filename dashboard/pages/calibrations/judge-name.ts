import type { CalibrationHead } from '@assay/sdk';

/** A model with the version that it reported. */
export function judgeName({ model, version }: CalibrationHead['judges'][number]): string {
  return version === null ? model : `${model} (${version})`;
}
