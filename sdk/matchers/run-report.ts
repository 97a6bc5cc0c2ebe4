import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  BatchComparison,
  BatchGateRequest,
  BatchGateResult,
  GateOutcome,
} from '@assay/schema/types.ts';
import { comparisonText, countsText, gateText, statisticsRows } from '../cli/batch-text.ts';
import { printable, table } from '../cli/text.ts';
import { Assay } from '../client.ts';
import { NotFoundError } from '../errors.ts';
import type { AssayOptions } from '../options.ts';
import type { BatchReport } from '../types.ts';
import { type Asked, RUN_FOLDER, type RunRecord } from './records.ts';

export interface RunReportOptions {
  /** The client, or its options. Defaults to the environment variables. */
  assay?: Assay | AssayOptions | undefined;
  /** Name of this test suite within the project. Defaults to `tests`. */
  name?: string | undefined;
  /** The tested branch. Defaults to that of GitHub Actions or GitLab CI, or else to `local`. */
  branch?: string | undefined;
  /** The branch whose newest run is the baseline. Defaults to `main`. */
  baseline?: string | undefined;
  /** Criteria that fail the run. Without it, the report is informational. */
  gate?: Pick<BatchGateRequest, 'maxRegression' | 'minPassRate' | 'allowMissingBase'> | undefined;
  /** Writes the report. Defaults to standard output. */
  write?: ((text: string) => void) | undefined;
}

/** Maximum number of concurrent batches. */
const AT_ONCE = 4;
/** Tags can have up to 128 characters. */
const LONGEST_BRANCH = 120;

/**
 * Collects the assertions of a run, and creates one batch per set of scorers: a single one if all
 * tests use the same suite. Judges' answers are cached by then, so they are not paid twice.
 */
export class RunReport {
  readonly #options: RunReportOptions;
  #folder: string | undefined;
  #isPartial = false;

  constructor(options: RunReportOptions = {}) {
    this.#options = options;
  }

  /** Marks the run as partial: a partial run is never a baseline. */
  leaveAsPartial(): void {
    this.#isPartial = true;
  }

  /** Makes the matchers of this process and its future child processes record their assertions. */
  async begin(): Promise<void> {
    this.#folder = await mkdtemp(join(tmpdir(), 'assay-run-'));
    process.env[RUN_FOLDER] = this.#folder;
  }

  /**
   * Creates the batches, waits for them, and reports the comparison with the baseline.
   *
   * @returns the outcome of the gate; `passed` without a gate
   */
  async end(): Promise<GateOutcome> {
    const folder = this.#folder;
    if (folder === undefined) return 'passed';
    this.#folder = undefined;
    delete process.env[RUN_FOLDER];
    const write = this.#options.write ?? ((text: string) => process.stdout.write(text));
    try {
      const groups = groupsOf(await readRecords(folder));
      if (groups.length === 0) return 'passed';
      const { assay: given } = this.#options;
      const assay = given instanceof Assay ? given : new Assay(given);
      const told: Told[] = [];
      for (let first = 0; first < groups.length; first += AT_ONCE) {
        const some = groups
          .slice(first, first + AT_ONCE)
          .map((group) => this.#report(group, assay));
        told.push(...(await Promise.all(some)));
      }
      write(`\n${told.map(({ text }) => printable(text)).join('\n')}`);
      return worstOf(told.map(({ outcome }) => outcome));
    } catch (cause) {
      write(`\nAssay could not report this run: ${printable(reasonOf(cause))}\n`);
      return this.#options.gate === undefined ? 'passed' : 'undecided';
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** Reports one batch; its failure does not affect the others. */
  async #report(group: Group, assay: Assay): Promise<Told> {
    const { gate, baseline = 'main' } = this.#options;
    try {
      const told = await this.#run(group, baseline, assay);
      const text = textOf(group.asked, told, baseline);
      return { text, outcome: told.gate?.outcome ?? 'passed' };
    } catch (cause) {
      const text = `Assay could not report ${nameOf(group.asked)} of this run: ${reasonOf(cause)}\n`;
      return { text, outcome: gate === undefined ? 'passed' : 'undecided' };
    }
  }

  async #run({ asked, records, tag }: Group, baseline: string, assay: Assay) {
    const { name = 'tests' } = this.#options;
    const branch = this.#options.branch ?? branchOf(process.env);
    const origin = this.#isPartial ? 'partial' : `branch:${branch.slice(0, LONGEST_BRANCH)}`;
    const made = await assay.batches.create(
      records.map(({ sample }) => sample),
      {
        ...asked,
        tags: [
          tag,
          `tests:${name}`,
          origin,
          ...(this.#isPartial ? [] : [runTag(tag, name, branch)]),
        ],
      },
    );
    const batch = await assay.batches.wait(made.id, { pollMs: 500 });
    const base = `latest:${runTag(tag, name, baseline)}`;
    const gate = await this.#gate(batch, base, assay);
    return { batch, gate, comparison: gate ? gate.comparison : await compared(batch, base, assay) };
  }

  /** Undefined if the report is informational. */
  async #gate(
    { id }: BatchReport,
    base: string,
    assay: Assay,
  ): Promise<BatchGateResult | undefined> {
    const { minPassRate, maxRegression, allowMissingBase } = this.#options.gate ?? {};
    if (minPassRate === undefined && maxRegression === undefined) return undefined;
    return assay.batches.gate(id, {
      base,
      ...(minPassRate !== undefined && { minPassRate }),
      ...(maxRegression !== undefined && { maxRegression }),
      ...(allowMissingBase !== undefined && { allowMissingBase }),
    });
  }
}

/** Without bounds on the regression, the baseline can be missing. */
async function compared(
  { id }: BatchReport,
  base: string,
  assay: Assay,
): Promise<BatchComparison | null> {
  try {
    return await assay.batches.compare(id, base);
  } catch (cause) {
    if (cause instanceof NotFoundError) return null;
    throw cause;
  }
}

/** The tag shared by complete runs of a branch with the same scorers. */
function runTag(tag: string, name: string, branch: string): string {
  const run = JSON.stringify([tag, name, branch]);
  return `run:${createHash('sha256').update(run).digest('hex').slice(0, 32)}`;
}

/** A batch of the run, and how it compares. */
interface Ran {
  batch: BatchReport;
  comparison: BatchComparison | null;
  gate: BatchGateResult | undefined;
}

/** The report of a batch, and the outcome of its gate. */
interface Told {
  text: string;
  outcome: GateOutcome;
}

interface Group {
  asked: Asked;
  records: RunRecord[];
  /** Stable across runs for the same assertion. */
  tag: string;
}

async function readRecords(folder: string): Promise<RunRecord[]> {
  const names = await readdir(folder);
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts
    .flatMap((text) => text.split('\n').filter((line) => line !== ''))
    .map((line): RunRecord => JSON.parse(line));
}

function groupsOf(records: readonly RunRecord[]): Group[] {
  const groups = new Map<string, { asked: Asked; last: Map<string, RunRecord> }>();
  for (const record of records) {
    const text = JSON.stringify(record.asked);
    const group = groups.get(text) ?? { asked: record.asked, last: new Map() };
    // If a test was retried, the last attempt counts.
    group.last.set(record.id, record);
    groups.set(text, group);
  }
  return [...groups].map(([text, { asked, last }]) => {
    const ordered = [...last.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    return {
      asked,
      records: ordered,
      tag: `asked:${createHash('sha256').update(text).digest('hex').slice(0, 16)}`,
    };
  });
}

function worstOf(outcomes: readonly GateOutcome[]): GateOutcome {
  if (outcomes.includes('failed')) return 'failed';
  return outcomes.includes('undecided') ? 'undecided' : 'passed';
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

function nameOf(asked: Asked): string {
  return 'suite' in asked
    ? asked.suite
    : asked.scorers
        .map(({ scorer, threshold }) =>
          threshold === undefined ? scorer : `${scorer} from ${threshold}`,
        )
        .join(', ');
}

function textOf(asked: Asked, { batch, comparison, gate }: Ran, baseline: string): string {
  const against = comparison
    ? comparisonText(comparison)
    : `${table(statisticsRows(batch))}\nThere is no run of ${baseline} to compare with yet.\n`;
  const head = `Assay ${nameOf(asked)}: ${countsText(batch)}\n${batch.id}\n`;
  return `${head}\n${against}${gate ? `\n${gateText(gate)}` : ''}`;
}

function branchOf(env: NodeJS.ProcessEnv): string {
  return env.GITHUB_HEAD_REF || env.GITHUB_REF_NAME || env.CI_COMMIT_REF_NAME || 'local';
}
