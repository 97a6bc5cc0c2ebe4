import type { JsonObject, Sample } from '@assay/schema/types.ts';
import type { Scorer } from '@assay/scorers/define.ts';
import { readSample, type SampleView } from '@assay/scorers/sample.ts';
import { COUNTERPARTS } from './counterparts.ts';
import { prose, vary } from './texts.ts';

/** What a scorer is measured on. */
export interface Workload {
  sample: SampleView;
  params: JsonObject;
}

/** The scorer's first example with its texts replaced by others of the length asked for. */
export function workloadOf(scorer: Scorer, characters: number): Workload {
  const [example] = scorer.examples;
  const sample = readSample({ ...example?.sample, ...texts(scorer, characters) });
  // Libraries know no options: beside one, a scorer runs without any, too, unless it does nothing then.
  const params = scorer.id in COUNTERPARTS && scorer.id !== 'language' ? {} : example?.params;
  return { sample, params: scorer.params.parse(params ?? {}) };
}

function texts({ id, group, needs, examples }: Scorer, characters: number): Sample {
  if (group === 'format') return json(id, characters);
  if (id === 'list-contains') return list(characters);
  const text = prose(characters, 1);
  if (group === 'detectors' && examples[0]?.sample.output === undefined) return { input: text };
  if (id === 'numeric-diff') return { output: `${text} That makes 90 EUR.` };
  if (needs.includes('references')) return { output: vary(text, 8), expected: text };
  return { output: vary(text, 8) };
}

/** A list of people as an API returns it, one field in eight different. */
function json(id: string, characters: number): Sample {
  const people = (everyNth: number) => {
    const rows: JsonObject[] = [];
    for (let i = 0; JSON.stringify(rows).length < characters - 40; i += 1) {
      rows.push({ id: i, name: `Ada ${i % everyNth}`, active: i % 3 === 0 });
    }
    return { people: rows };
  };
  const output = JSON.stringify(people(8));
  const isCompared = id === 'json-diff' || id === 'json-match';
  return isCompared ? { output, expected: people(1_000) } : { output };
}

function list(characters: number): Sample {
  const words = [...new Set(prose(characters, 1).split(/[ .]+/))].filter((word) => word !== '');
  const expected: string[] = [];
  for (let i = 0; expected.join(' ').length < characters; i += 1) {
    expected.push(`${words[i % words.length]}${i}`);
  }
  return { output: expected.toReversed().join('\n'), expected };
}
