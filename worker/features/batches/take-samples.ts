import { LIMITS } from '@assay/schema/limits.ts';
import type { BatchOptions, InvalidLines } from '@assay/schema/types.ts';
import type { Config } from '../../core/config.ts';
import { type LineSource, rejection } from '../../core/line-source.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { LineFault } from '../../core/read-record.ts';
import type { BatchStore } from '../../store/batches.ts';
import type { Intake, IntakeStore, NewSample } from '../../store/intake.ts';
import { sealSamples } from '../data-control/sealed-samples.ts';
import { type Vault, writeSealed } from '../data-control/vault.ts';
import { readSample, type SampleLine } from './read-sample.ts';

export interface TakeSampleNeeds {
  batches: BatchStore;
  intake: IntakeStore;
  vault: Vault;
  config: Config;
  nowMs(): number;
}

/** How long a request may be silent before another may take its place. */
export const INTAKE_LEASE_MS = 5 * 60_000;
// One parameter of D1 takes 2 MB; a chunk of this and one more line stays within two of them.
const CHUNK_BYTES = 1_000_000;
const CHUNK_SAMPLES = 1_000;
/** A range is read and scored in one piece: its size bounds the memory and the time of that. */
const RANGE_BYTES = 1_000_000;
const RANGE_SAMPLES = 100;
/** Judges take seconds a sample, and an invocation may make so many calls and live so long. */
const RANGE_SAMPLES_WITH_JUDGES = 10;

const REFUSED = {
  whole: 'batch',
  detail:
    'Nothing was stored. Fix the samples listed in `errors`, or skip them with onInvalid=skip.',
};

interface Terms {
  intake: Intake;
  /** The place of the first line. */
  base: number;
  onInvalid: NonNullable<BatchOptions['onInvalid']>;
  invalid: InvalidLines;
  /** Whether scoring asks models. */
  asksModels: boolean;
  /** Whether samples are encrypted. */
  isSealed: boolean;
}

/**
 * Writes samples to the database as they come in. They are part of the batch once the intake is
 * committed.
 *
 * @returns the place after the last line, how many samples there were, and all lines skipped
 * @throws ApiProblem `invalid_request`, `quota_exceeded`, `batch_busy` or `request_too_large`
 */
export async function takeSamples(
  source: LineSource,
  { intake, base, onInvalid, invalid, asksModels, isSealed }: Terms,
  services: TakeSampleNeeds,
): Promise<{ nextIndex: number; added: number; invalid: InvalidLines }> {
  const faults: LineFault[] = [];
  let skipped = 0;
  let added = 0;
  let lastLine = 0;
  let chunk: SampleLine[] = [];
  let chunkBytes = 0;
  const rangeSamples = asksModels ? RANGE_SAMPLES_WITH_JUDGES : RANGE_SAMPLES;
  const room = await roomFor(intake.projectId, services);

  function refuse(found: LineFault[]): void {
    skipped += 1;
    if (faults.length < LIMITS.invalidLines) faults.push(...found);
  }

  async function flush(): Promise<void> {
    // Of a request that is to be refused the ids are still written, to find those given twice.
    const isRefused = onInvalid === 'reject' && skipped > 0;
    const taken = isRefused ? chunk.flatMap(withoutSample) : chunk;
    if (taken.length > 0) {
      const repeats = await add(
        { lines: taken, base, rangeSamples: isRefused ? 0 : rangeSamples, intake, isSealed },
        services,
      );
      if (!isRefused) added += taken.length - repeats.length;
      for (const repeat of repeats) refuse([repeat]);
      if (added > room) throw new ApiProblem('quota_exceeded', quotaDetail(services));
    }
    chunk = [];
    chunkBytes = 0;
  }

  for await (const lines of source.lines) {
    for (const line of lines) {
      lastLine = line.number;
      if (base + line.number > LIMITS.batchSamples) throw tooMany();
      const read = readSample(line);
      if (Array.isArray(read)) {
        refuse(read);
        continue;
      }
      chunk.push(read);
      chunkBytes += read.json.length;
      if (chunk.length >= CHUNK_SAMPLES || chunkBytes >= CHUNK_BYTES) await flush();
    }
    if (onInvalid === 'reject' && faults.length >= LIMITS.invalidLines) break;
  }
  await flush();
  if (onInvalid === 'reject' && skipped > 0) {
    throw rejection(faults, base, source.counting, REFUSED);
  }
  return {
    nextIndex: base + lastLine,
    added,
    invalid: {
      count: invalid.count + skipped,
      first: [...invalid.first, ...faults.map((fault) => describe(fault, base))]
        .sort((a, b) => a.line - b.line)
        .slice(0, LIMITS.invalidLines),
    },
  };
}

interface Chunk {
  lines: readonly SampleLine[];
  /** The place of the request's first line. */
  base: number;
  /** Samples of a range; 0 for samples that are not to be scored. */
  rangeSamples: number;
  intake: Intake;
  isSealed: boolean;
}

async function add(
  { lines, base, rangeSamples, intake, isSealed }: Chunk,
  services: TakeSampleNeeds,
): Promise<LineFault[]> {
  const samples = lines.map(({ line, sampleId, json, weight }) => ({
    at: base + line - 1,
    sampleId,
    json,
    weight,
  }));
  const ranges = intoRanges(samples, rangeSamples);
  const untilMs = services.nowMs() + INTAKE_LEASE_MS;
  const write = (stored: readonly NewSample[]) =>
    services.intake.add(intake, stored, ranges, untilMs);
  const repeats = isSealed
    ? await writeSealed(services.vault, [intake.projectId], async () =>
        write(await sealSamples(intake, samples, services.vault)),
      )
    : await write(samples);
  if (repeats === undefined) throw new ApiProblem('batch_busy');
  return repeats.map(({ at, earlier }) => ({
    line: at - base + 1,
    pointer: '/id',
    message: `is the same as that of line ${earlier + 1}`,
    earlier,
  }));
}

function withoutSample({ line, sampleId }: SampleLine): SampleLine[] {
  return sampleId === null ? [] : [{ line, sampleId, json: '{}', weight: null }];
}

/** @param most samples of a range; 0 for samples that are not to be scored */
function intoRanges(samples: readonly NewSample[], most: number): [number, number][] {
  if (most === 0) return [];
  const ranges: [number, number][] = [];
  let count = 0;
  let bytes = 0;
  for (const { at, json } of samples) {
    const last = ranges.at(-1);
    if (last === undefined || count === most || bytes + json.length > RANGE_BYTES) {
      ranges.push([at, at + 1]);
      count = 0;
      bytes = 0;
    } else last[1] = at + 1;
    count += 1;
    bytes += json.length;
  }
  return ranges;
}

async function roomFor(projectId: string, { batches, config }: TakeSampleNeeds): Promise<number> {
  const { samples } = await batches.load(projectId);
  return config.quota.samples - samples;
}

function quotaDetail({ config }: TakeSampleNeeds) {
  return {
    detail: `The project has reached its quota of ${config.quota.samples} pending samples. No sample of this request was stored. Retry when batches have ended.`,
  };
}

function tooMany(): ApiProblem {
  return new ApiProblem('request_too_large', {
    detail: `A batch can have at most ${LIMITS.batchSamples} lines. Split the samples into several batches.`,
  });
}

function describe({ line, pointer, message }: LineFault, base: number) {
  return { line: base + line, message: pointer === '' ? message : `${pointer}: ${message}` };
}
