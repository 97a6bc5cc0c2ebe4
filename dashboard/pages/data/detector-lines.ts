import type { DataSettings } from '@assay/sdk';

type Detector = NonNullable<NonNullable<DataSettings['redact']>['stored']>[number];

/** Detectors as lines: their ids, or JSON for those with parameters. */
export function linesOf(detectors: readonly Detector[] = []): string {
  return detectors.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n');
}

/** Detectors in lines; names and parameters are checked by the API. @throws SyntaxError for broken JSON */
export function detectorsIn(text: string): Detector[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('{') ? JSON.parse(line) : line));
}
