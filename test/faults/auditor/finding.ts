/** Something that must never be. */
export interface Finding {
  /** Film, attempt or file. */
  of: string;
  what: string;
}
