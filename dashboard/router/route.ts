import type { ComponentType } from 'preact';
import type { Scope } from '../session/session.ts';

/** Sections of the navigation, in order. */
export const SECTIONS = ['Results', 'Measure', 'Trust', 'Control', 'Watch', 'Project'] as const;
type Section = (typeof SECTIONS)[number];

/** A page: where it is, what it is called, and the scope that its data needs. */
export interface Route {
  /** Its path, with parameters as in `/batches/:id`. */
  path: string;
  /** Its title; pages about one thing set their own with `useTitle`. */
  title: string;
  /** Left out where every key will do. */
  scope?: Scope;
  /** Where the navigation has a link to it; left out for none. */
  section?: Section;
  /** Loads its code, when it is opened first. */
  load(): Promise<{ default: Page }>;
}

/** A component that receives the parameters of its path. */
export type Page = ComponentType<{ parameters: Record<string, string> }>;
