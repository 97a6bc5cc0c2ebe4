import type { Policy, Sample, ScorerSettings } from '@assay/schema/types.ts';

/** The result of an importer. */
export interface Imported {
  description: string | undefined;
  cases: ImportedCase[];
  remarks: Remark[];
  assertions: {
    /** How many the file has, each once, however many tests it applies to. */
    found: number;
    /** How many of them became scorers in every test they apply to. */
    imported: number;
  };
}

/** A sample with its scorers. */
export interface ImportedCase {
  /** Where it stood, such as `tests[3]`. */
  place: string;
  sample: Sample;
  scorers: WantedScorer[];
  policy: Policy;
}

/** A scorer, with what it compares the output to held apart until the suites are made. */
export interface WantedScorer {
  settings: ScorerSettings;
  /** Of a composite scorer: those inside. */
  inner?: WantedScorer[];
  /** What the scorer must find in the sample. */
  sample?: Partial<Sample>;
  /** Texts that may stand in `params.values` or in the `expected` of the sample. */
  values?: string[];
}

/** Something that was not imported unchanged. */
export interface Remark {
  /**
   * `left-out`: nothing of it was imported. `differs`: imported, but not to the letter.
   * `note`: what to know.
   */
  kind: 'left-out' | 'differs' | 'note';
  place: string;
  /** What stood there, such as the type of an assertion. */
  what: string;
  why: string;
  /** What to use in its stead. */
  instead?: string;
  /** How many places more it holds for. */
  more?: number;
}

/** Thrown if something cannot be imported; becomes a remark with its place. */
export class NotImported extends Error {
  override name = 'NotImported';
  readonly instead: string | undefined;

  constructor(why: string, instead?: string) {
    super(why);
    this.instead = instead;
  }
}

/** The remarks of one import, each place and thing once. */
export function remarkList() {
  const remarks: Remark[] = [];
  const seen = new Set<string>();
  return {
    remarks,
    add(remark: Remark): void {
      const key = JSON.stringify([remark.kind, remark.place, remark.what, remark.why]);
      if (seen.has(key)) return;
      seen.add(key);
      remarks.push(remark);
    },
    /** Says the same of many places once. */
    addOnce(remark: Remark): void {
      const same = remarks.find(
        ({ kind, what, why }) => kind === remark.kind && what === remark.what && why === remark.why,
      );
      const key = JSON.stringify(['once', remark.kind, remark.place, remark.what, remark.why]);
      if (same && !seen.has(key)) same.more = (same.more ?? 0) + 1;
      if (!same) remarks.push(remark);
      seen.add(key);
    },
  };
}

export type RemarkList = ReturnType<typeof remarkList>;
