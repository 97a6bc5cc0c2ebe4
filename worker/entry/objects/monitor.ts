import { DurableObject } from 'cloudflare:workers';
import type { Env } from '../../core/env.ts';
import type { AnchorDraw, AnchorSet, AnchorTurn } from '../../core/monitoring/anchor-turn.ts';
import type {
  MonitorDefinition,
  MonitorWriter,
  Observation,
} from '../../core/monitoring/writer.ts';

/** The one writer of a monitor, named by the project's id and the monitor's name. */
export class MonitorObject extends DurableObject<Env> {
  #made: MonitorWriter | undefined;

  constructor(context: DurableObjectState, env: Env) {
    super(context, env);
    const { storage } = context;
    // Isolates that have no monitor do not read its code.
    context.blockConcurrencyWhile(async () => {
      const { createMonitorWriter } = await import('../../store/monitor/monitor-writer.ts');
      this.#made = createMonitorWriter({
        sql: storage.sql,
        transactionSync: (work) => storage.transactionSync(work),
      });
    });
  }

  get #writer(): MonitorWriter {
    if (this.#made === undefined) throw new Error('the monitor is not there yet');
    return this.#made;
  }

  observe(definition: MonitorDefinition, observations: readonly Observation[], nowMs: number) {
    return this.#writer.observe(definition, observations, nowMs);
  }

  check(definition: MonitorDefinition, nowMs: number) {
    return this.#writer.check(definition, nowMs);
  }

  anchorWork(definition: MonitorDefinition, at: { nowMs: number; limit: number }) {
    return this.#writer.anchorWork(definition, at);
  }

  startAnchors(definition: MonitorDefinition, anchors: AnchorSet, nowMs: number) {
    return this.#writer.startAnchors(definition, anchors, nowMs);
  }

  takeAnchors(definition: MonitorDefinition, draws: readonly AnchorDraw[], nowMs: number) {
    return this.#writer.takeAnchors(definition, draws, nowMs);
  }

  failAnchors(
    definition: MonitorDefinition,
    failed: { turns: readonly AnchorTurn[]; fault: string },
    nowMs: number,
  ) {
    return this.#writer.failAnchors(definition, failed, nowMs);
  }

  told(ids: readonly number[]) {
    return this.#writer.told(ids);
  }

  state(nowMs: number) {
    return this.#writer.state(nowMs);
  }

  timeline() {
    return this.#writer.timeline();
  }

  alarms(limit: number, before?: string) {
    return this.#writer.alarms(limit, before);
  }

  findAlarm(id: string) {
    return this.#writer.findAlarm(id);
  }

  acknowledge(id: string, by: string, atMs: number) {
    return this.#writer.acknowledge(id, by, atMs);
  }

  reset(baseline: 'keep' | 'learn', nowMs: number) {
    return this.#writer.reset(baseline, nowMs);
  }

  forget(ids: readonly string[]) {
    return this.#writer.forget(ids);
  }

  erase(upTo: number) {
    return this.#writer.erase(upTo);
  }

  trial(definition: MonitorDefinition, observations: readonly Observation[], nowMs: number) {
    return this.#writer.trial(definition, observations, nowMs);
  }
}
