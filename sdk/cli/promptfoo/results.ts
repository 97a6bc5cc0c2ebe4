import type { Generation, JsonObject, JsonValue, Sample } from '@assay/schema/types.ts';
import { CliError } from '../cli-error.ts';
import type { RemarkList } from '../importing/case.ts';
import { parseJson } from '../importing/source.ts';
import { outputFields } from './output.ts';
import { askedIn } from './prompts.ts';
import { isRecord } from './row.ts';

/** What a run of promptfoo got from the models. */
export interface Results {
  /** What was got for a test; `index` counts tests as promptfoo does, repeats included. */
  of(index: number, vars: JsonObject): Row[];
  /** Those that no test was found for. */
  rest(): Row[];
}

/** One output, of one test with one prompt by one model. */
export interface Row {
  place: string;
  column: number;
  vars: JsonObject;
  given: JsonObject;
}

/** @throws CliError for a file that is not what `promptfoo eval -o results.json` writes */
export function readResults(text: string, path: string): Results {
  const root = parseJson(text, path);
  const outer = isRecord(root) ? root.results : undefined;
  const list = isRecord(outer) ? outer.results : outer;
  if (!Array.isArray(list)) {
    throw new CliError(`${path} has no results: make it with promptfoo eval -o results.json.`);
  }
  const tests = new Map<number, Row[]>();
  for (const [i, given] of list.entries()) {
    if (!isRecord(given)) throw new CliError(`${path}: results[${i}] is no object.`);
    const { testIdx, promptIdx, vars } = given;
    const row: Row = {
      place: `results[${i}]`,
      column: typeof promptIdx === 'number' ? promptIdx : 0,
      vars: isRecord(vars) ? vars : {},
      given,
    };
    const index = typeof testIdx === 'number' ? testIdx : i;
    tests.set(index, [...(tests.get(index) ?? []), row]);
  }
  return {
    of(index, vars) {
      const fits = (rows: readonly Row[] | undefined) => rows?.every((row) => hasVars(row, vars));
      // Where tests could not all be read, the numbers are others: the variables tell.
      const found = fits(tests.get(index))
        ? index
        : [...tests.keys()].find((each) => fits(tests.get(each)));
      if (found === undefined) return [];
      const rows = tests.get(found) ?? [];
      tests.delete(found);
      return rows;
    },
    rest: () => [...tests.values()].flat(),
  };
}

/** Whether a row was made with these variables; those that templates make are not compared. */
function hasVars({ vars: made }: Row, vars: JsonObject): boolean {
  return Object.entries(vars).every(([name, value]) => {
    if (JSON.stringify(value).includes('{{') || JSON.stringify(value).includes('file://')) {
      return true;
    }
    return asText(made[name]) === asText(value);
  });
}

function asText(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value.trimEnd() : (JSON.stringify(value) ?? '');
}

/** What a sample has of a row; undefined, with a remark, where the model gave nothing. */
export function sampleOfRow(row: Row, remarks: RemarkList): Sample | undefined {
  const { prompt, provider, response } = row.given;
  const output = isRecord(response) ? response.output : undefined;
  if (output === undefined || output === null) {
    const error = isRecord(response) ? (response.error ?? row.given.error) : row.given.error;
    const why = typeof error === 'string' ? error : 'promptfoo got none.';
    remarks.add({ kind: 'left-out', place: row.place, what: 'output', why });
    return undefined;
  }
  const raw = isRecord(prompt) ? prompt.raw : undefined;
  const generator = isRecord(provider) ? provider.id : provider;
  const generation = generationOf(row.given, isRecord(response) ? response : {});
  return {
    ...(typeof raw === 'string' && askedIn(raw)),
    ...outputFields(output),
    ...(typeof generator === 'string' &&
      generator !== '' && { generator: generator.slice(0, 128) }),
    ...(Object.keys(generation).length > 0 && { generation }),
  };
}

function generationOf(row: JsonObject, response: JsonObject): Generation {
  const { latencyMs } = row;
  const { finishReason, logProbs, tokenUsage } = response;
  const cost = response.cost ?? row.cost;
  const { prompt, completion } = isRecord(tokenUsage) ? tokenUsage : {};
  return {
    ...(typeof latencyMs === 'number' && { latencyMs }),
    ...(typeof cost === 'number' && { costUsd: cost }),
    ...(typeof finishReason === 'string' && finishReason !== '' && { finishReason }),
    ...(typeof prompt === 'number' &&
      typeof completion === 'number' && {
        usage: { inputTokens: prompt, outputTokens: completion },
      }),
    ...(Array.isArray(logProbs) && {
      logprobs: logProbs.filter((each) => typeof each === 'number'),
    }),
  };
}
