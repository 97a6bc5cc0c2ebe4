import type { Generation, JsonObject, JsonValue, Sample } from '@assay/schema/types.ts';
import { CliError } from '../cli-error.ts';
import type { RemarkList } from '../importing/case.ts';
import { parseJson } from '../importing/source.ts';
import { outputFields } from './output.ts';
import { askedIn } from './prompts.ts';
import { isRecord } from './row.ts';

/** What a run of promptfoo got from the models. */
export interface Results {
  /**
   * What was got for a test, each time it is asked another run of it; none when there is no more.
   *
   * @param index counts tests as promptfoo does, repeats included: right unless some were filtered out;
   *   undefined for any other run of the test
   */
  of(index: number | undefined, test: WantedTest): Row[];
  /** Those that no test was found for. */
  rest(): Row[];
}

/** A test as it is looked for among the results. */
export interface WantedTest {
  /** Filled in. */
  vars: JsonObject;
  /** As they were written. */
  written: JsonObject;
  description: string | undefined;
  /** Its own assertions, as they were written. */
  assertions: readonly JsonValue[];
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
    throw new CliError(`${path} has no results. Create it with promptfoo eval -o results.json.`);
  }
  const tests = new Map<number, Row[]>();
  for (const [i, given] of list.entries()) {
    if (!isRecord(given)) throw new CliError(`${path}: results[${i}] is not an object.`);
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
    of(index, test) {
      const fits = (rows: readonly Row[] | undefined) =>
        rows?.every((row) => hasVars(row, test) && isOf(row, test)) ?? false;
      // Where tests were filtered out, or could not all be read, the numbers are others.
      const found =
        index !== undefined && fits(tests.get(index))
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
function hasVars({ vars: made }: Row, { vars, written }: WantedTest): boolean {
  return Object.entries(vars).every(([name, value]) => {
    if (isOpen(value)) return true;
    const found = made[name];
    // promptfoo keeps the names of files, and hides what looks like a secret.
    if (typeof found === 'string' && (found.startsWith('file://') || found === '[REDACTED]')) {
      return found === '[REDACTED]' || [written[name]].flat().includes(found);
    }
    return asText(found) === asText(value);
  });
}

/** Whether what a row says of its test is said of this one too. */
function isOf({ given }: Row, { description, assertions }: WantedTest): boolean {
  const { testCase } = given;
  if (!isRecord(testCase)) return true;
  if (typeof testCase.description === 'string' && testCase.description !== description) {
    return false;
  }
  const made = testCase.assert;
  return !Array.isArray(made) || assertions.every((own) => made.some((each) => isSame(own, each)));
}

function isSame(own: JsonValue, made: JsonValue): boolean {
  if (!isRecord(own) || !isRecord(made) || own.type !== made.type) return false;
  return isOpen(own.value) || isOpen(made.value) || asText(own.value) === asText(made.value);
}

/** Whether a value is another once templates are filled in and files read. */
function isOpen(value: JsonValue | undefined): boolean {
  const text = JSON.stringify(value) ?? '';
  return text.includes('{{') || text.includes('file://');
}

/** A value by which it is told from others, whichever way its JSON was written. */
function asText(value: JsonValue | undefined): string {
  if (typeof value !== 'string') return JSON.stringify(value) ?? '';
  if (!/^\s*[[{]/.test(value)) return value.trimEnd();
  try {
    return JSON.stringify(JSON.parse(value));
  } catch {
    return value.trimEnd();
  }
}

/** What a sample has of a row; undefined, with a remark, where the model gave nothing. */
export function sampleOfRow(row: Row, remarks: RemarkList): Sample | undefined {
  const { prompt, provider, response } = row.given;
  const output = isRecord(response) ? response.output : undefined;
  if (output === undefined || output === null) {
    const error = isRecord(response) ? (response.error ?? row.given.error) : row.given.error;
    const why = typeof error === 'string' ? error : 'promptfoo got no output.';
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
