import type { JsonObject, Policy, Sample } from '@assay/schema/types.ts';
import { type ImportedCase, NotImported, type RemarkList } from '../importing/case.ts';
import type { Source } from '../importing/source.ts';
import { type MappedAssertions, mapAssertions, type Tally } from './assertions.ts';
import type { Config } from './config.ts';
import { outputFields } from './output.ts';
import { askedIn, isFor, type Prompt, renderPrompt } from './prompts.ts';
import { type Results, type Row, sampleOfRow } from './results.ts';
import type { Test } from './tests.ts';
import { combinationsOf } from './vars.ts';

export interface Context {
  config: Config;
  prompts: readonly Prompt[];
  results: Results | undefined;
  source: Source;
  remarks: RemarkList;
  tally: Tally;
}

/** Every test with every prompt, or with every output of a run, as samples and their scorers. */
export async function casesOf(tests: readonly Test[], context: Context): Promise<ImportedCase[]> {
  const planned: Planned[] = [];
  let index = 0;
  for (const [i, test] of tests.entries()) {
    const { options, place, vars } = test;
    const { source, remarks, config } = context;
    const all = await combinationsOf(vars, options, place, source, remarks);
    for (const [c, filled] of all.entries()) {
      const id = `test-${i + 1}${all.length > 1 ? `-vars-${c + 1}` : ''}`;
      const indices = Array.from({ length: config.repeat }, (_, r) => index + r * all.length + c);
      planned.push({ test, vars: filled, id, indices, runs: [] });
    }
    index += all.length * config.repeat;
  }
  if (context.results) findRuns(planned, context.results);
  const cases: ImportedCase[] = [];
  for (const each of planned) cases.push(...(await casesOfTest(each, context)));
  return cases;
}

/** A test with one combination of its variables. */
interface Planned {
  test: Test;
  vars: JsonObject;
  id: string;
  /** The numbers that promptfoo gives it, one a repeat. */
  indices: readonly number[];
  /** What a run got for it, each time it was run. */
  runs: Row[][];
}

/** Shares the results out: first to each test what has its number, then what was run more often. */
function findRuns(planned: readonly Planned[], results: Results): void {
  const wanted = planned.map(({ test, vars }) => ({
    vars,
    written: test.vars,
    description: test.description,
    assertions: test.assertions
      .filter(({ place }) => place.startsWith(`${test.place}.`))
      .map(({ given }) => given),
  }));
  const take = (i: number, index: number | undefined): boolean => {
    const found = wanted[i] ? results.of(index, wanted[i]) : [];
    if (found.length > 0) planned[i]?.runs.push(found);
    return found.length > 0;
  };
  for (const [i, { indices }] of planned.entries()) for (const index of indices) take(i, index);
  for (const i of planned.keys()) while (take(i, undefined));
}

async function casesOfTest(planned: Planned, context: Context): Promise<ImportedCase[]> {
  const { test, vars } = planned;
  const { place, threshold, assertions } = test;
  const { remarks } = context;
  const policy = policyOf(threshold);
  const mapped = await mapAssertions(assertions, policy, { ...context, vars });
  const leftOut = (why: string): ImportedCase[] => {
    remarks.add({ kind: 'left-out', place, what: 'test', why });
    for (const own of assertions.filter((each) => each.place.startsWith(`${place}.`))) {
      leaveOut(own.place, context.tally);
    }
    return [];
  };
  if (test.options.transformVars !== undefined) {
    return leftOut('Its variables are changed with code (`transformVars`), which is not run.');
  }
  if (assertions.length === 0) return leftOut('It has no assertions: promptfoo passes any output.');
  if (mapped.scorers.length === 0) return leftOut('None of its assertions has a counterpart.');
  if (threshold !== undefined && policy.rule === 'required') {
    return leftOut(`A threshold of ${threshold} is not between 0 and 1.`);
  }
  const samples = context.results ? fromResults(planned, remarks) : fromPrompts(planned, context);
  return samples.map((sample) => ({
    place,
    sample: {
      ...sample,
      ...fieldsFor(mapped, sample, vars, context),
      ...(mapped.readsVars && { metadata: { ...sample.metadata, vars } }),
    },
    scorers: mapped.scorers,
    policy,
  }));
}

/** An assertion of a test that is omitted, and those in it, where it is a set. */
function leaveOut(place: string, { found, leftOut }: Tally): void {
  for (const each of found) if (each.startsWith(place)) leftOut.add(each);
}

function policyOf(threshold: number | undefined): Policy {
  const isShare = threshold !== undefined && threshold >= 0 && threshold <= 1;
  return isShare ? { rule: 'weighted-mean', threshold } : { rule: 'required' };
}

function fromResults({ test, id, runs }: Planned, remarks: RemarkList): Sample[] {
  const samples = runs.flatMap((rows, repeat) =>
    rows.flatMap((row): Sample[] => {
      const sample = sampleOfRow(row, remarks);
      const column = rows.length > 1 ? `-prompt-${row.column + 1}` : '';
      const again = runs.length > 1 ? `-repeat-${repeat + 1}` : '';
      return sample ? [{ id: `${id}${column}${again}`, ...sample, ...metadataOf(test) }] : [];
    }),
  );
  if (samples.length === 0) {
    const why = 'The run has no output for it.';
    remarks.add({ kind: 'left-out', place: test.place, what: 'output', why });
  }
  return samples;
}

function fromPrompts({ test, vars, id }: Planned, context: Context): Sample[] {
  const wanted = context.prompts.filter((prompt) => isFor(prompt, test.prompts));
  return wanted.map((prompt, p) => {
    const sent = sentOf(prompt, test, vars, context.remarks);
    return {
      id: wanted.length > 1 ? `${id}-prompt-${p + 1}` : id,
      ...(sent !== undefined && askedIn(sent)),
      ...knownOutput(test, sent, context),
      ...metadataOf(test, wanted.length > 1 ? prompt.label : undefined),
    };
  });
}

/** The prompt as a model would be sent it; undefined where it cannot be told. */
function sentOf(
  { text }: Prompt,
  { place, options }: Test,
  vars: JsonObject,
  remarks: RemarkList,
): string | undefined {
  if (text === undefined) return undefined;
  const { prefix = '', suffix = '' } = options;
  try {
    return renderPrompt(`${prefix}${text}${suffix}`, vars);
  } catch (cause) {
    if (!(cause instanceof NotImported)) throw cause;
    const why = `${cause.message} The sample has no input.`;
    remarks.addOnce({ kind: 'note', place, what: 'prompt', why });
    return undefined;
  }
}

/** The output where it needs no model: the test's own, or the prompt where the provider is `echo`. */
function knownOutput(
  { place, providerOutput, options }: Test,
  sent: string | undefined,
  { config, remarks }: Context,
): Pick<Sample, 'output' | 'toolCalls' | 'generation'> {
  const isEcho = config.providers.length > 0 && config.providers.every(({ id }) => id === 'echo');
  const output = providerOutput ?? (isEcho ? sent : undefined);
  if (options.transform !== undefined || options.postprocess !== undefined) {
    const why = 'The output is changed with code before it is checked. Score the changed output.';
    remarks.addOnce({ kind: 'note', place, what: 'options.transform', why });
    return {};
  }
  if (output === undefined || output === null) return {};
  // No model was asked for it.
  return { ...outputFields(output), generation: { costUsd: 0 } };
}

/** What its scorers read beside input and output. */
function fieldsFor(
  { asksQuery, readsContext, readsToolCalls }: MappedAssertions,
  { output, toolCalls }: Sample,
  { query, context: given }: JsonObject,
  { config, remarks }: Context,
): Partial<Sample> {
  const contexts = [given ?? []].flat().map((each) => asText(each));
  const tools = config.providers.find((each) => each.tools.length > 0)?.tools ?? [];
  if (readsToolCalls && tools.length === 0) {
    const why = 'No provider declares tools in its `config`: add `tools` to the samples.';
    remarks.addOnce({ kind: 'note', place: 'providers', what: 'tools', why });
  }
  return {
    ...(asksQuery && typeof query === 'string' && { input: query }),
    ...(readsContext && contexts.length > 0 && { contexts }),
    ...(readsToolCalls && tools.length > 0 && { tools: [...tools] }),
    ...(readsToolCalls && output !== undefined && { toolCalls: toolCalls ?? [] }),
  };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function metadataOf(
  { place, description, metadata }: Test,
  prompt?: string,
): Pick<Sample, 'metadata'> {
  const told = { ...(description && { description }), ...(prompt && { prompt }) };
  return { metadata: { ...metadata, promptfoo: { test: place, ...told } } };
}
