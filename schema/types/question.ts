export type QuestionKind = 'pass-fail' | 'levels' | 'categories' | 'pairwise' | 'text';

/** Whether reviewers may, or must, write a comment beside their answer. */
export type CommentRule = 'none' | 'optional' | 'required';

/** A level of a question, told apart by its anchor. */
export interface QuestionLevel {
  /** Description of a sample at this level. */
  anchor: string;
  /** 0 (worst) to 1 (best). Levels are evenly spaced if no level has a value. */
  value?: number;
}

export interface QuestionCategory {
  name: string;
  description?: string;
  /** What the category is worth, from 0 to 1. */
  value?: number;
}

interface QuestionBase {
  description?: string;
  /** What people are asked, such as "Does the answer say only what the contexts say?". */
  text: string;
  /** How to decide, in Markdown. */
  guidelines?: string;
  comment?: CommentRule;
}

/** The answer is true or false. */
export interface PassFailQuestion extends QuestionBase {
  kind: 'pass-fail';
}

/** The answer is the number of a level, counted from 1. */
export interface LevelsQuestion extends QuestionBase {
  kind: 'levels';
  /** Worst first. */
  levels: QuestionLevel[];
}

/** The answer is the name of a category. */
export interface CategoriesQuestion extends QuestionBase {
  kind: 'categories';
  categories: QuestionCategory[];
}

/** The answer is `first` (the output), `second` (the text it is compared with, `expected`) or `tie`. */
export interface PairwiseQuestion extends QuestionBase {
  kind: 'pairwise';
}

/** The answer is a text. */
export interface TextQuestion extends QuestionBase {
  kind: 'text';
}

export type QuestionVersionInput =
  | PassFailQuestion
  | LevelsQuestion
  | CategoriesQuestion
  | PairwiseQuestion
  | TextQuestion;

export type QuestionInput = QuestionVersionInput & { name: string };

/** Makes a question of what a scorer asks its judge. */
export interface QuestionFromScorer {
  scorer: string;
  params?: { [name: string]: unknown };
  /** Defaults to the name of the scorer. */
  name?: string;
  guidelines?: string;
  comment?: CommentRule;
}

/** A version of a question, with all defaults. */
export interface Question {
  name: string;
  version: number;
  kind: QuestionKind;
  description: string;
  text: string;
  guidelines: string;
  comment: CommentRule;
  levels?: Required<QuestionLevel>[];
  categories?: QuestionCategory[];
  /** The scorer whose rubric it was made from; null if it was written. */
  scorer: QuestionScorer | null;
  fingerprint: string;
  createdAt: string;
}

export interface QuestionScorer {
  name: string;
  fingerprint: string;
}
