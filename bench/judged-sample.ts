import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sample } from '@assay/schema/types.ts';
import { root } from './wrangler.ts';

/** A claim of a text, as a judge would find it. */
export interface Claim {
  text: string;
  quote: string;
  isSupported: boolean;
}

/** The sample answers that say something; those that say nothing need no judge. */
export async function judgedSamples(): Promise<Sample[]> {
  const lines = await readFile(join(root, 'examples', 'support-answers.jsonl'), 'utf8');
  const samples: Sample[] = lines
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return samples.filter(({ output }) => output !== '');
}

/** The sentences of the output; those are supported most of whose words a context has. */
export function claimsOf(sample: Sample): Claim[] {
  const sentences = textsOf(sample).flatMap(sentencesOf);
  return sentencesOf(String(sample.output)).map((text) => {
    const words = wordsOf(text);
    const shared = sentences.map((sentence) => {
      const known = new Set(wordsOf(sentence));
      return { sentence, share: words.filter((word) => known.has(word)).length / words.length };
    });
    const best = shared.reduce((most, next) => (next.share > most.share ? next : most));
    const isSupported = best.share > 0.5;
    return { text, quote: isSupported ? best.sentence : '', isSupported };
  });
}

export function textsOf({ contexts = [] }: Sample): string[] {
  return contexts.map((context) => (typeof context === 'string' ? context : context.text));
}

function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+/).filter((sentence) => wordsOf(sentence).length > 0);
}

function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}
