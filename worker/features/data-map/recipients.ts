import type { DataRecipient, DataSent, ProjectSettings } from '@assay/schema/types.ts';
import type { Config } from '../../core/config.ts';
import type { JudgeUse } from '../../store/judge-use.ts';
import type { RecipientStore } from '../../store/recipients.ts';
import type { Judging } from '../judging/judging-context.ts';

export interface RecipientNeeds {
  config: Config;
  judging: Pick<Judging, 'models'>;
  judgeUse: JudgeUse;
  recipients: RecipientStore;
}

interface Asked {
  projectId: string;
  settings: ProjectSettings;
  /** Beginning of the first day that counts as lately. */
  fromMs: number;
}

/** Each third party that data of a project could reach by its settings, or did lately. */
export async function recipientsOf(asked: Asked, needs: RecipientNeeds): Promise<DataRecipient[]> {
  const [models, steps, webhooks, events, channels, endpoints] = await Promise.all([
    modelRecipients(asked, needs),
    httpRecipients(asked, needs),
    webhookRecipients(asked, needs),
    eventRecipients(asked, needs),
    channelRecipients(asked, needs),
    endpointRecipients(asked, needs),
  ]);
  return [...models, ...steps, ...webhooks, ...events, ...channels, ...endpoints];
}

/** Providers of judges, embeddings, reranking and of the gateway. */
async function modelRecipients(
  { projectId, settings: { allowedModels }, fromMs }: Asked,
  { judging: { models }, judgeUse }: RecipientNeeds,
): Promise<DataRecipient[]> {
  const sent = new Map<string, DataSent>();
  for (const { model, calls, day } of await judgeUse.list(projectId, dayOf(fromMs))) {
    if (calls > 0) add(sent, providerOf(model), { times: calls, lastDay: day });
  }
  const names = new Set([...models.providers.keys(), ...sent.keys()]);
  return [...names].toSorted().map((name) => {
    const provider = models.providers.get(name);
    const isAllowed = allowedModels?.some((model) => providerOf(model) === name) ?? true;
    return {
      ...{ kind: 'model', name, receives: 'texts' },
      host: provider?.endpoint === undefined ? null : hostOf(provider.endpoint),
      isReachable: provider !== undefined && isAllowed,
      lately: sent.get(name) ?? { times: 0, lastDay: null },
    };
  });
}

/** Calls are counted by host; one that no pipeline names any more goes by its host. */
async function httpRecipients(
  { projectId, fromMs }: Asked,
  { recipients }: RecipientNeeds,
): Promise<DataRecipient[]> {
  const [steps, uses] = await Promise.all([
    recipients.httpSteps(projectId),
    recipients.httpStepUses(projectId, dayOf(fromMs)),
  ]);
  const sent = new Map(uses.map(({ host, calls, lastDay }) => [host, { times: calls, lastDay }]));
  const named = steps.map(({ pipeline, url }) => ({ name: pipeline, host: hostOf(url) }));
  const hosts = new Set(named.map(({ host }) => host));
  const past = [...sent.keys()].filter((host) => !hosts.has(host));
  return [...named, ...past.map((host) => ({ name: host, host }))].map(({ name, host }) => ({
    ...{ kind: 'http-step', name, host, receives: 'texts', isReachable: hosts.has(host) },
    lately: sent.get(host) ?? { times: 0, lastDay: null },
  }));
}

async function webhookRecipients(
  { projectId, fromMs }: Asked,
  { recipients, config }: RecipientNeeds,
): Promise<DataRecipient[]> {
  const [uses, pending] = await Promise.all([
    recipients.webhookUses(projectId, fromMs),
    recipients.pendingWebhooks(projectId),
  ]);
  const sent = new Map<string, DataSent>();
  for (const { url, attempts, lastMs } of uses) {
    add(sent, hostOf(url), { times: attempts, lastDay: dayOf(lastMs) });
  }
  const awaited = new Set(pending.map(hostOf));
  return [...new Set([...sent.keys(), ...awaited])].toSorted().map((host) => ({
    ...{ kind: 'webhook', name: host, host, receives: 'summary' },
    isReachable: config.webhookKey !== undefined && awaited.has(host),
    lately: sent.get(host) ?? { times: 0, lastDay: null },
  }));
}

/** Reasons of scores may quote the sample. */
async function eventRecipients(
  { projectId, fromMs }: Asked,
  { recipients }: RecipientNeeds,
): Promise<DataRecipient[]> {
  const uses = await recipients.eventUses(projectId, fromMs);
  return uses.map(({ host, attempts, lastMs, isSet }) => ({
    ...{ kind: 'telemetry', name: host, host, receives: 'texts', isReachable: isSet },
    lately: { times: attempts, lastDay: lastMs === null ? null : dayOf(lastMs) },
  }));
}

async function channelRecipients(
  { projectId, fromMs }: Asked,
  { recipients }: RecipientNeeds,
): Promise<DataRecipient[]> {
  const uses = await recipients.channelUses(projectId, fromMs);
  return uses.map(({ channel, host, isThere, attempts, lastMs }) => ({
    ...{ kind: 'alert-channel', name: channel, host, receives: 'summary' },
    isReachable: isThere === 1,
    lately: { times: attempts, lastDay: lastMs === null ? null : dayOf(lastMs) },
  }));
}

/** Endpoints that experiments ask, or asked lately; how often is told by each experiment. */
async function endpointRecipients(
  { projectId, fromMs }: Asked,
  { recipients }: RecipientNeeds,
): Promise<DataRecipient[]> {
  const uses = await recipients.endpointUses(projectId, fromMs);
  const asked = new Map<string, boolean>();
  for (const { url, isAsked } of uses) {
    const host = hostOf(url);
    asked.set(host, (asked.get(host) ?? false) || isAsked === 1);
  }
  return [...asked].map(([host, isReachable]) => ({
    ...{ kind: 'experiment', name: host, host, receives: 'texts', isReachable, lately: null },
  }));
}

function add(sent: Map<string, DataSent>, name: string, { times, lastDay }: DataSent): void {
  const known = sent.get(name);
  const days = [known?.lastDay ?? null, lastDay].filter((day) => day !== null);
  sent.set(name, { times: (known?.times ?? 0) + times, lastDay: days.toSorted().at(-1) ?? null });
}

const providerOf = (model: string) => model.slice(0, model.indexOf('/'));
const hostOf = (url: string) => new URL(url).host;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
