import type { AlertSettings } from '@assay/schema/types.ts';
import { ApiProblem } from '../../core/problem.ts';
import type { AlertSettingsStore } from '../../store/alert-settings.ts';

export interface AlertSettingsNeeds {
  alertSettings: AlertSettingsStore;
  nowMs(): number;
}

/** What holds for a project that decided nothing. */
export const DEFAULT_ALERT_SETTINGS: AlertSettings = {
  dashboardUrl: null,
  judgeErrors: { maxShare: 0.1, windowMinutes: 15, minCalls: 20 },
  spend: { minShare: 0.8 },
  backlog: { maxMinutes: 30 },
  ruleCap: { maxShare: 0.1 },
};

export async function getAlertSettings(
  projectId: string,
  { alertSettings }: Pick<AlertSettingsNeeds, 'alertSettings'>,
): Promise<AlertSettings> {
  return (await alertSettings.find(projectId)) ?? DEFAULT_ALERT_SETTINGS;
}

/** Where the pages are that links lead to, without a slash at its end; null if the project does not say. */
export async function dashboardUrlOf(
  projectId: string,
  needs: Pick<AlertSettingsNeeds, 'alertSettings'>,
): Promise<string | null> {
  const { dashboardUrl } = await getAlertSettings(projectId, needs);
  return dashboardUrl?.replace(/\/+$/, '') ?? null;
}

/** @throws ApiProblem `invalid_request` */
export async function replaceAlertSettings(
  projectId: string,
  settings: AlertSettings,
  { alertSettings, nowMs }: AlertSettingsNeeds,
): Promise<AlertSettings> {
  const { dashboardUrl } = settings;
  if (dashboardUrl !== null && !isPlainAddress(dashboardUrl)) {
    throw new ApiProblem('invalid_request', {
      errors: [
        {
          pointer: '/dashboardUrl',
          message: 'must be an http or https URL without user, query or fragment',
        },
      ],
    });
  }
  await alertSettings.put(projectId, settings, nowMs());
  return settings;
}

/** Where links lead is not asked by the Worker, so that it may be inside a private network. */
function isPlainAddress(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password, search, hash } = new URL(text);
  const isWeb = protocol === 'https:' || protocol === 'http:';
  return isWeb && `${username}${password}${search}${hash}` === '';
}
