import type { NewResult } from './new-result.ts';

/**
 * Verdicts of a range that lie in one row, compressed: most of what the verdicts of a batch say is the
 * same in all of them. The row's key is the place of the first and the version of the range that wrote it.
 */
export interface VerdictPack {
  at: number;
  /** The names of the scores in each digest, as JSON. */
  names: string;
  body: ArrayBuffer;
}

/** Where a verdict lies. */
export interface PackReference {
  packedAt: number;
  packedVersion: number;
}

/** A row as D1 returns it. */
export interface PackRow extends PackReference {
  verdicts: number[];
}

/** A result, and the place of its pack; null where its verdict lies in its own row. */
export interface PlacedResult<Result> {
  result: Result;
  packedAt: number | null;
}

// Reading one verdict costs inflating its pack, so that a pack is about a quarter of a megabyte.
const PACK_CHARACTERS = 256_000;

/**
 * Puts the verdicts of final results into packs, in their order. One that is retried stays in its
 * row.
 */
export async function packVerdicts<
  Result extends Pick<NewResult, 'at' | 'names' | 'verdict' | 'status'>,
>(results: readonly Result[]): Promise<{ placed: PlacedResult<Result>[]; packs: VerdictPack[] }> {
  const groups: { names: string; members: { at: number; verdict: string }[] }[] = [];
  let characters = 0;
  const placed = results.map((result): PlacedResult<Result> => {
    const { at, names, verdict, status } = result;
    if (status === 'retry' || verdict === null || names === null) return { result, packedAt: null };
    const last = groups.at(-1);
    const isFull = characters + verdict.length > PACK_CHARACTERS;
    const group = last?.names === names && !isFull ? last : { names, members: [] };
    if (group !== last) {
      groups.push(group);
      characters = 0;
    }
    characters += verdict.length;
    group.members.push({ at, verdict });
    return { result, packedAt: group.members[0]?.at ?? at };
  });
  const packs = await Promise.all(
    groups.map(async ({ names, members }) => ({
      at: members[0]?.at ?? 0,
      names,
      body: await deflate(bodyOf(members)),
    })),
  );
  return { placed, packs };
}

/** The verdicts of packs, to be looked up by `verdictIn`. */
export type UnpackedVerdicts = ReadonlyMap<string, ReadonlyMap<number, string>>;

export async function unpackVerdicts(rows: readonly PackRow[]): Promise<UnpackedVerdicts> {
  const unpacked = rows.map(
    async (row) => [keyOf(row), readBody(await inflate(row.verdicts))] as const,
  );
  return new Map(await Promise.all(unpacked));
}

/** @throws RangeError where the pack, or its verdict, is missing: that is never no verdict */
export function verdictIn(packs: UnpackedVerdicts, reference: PackReference, at: number): string {
  const verdict = packs.get(keyOf(reference))?.get(at);
  if (verdict === undefined) throw new RangeError(`no pack holds the verdict at ${at}`);
  return verdict;
}

/** A pack in which some verdicts are replaced. */
export async function repackVerdicts(
  { verdicts }: PackRow,
  replace: (at: number, verdict: string) => string,
): Promise<ArrayBuffer> {
  const members = [...readBody(await inflate(verdicts))];
  return deflate(bodyOf(members.map(([at, verdict]) => ({ at, verdict: replace(at, verdict) }))));
}

function keyOf({ packedAt, packedVersion }: PackReference): string {
  return `${packedAt}/${packedVersion}`;
}

// JSON on one line has no line breaks of its own. The first line names the places of the others.
function bodyOf(members: readonly { at: number; verdict: string }[]): string {
  const places = JSON.stringify(members.map(({ at }) => at));
  return [places, ...members.map(({ verdict }) => verdict)].join('\n');
}

function readBody(body: string): Map<number, string> {
  const [places = '[]', ...verdicts] = body.split('\n');
  const ats: number[] = JSON.parse(places);
  return new Map(verdicts.map((verdict, i) => [ats[i] ?? Number.NaN, verdict]));
}

function deflate(text: string): Promise<ArrayBuffer> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Response(packed).arrayBuffer();
}

function inflate(bytes: readonly number[]): Promise<string> {
  const packed = new Blob([Uint8Array.from(bytes)]).stream();
  return new Response(packed.pipeThrough(new DecompressionStream('deflate-raw'))).text();
}
