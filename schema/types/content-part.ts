/** One part of a message: text, a tool call in any supported form, or anything else. */
export interface ContentPart {
  type?: string;
  text?: string;
  refusal?: string;
  [other: string]: unknown;
}
