import { alertChannels, alertMutes } from '@assay/schema/db/alerts.ts';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredChannel = typeof alertChannels.$inferSelect;
export type StoredMute = typeof alertMutes.$inferSelect;

/** Channels of alerts, and what is muted, in D1. */
export interface AlertChannelStore {
  find(projectId: string, name: string): Promise<StoredChannel | undefined>;
  /** By name. */
  list(projectId: string): Promise<StoredChannel[]>;
  /** @returns false if the name is taken */
  insert(channel: StoredChannel): Promise<boolean>;
  /** @returns false if it does not exist */
  update(channel: StoredChannel): Promise<boolean>;
  remove(projectId: string, name: string): Promise<void>;
  /** What is muted at a time. */
  mutes(projectId: string, nowMs: number): Promise<StoredMute[]>;
  mute(mute: StoredMute): Promise<void>;
  unmute(projectId: string, target: string): Promise<void>;
}

export function createAlertChannelStore({ orm, attempt }: Database): AlertChannelStore {
  const at = (projectId: string, name: string) =>
    and(eq(alertChannels.projectId, projectId), eq(alertChannels.name, name));
  return {
    find: (projectId, name) =>
      attempt(() => orm.select().from(alertChannels).where(at(projectId, name)).get()),

    list: (projectId) =>
      attempt(() =>
        orm
          .select()
          .from(alertChannels)
          .where(eq(alertChannels.projectId, projectId))
          .orderBy(asc(alertChannels.name))
          .all(),
      ),

    async insert(channel) {
      await attempt(() => orm.insert(alertChannels).values(channel).onConflictDoNothing().run());
      const stored = await this.find(channel.projectId, channel.name);
      // Also true for an attempt whose answer was lost.
      return JSON.stringify(stored) === JSON.stringify(channel);
    },

    async update({ projectId, name, ...set }) {
      const found = await attempt(() =>
        orm
          .update(alertChannels)
          .set(set)
          .where(at(projectId, name))
          .returning({ name: alertChannels.name })
          .all(),
      );
      return found.length > 0;
    },

    async remove(projectId, name) {
      await attempt(() => orm.delete(alertChannels).where(at(projectId, name)).run());
    },

    mutes: (projectId, nowMs) =>
      attempt(() =>
        orm
          .select()
          .from(alertMutes)
          .where(and(eq(alertMutes.projectId, projectId), gt(alertMutes.untilMs, nowMs)))
          .orderBy(asc(alertMutes.target))
          .all(),
      ),

    async mute(mute) {
      await attempt(() =>
        orm
          .insert(alertMutes)
          .values(mute)
          .onConflictDoUpdate({ target: [alertMutes.projectId, alertMutes.target], set: mute })
          .run(),
      );
    },

    async unmute(projectId, target) {
      await attempt(() =>
        orm
          .delete(alertMutes)
          .where(and(eq(alertMutes.projectId, projectId), eq(alertMutes.target, target)))
          .run(),
      );
    },
  };
}
