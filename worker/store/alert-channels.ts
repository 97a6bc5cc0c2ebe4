import { alertChannels, alertMutes } from '@assay/schema/db/alerts.ts';
import { and, asc, eq, gt } from 'drizzle-orm';
import type { Database } from './database.ts';

export type StoredChannel = typeof alertChannels.$inferSelect;
export type StoredMute = typeof alertMutes.$inferSelect;

/** Channels of alerts and muted sources in D1. */
export interface AlertChannelStore {
  find(projectId: string, name: string): Promise<StoredChannel | undefined>;
  /** By name. */
  list(projectId: string): Promise<StoredChannel[]>;
  /** @returns false if the name is taken */
  insert(channel: StoredChannel): Promise<boolean>;
  /** @returns false if it does not exist */
  update(channel: StoredChannel): Promise<boolean>;
  mute(projectId: string, name: string, untilMs: number | null): Promise<void>;
  remove(projectId: string, name: string): Promise<void>;
  /** Sources that are muted at a time, by name. */
  mutes(projectId: string, nowMs: number): Promise<StoredMute[]>;
  muteSource(mute: StoredMute): Promise<void>;
  unmuteSource(projectId: string, source: string): Promise<void>;
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

    async mute(projectId, name, mutedUntilMs) {
      await attempt(() =>
        orm.update(alertChannels).set({ mutedUntilMs }).where(at(projectId, name)).run(),
      );
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
          .orderBy(asc(alertMutes.source))
          .all(),
      ),

    async muteSource(mute) {
      await attempt(() =>
        orm
          .insert(alertMutes)
          .values(mute)
          .onConflictDoUpdate({ target: [alertMutes.projectId, alertMutes.source], set: mute })
          .run(),
      );
    },

    async unmuteSource(projectId, source) {
      await attempt(() =>
        orm
          .delete(alertMutes)
          .where(and(eq(alertMutes.projectId, projectId), eq(alertMutes.source, source)))
          .run(),
      );
    },
  };
}
