/** Selects a page of a list. */
export interface PageQuery {
  cursor?: string;
  /** Items per page, 1 to 100. Defaults to 20. */
  limit?: number;
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
