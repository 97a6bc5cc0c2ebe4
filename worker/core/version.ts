import release from '../../package.json' with { type: 'json' };

/** The release of Assay that answers. */
export const ASSAY_VERSION: string = release.version;
