import type * as contract from '@assay/schema/types.ts';
import type { NeedsParams, ScorerParams } from './scorer-params.ts';

/** Ids and aliases of the built-in scorers. */
export type ScorerName = keyof ScorerParams;

/** The parameters of a scorer by id or alias. */
export type ParamsOf<Name extends ScorerName> = ScorerParams[Name];

// Any string, in a form that keeps the editor's completion of known names.
type OwnName = string & {};

interface Settings extends Omit<contract.ScorerSettings, 'scorer' | 'params'> {}

interface WithParams<Name extends ScorerName> extends Settings {
  scorer: Name | `not-${Name}`;
  params: ScorerParams[Name];
}

interface MayHaveParams<Name extends ScorerName> extends Settings {
  scorer: Name | `not-${Name}`;
  params?: ScorerParams[Name];
}

type KnownSettings = {
  [Name in ScorerName]: Name extends NeedsParams ? WithParams<Name> : MayHaveParams<Name>;
}[ScorerName];

/** Parameters of a custom scorer: those of one of these scorers, on which it is based. */
export type OwnParams = Partial<
  ParamsOf<'rubric'> &
    ParamsOf<'checklist'> &
    ParamsOf<'classify'> &
    ParamsOf<'pairwise'> &
    ParamsOf<'javascript'>
>;

interface OwnSettings extends Settings {
  scorer: OwnName;
  params?: OwnParams;
}

/** A scorer with its settings and typed parameters. */
export type ScorerSettings = KnownSettings | OwnSettings;

/** A scorer by id, alias or name, or with its settings. */
export type ScorerReference = ScorerName | `not-${ScorerName}` | OwnName | ScorerSettings;
