import type { Token } from './scan.ts';

/** A token, or what a rule of the grammar makes of its parts. */
export interface Tree {
  /** As the grammar names it. */
  name: string;
  /** Nothing of a token or of what may be left out. */
  parts: Tree[];
  token?: Token;
}

/** What is wrong with a part of a statement, if anything is. */
export type Check = (tree: Tree) => string | undefined;
