/**
 * Families of texts: what shares a template, a source document or most of its words is one family, and
 * no family is both trained on and measured. Near duplicates are found by MinHash over runs of words.
 *
 * Source: Broder 1997, On the resemblance and containment of documents.
 */
import { hash } from 'node:crypto';
import { tokensOf } from '@assay/scorers/detectors/model/tokens.ts';

const HASHES = 24;
const ROWS_A_BAND = 3;
const RUN = 3;

/** A family's name for each text: the same for texts that a chain of near duplicates connects. */
export function familiesOf(texts: readonly string[]): string[] {
  const parent = texts.map((_, i) => i);
  const find = (i: number): number => {
    let at = i;
    while (parent[at] !== at) at = parent[at] ?? at;
    parent[i] = at;
    return at;
  };
  const bands = new Map<string, number>();
  for (const [i, text] of texts.entries()) {
    const signature = minHashes(text);
    for (let at = 0; at < HASHES; at += ROWS_A_BAND) {
      const band = `${at}:${signature.slice(at, at + ROWS_A_BAND).join()}`;
      const other = bands.get(band);
      if (other === undefined) bands.set(band, i);
      else parent[find(i)] = find(other);
    }
  }
  return texts.map((_, i) => digest(texts[find(i)] ?? ''));
}

/** Whether a family is kept from training: so many of each hundred, the same ones whenever asked. */
export function isHeldOut(family: string, percent = 25): boolean {
  return Number.parseInt(hash('sha256', `held-out:${family}`).slice(0, 8), 16) % 100 < percent;
}

function digest(text: string): string {
  return hash('sha256', text).slice(0, 16);
}

function minHashes(text: string): number[] {
  const tokens = tokensOf(text).words;
  const least = new Array<number>(HASHES).fill(2 ** 32);
  for (let start = 0; start < Math.max(1, tokens.length - RUN + 1); start++) {
    const run = fnv(tokens.slice(start, start + RUN).join(' '));
    for (let k = 0; k < HASHES; k++) {
      const value = mix(run ^ Math.imul(k + 1, 0x9e3779b1));
      if (value < (least[k] ?? 0)) least[k] = value;
    }
  }
  return least;
}

function fnv(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value;
}

function mix(value: number): number {
  let mixed = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
