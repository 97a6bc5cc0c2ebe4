import type { DataMap } from '@assay/schema/types.ts';
import type { DataSettingsCache } from '../data-control/data-settings-cache.ts';
import type { Judging } from '../judging/judging-context.ts';
import { getRetention, type RetentionNeeds } from '../retention/retention.ts';
import { dataClasses } from './data-classes.ts';
import { type RecipientNeeds, recipientsOf } from './recipients.ts';

export interface DataMapNeeds extends RecipientNeeds, RetentionNeeds {
  judging: Pick<Judging, 'models' | 'settingsCache'>;
  dataSettings: DataSettingsCache;
}

const DAYS = 30;
const DAY_MS = 86_400_000;

/** Where the data of a project is, for how long, and who else could see it. Settings are read anew. */
export async function dataMapOf(projectId: string, needs: DataMapNeeds): Promise<DataMap> {
  const { config, judging, dataSettings, nowMs } = needs;
  const atMs = nowMs();
  const fromMs = (Math.floor(atMs / DAY_MS) - (DAYS - 1)) * DAY_MS;
  const [{ keep }, { days }, settings] = await Promise.all([
    dataSettings.read(projectId),
    getRetention(projectId, needs),
    judging.settingsCache.read(projectId),
  ]);
  const cacheDays = Math.ceil(judging.models.cacheMs / DAY_MS);
  return {
    at: new Date(atMs).toISOString(),
    storage: config.storage,
    keep,
    classes: dataClasses({ keep, days, cacheDays }),
    webhooksEnabled: config.webhookKey !== undefined,
    recipients: await recipientsOf({ projectId, settings, fromMs }, needs),
  };
}
