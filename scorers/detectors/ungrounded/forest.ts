/** A split, by what is asked of a feature, or a leaf with what it adds. */
export type Tree = { leaf: number } | { feature: number; below: number; yes: Tree; no: Tree };

/** Small trees whose leaves add up to a logit. */
export interface Forest {
  bias: number;
  trees: readonly Tree[];
}

export function forestLogit({ bias, trees }: Forest, features: readonly number[]): number {
  return trees.reduce((sum, tree) => sum + leafOf(tree, features), bias);
}

export function leafOf(tree: Tree, features: readonly number[]): number {
  let at = tree;
  while (!('leaf' in at)) at = (features[at.feature] ?? 0) < at.below ? at.yes : at.no;
  return at.leaf;
}
