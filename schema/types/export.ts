/** A value of a column. */
export type ExportValue = string | number | null;

/** A record of an export: the class of data, and its columns; texts of JSON stay texts. */
export interface ExportRecord {
  class: string;
  record: Record<string, ExportValue>;
}

/** The first line. */
export interface ExportHead {
  export: { format: 'assay-export-v1'; project: string; createdAt: string; assayVersion: string };
}

/** Ends a page: an export continues after it. */
export interface ExportPage {
  page: {
    /** Pass it as `cursor` to continue. */
    cursor: string;
    records: number;
    /** That of the page before; empty for the first. */
    previous: string;
    /** Over `previous`, the lines of the page and their number, as hex digits. */
    sha256: string;
  };
}

/** The last line. */
export interface ExportManifest {
  manifest: {
    project: string;
    /** Records by class. */
    classes: Record<string, number>;
    previous: string;
    sha256: string;
  };
}

export type ExportLine = ExportHead | ExportRecord | ExportPage | ExportManifest;

/** What a part of an import added. */
export interface ImportReport {
  pages: number;
  records: number;
  /** Records that were not there before. */
  added: number;
  isComplete: boolean;
}
