import { type Imported, remarkList } from '../importing/case.ts';
import { tellNeeds } from '../importing/needs.ts';
import { sourceOf } from '../importing/source.ts';
import { textOf } from '../read-text.ts';
import type { System } from '../system.ts';
import type { Tally } from './assertions.ts';
import { casesOf } from './cases.ts';
import { readConfig } from './config.ts';
import { readPrompts } from './prompts.ts';
import { readResults } from './results.ts';
import { readTests } from './tests.ts';

/**
 * Reads a configuration of promptfoo. Nothing of it is run, and no file above its folder is read.
 *
 * @param outputs what `promptfoo eval -o results.json` wrote, to take the outputs from
 * @throws CliError for a file that cannot be read
 */
export async function importPromptfoo(
  path: string,
  { outputs }: { outputs?: string | undefined },
  system: System,
): Promise<Imported> {
  const source = sourceOf(path, system);
  const remarks = remarkList();
  const tally: Tally = { found: new Set(), leftOut: new Set() };
  const config = await readConfig(source, remarks);
  const results =
    outputs === undefined
      ? undefined
      : readResults(await textOf(system.files.bytes(outputs), { name: outputs }), outputs);
  if (results === undefined && config.repeat > 1) {
    const why = 'Each test becomes one sample; promptfoo runs it several times.';
    remarks.add({ kind: 'note', place: 'evaluateOptions', what: 'repeat', why });
  }
  const prompts = await readPrompts(config.prompts, source, remarks);
  const tests = await readTests(config, source, remarks);
  const cases = await casesOf(tests, { config, prompts, results, source, remarks, tally });
  for (const { place } of results?.rest() ?? []) {
    const why = `${path} has no test with these variables.`;
    remarks.add({ kind: 'left-out', place, what: 'output', why });
  }
  tellNeeds(cases, remarks);
  tellUnreached(config.defaultTest.assert, tally, remarks.add);
  return {
    description: config.description,
    cases,
    remarks: remarks.remarks,
    assertions: {
      found: tally.found.size,
      imported: tally.found.size - tally.leftOut.size,
    },
  };
}

/** Assertions of the default test stand for nothing where there is no test. */
function tellUnreached(
  assert: unknown,
  { found, leftOut }: Tally,
  add: ReturnType<typeof remarkList>['add'],
): void {
  if (!Array.isArray(assert)) return;
  for (const i of assert.keys()) {
    const place = `defaultTest.assert[${i}]`;
    const isReached = [...found].some((each) => each.startsWith(place));
    if (isReached) continue;
    found.add(place);
    leftOut.add(place);
    add({
      kind: 'left-out',
      place,
      what: 'assertion',
      why: 'It applies to no test.',
    });
  }
}
