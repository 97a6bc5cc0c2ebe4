import type { Sample } from '@assay/schema/types.ts';
import { whenLoaded } from '@assay/scorers/load.ts';
import { readSample } from '@assay/scorers/sample.ts';
import { detectLanguage } from '@assay/scorers/text/detect-language.ts';
import { modelFamily } from '../judging/family.ts';

/** What a judge may be biased by: each sample has its own. */
export interface Traits {
  /** Characters of the output. */
  length: number;
  language: string | null;
  /** The family of the model that wrote the output. */
  family: string | null;
  /** Where the output stood, as `metadata.position` tells. */
  position: string | null;
}

// The beginning of a text is enough to tell its language.
const READ = 400;

export async function traitsOf(sample: Sample): Promise<Traits> {
  const { output = '' } = readSample(sample);
  const { generator, metadata } = sample;
  const position = metadata?.position;
  const isTold = typeof position === 'string' || typeof position === 'number';
  const [likeliest] = await whenLoaded(() => detectLanguage(output.slice(0, READ)));
  return {
    length: output.length,
    language: likeliest?.language ?? null,
    family: generator === undefined ? null : modelFamily(generator),
    position: isTold ? String(position) : null,
  };
}
