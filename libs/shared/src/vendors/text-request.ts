/** JSON after a schema, as every text adapter takes it. The result is the text itself. */
export interface TextRequest {
  model: string;
  system: string;
  prompt: string;
  /** JSON Schema of the answer. */
  schema: Record<string, unknown>;
}
