/** Something that is said in a scene. */
export interface CaptionLine {
  text: string;
  speaker?: string;
  /** From the beginning of the scene. Lines without times share what the scene has, by their length. */
  startSeconds?: number;
  endSeconds?: number;
}
