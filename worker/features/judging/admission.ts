import type { ScoreErrorCode } from '@assay/schema/errors.ts';
import type { ProjectSettings } from '@assay/schema/types.ts';
import type { Judge } from '@assay/scorers/judging/judge.ts';
import type { Models } from '../../models/configure.ts';
import { modelFamily } from './family.ts';

/** The default settings of a project. */
export const DEFAULT_SETTINGS: ProjectSettings = {
  allowedModels: null,
  selfEvaluation: 'warn',
  dailyCapUsd: null,
};

/**
 * Whether a model may see a sample: it must be of a configured provider, on the project's list,
 * and, where the project says so, of another family than the model that wrote the output.
 */
export function admit(
  model: string,
  generator: string | undefined,
  settings: ProjectSettings,
  { providers }: { providers: Pick<Models['providers'], 'has' | 'keys' | 'size'> },
): ReturnType<Judge['admit']> {
  const provider = model.slice(0, model.indexOf('/'));
  if (!providers.has(provider)) {
    const known = [...providers.keys()].join(', ') || 'none';
    const reason = `The provider "${provider}" is not configured. Configured providers: ${known}.`;
    return refuse(providers.size === 0 ? 'judge_unconfigured' : 'judge_unknown_model', reason);
  }
  const { allowedModels, selfEvaluation } = settings;
  const isAllowed =
    allowedModels === null ||
    allowedModels.includes(model) ||
    allowedModels.includes(`${provider}/*`);
  if (!isAllowed) {
    return refuse(
      'judge_model_not_allowed',
      `The project does not allow ${model}. Nothing was sent to it.`,
    );
  }
  const isOwn = generator !== undefined && modelFamily(generator) === modelFamily(model);
  if (isOwn && selfEvaluation === 'refuse') {
    const reason = `${model} belongs to the model family that wrote the output, which the project does not allow. Choose another judge.`;
    return refuse('judge_self_evaluation', reason);
  }
  return { warnings: isOwn && selfEvaluation === 'warn' ? ['self_evaluation'] : [] };
}

function refuse(code: ScoreErrorCode, reason: string): ReturnType<Judge['admit']> {
  return { refused: { ok: false, code, reason }, warnings: [] };
}
