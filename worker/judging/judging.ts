import { randomBytes } from 'node:crypto';
import { newId } from '@assay/schema/ids.ts';
import type { ProjectSettings, Sample, TokenUsage } from '@assay/schema/types.ts';
import type { ModelCapabilities } from '@assay/scorers/define.ts';
import { fingerprint } from '@assay/scorers/fingerprint.ts';
import { addUsage } from '@assay/scorers/judging/ask.ts';
import type { Completed, JudgeCall, NotCompleted } from '@assay/scorers/judging/judge.ts';
import type { ResolvedScorer } from '@assay/scorers/resolve.ts';
import type { Log } from '../log.ts';
import type { Models } from '../models/configure.ts';
import { priceOf } from '../models/prices.ts';
import { ModelError, type Provider } from '../models/provider.ts';
import { ApiProblem } from '../problem.ts';
import type { JudgeCache } from '../store/judge-cache.ts';
import type { JudgeSettlements } from '../store/judge-settlements.ts';
import type { JudgeSpend } from '../store/judge-spend.ts';
import { admit } from './admission.ts';
import { reserveCall } from './call-reservations.ts';
import { type Connections, createConnections } from './connections.ts';
import { createEmbedder } from './embedding.ts';
import { createMemory, type Flights, type Memory } from './memory.ts';
import { persist } from './persist.ts';
import { createPurse, type Purse } from './purse.ts';
import { createReranker } from './reranking.ts';
import type { SettingsBook } from './settings-book.ts';

/** What asking models needs. */
export interface Judging {
  models: Models;
  cache: JudgeCache;
  spend: JudgeSpend;
  settlements: JudgeSettlements;
  settingsBook: SettingsBook;
  flights: Flights;
  nowMs(): number;
  /** A number from 0 to 1, for jitter. */
  random(): number;
  log: Log;
}

export interface SessionOptions {
  projectId: string;
  deadlineAtMs: number;
  /** Aborts when the caller leaves. */
  signal?: AbortSignal | undefined;
}

/** The models as one invocation uses them. */
export interface JudgingSession {
  /**
   * The models for one sample, and what asking them for it has come to.
   *
   * @param deadlineAtMs for samples with a deadline of their own, before that of the session
   */
  forSample(sample: Sample, deadlineAtMs?: number): SampleModels;
  /** Writes what was spent and what is to be kept since the last time. Never throws. */
  settle(): Promise<void>;
}

export interface SampleModels {
  models(resolved: ResolvedScorer): ModelCapabilities;
  spent(): { usage: TokenUsage; costUsd: number };
}

/** What calls of one invocation share. */
export interface Session extends Judging {
  settings: ProjectSettings;
  deadlineAtMs: number;
  signal: AbortSignal;
  connections: Connections;
  memory: Memory;
  purse: Purse;
}

export async function beginJudging(
  judging: Judging,
  { projectId, deadlineAtMs, signal }: SessionOptions,
): Promise<JudgingSession> {
  const settings = await judging.settingsBook.open(projectId);
  const session: Session = {
    ...judging,
    settings,
    deadlineAtMs,
    signal: signal ?? new AbortController().signal,
    connections: createConnections(),
    memory: createMemory({ ...judging, ...judging.models, projectId, deadlineAtMs }),
    purse: createPurse(judging.spend, projectId, settings.dailyCapUsd, judging.nowMs()),
  };
  return {
    forSample: (sample, ownDeadlineAtMs = deadlineAtMs) =>
      modelsForSample(sample, { ...session, deadlineAtMs: ownDeadlineAtMs }),
    settle: () => settle(session, projectId),
  };
}

/** A verdict is not lost because its cost could not be written; that is told in the log. */
async function settle(session: Session, projectId: string): Promise<void> {
  const { purse, memory, settlements, nowMs, log } = session;
  const atMs = nowMs();
  try {
    await settlements.write({
      id: newId('settlement', atMs),
      ...{ projectId, atMs, day: purse.day },
      spending: purse.takeSpending(),
      answers: memory.takeAnswers(),
    });
  } catch {
    log({ level: 'error', event: 'judge_settlement_unwritten', projectId });
  }
}

function modelsForSample(sample: Sample, session: Session): SampleModels {
  const spent = { usage: { inputTokens: 0, outputTokens: 0 }, costUsd: 0 };
  const onSpent = (usage: TokenUsage, costUsd: number) => {
    spent.usage = addUsage(spent.usage, usage);
    spent.costUsd += costUsd;
  };
  const admitted = (model: string) =>
    admit(model, sample.generator, session.settings, session.models);
  return {
    spent: () => spent,
    models: (resolved) => ({
      judge: {
        admit: admitted,
        nonce: () => randomBytes(12).toString('hex'),
        complete: (call) => complete(call, session, onSpent),
        remember: (key, mode, make) =>
          session.memory.remember(fingerprint([resolved.fingerprint, key]), mode, make),
      },
      embed: createEmbedder(session, admitted, onSpent),
      rerank: createReranker(session, admitted, onSpent),
    }),
  };
}

/** Asks the model and then its fallbacks, each with a fair share of the time that is left. */
async function complete(
  call: JudgeCall,
  session: Session,
  onSpent: (usage: TokenUsage, costUsd: number) => void,
): Promise<Completed | NotCompleted> {
  const models = [call.model, ...call.fallback];
  let failure: NotCompleted | undefined;
  for (const [i, model] of models.entries()) {
    const leftMs = session.deadlineAtMs - session.nowMs();
    if (leftMs <= 0 || session.signal.aborted) break;
    try {
      const completed = await completeBy(model, call, leftMs / (models.length - i), session);
      onSpent(completed.usage, completed.costUsd);
      return completed;
    } catch (cause) {
      // The first model's failure says most; that of a fallback only follows from it.
      failure ??= toFailure(model, cause);
    }
  }
  return (
    failure ?? { ok: false, code: 'judge_timeout', reason: 'No time was left to ask a judge.' }
  );
}

async function completeBy(
  model: string,
  { messages, ...call }: JudgeCall,
  limitMs: number,
  session: Session,
): Promise<Completed> {
  const { provider, name } = findProvider(model, session);
  const price = provider.isFree ? FREE : priceOf(model, session.models.prices);
  const texts = [...messages.map(({ content }) => content), JSON.stringify(call.schema)];
  const most = { inputTokens: mostTokens(texts), outputTokens: call.maxTokens };
  const reserve = () => session.purse.reserve(model, price, most);
  const reservations = await reserveCall(reserve, session.models.hedgeAfterMs);
  const startedAtMs = session.nowMs();
  try {
    const answer = await persist(
      (signal, onSent) =>
        session.connections(signal, () => {
          onSent();
          return provider.complete({ ...call, messages, model: name, signal });
        }),
      session.signal,
      limitMs,
      { ...session, hedge: reservations.hedge },
    );
    const latencyMs = session.nowMs() - startedAtMs;
    return { ok: true, ...answer, model, latencyMs, ...(await reservations.end(answer.usage)) };
  } catch (cause) {
    await reservations.end(undefined);
    throw cause;
  }
}

const FREE = { input: 0, output: 0 };

export function findProvider(
  model: string,
  { models }: Judging,
): { provider: Provider; name: string } {
  const slash = model.indexOf('/');
  const provider = models.providers.get(model.slice(0, slash));
  if (provider) return { provider, name: model.slice(slash + 1) };
  throw new ModelError('judge_unknown_model', `No provider of ${model} is configured.`);
}

const encoder = new TextEncoder();

/** More tokens than texts can have: no tokeniser makes more of a text than it has bytes. */
export function mostTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + encoder.encode(text).length, 0);
}

export function toFailure(model: string, cause: unknown): NotCompleted {
  // Where the cap cannot be read, nothing is spent.
  if (cause instanceof ApiProblem) {
    return { ok: false, code: 'judge_unavailable', reason: `${model}: ${cause.detail}` };
  }
  if (!(cause instanceof ModelError)) throw cause;
  return { ok: false, code: cause.code, reason: `${model}: ${cause.message}` };
}
