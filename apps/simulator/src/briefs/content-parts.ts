import { z } from 'zod';

/** A piece of input in the one form that both doors are brought to. */
export type InputPart = { text: string } | { image: { data: Buffer } } | { image: { uri: string } };

const blockSchema = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  data: z.string().optional(),
  uri: z.string().optional(),
  content: z.unknown().optional(),
});

const inputSchema: z.ZodType = z.union([z.string(), z.array(blockSchema), blockSchema]);

/** The `input` of an interaction: a string, a list of blocks, or a list of steps that hold blocks. */
export function readInteractionInput(rawInput: unknown): InputPart[] | null {
  const parsed = inputSchema.safeParse(rawInput);
  if (!parsed.success) return null;
  if (typeof parsed.data === 'string') return [{ text: parsed.data }];
  const blocks = (Array.isArray(parsed.data) ? parsed.data : [parsed.data]) as z.infer<typeof blockSchema>[];
  return blocks.flatMap((block) => (block.content === undefined ? readBlock(block) : readStep(block.content)));
}

function readStep(rawContent: unknown): InputPart[] {
  return readInteractionInput(rawContent) ?? [];
}

function readBlock({ type, text, data, uri }: z.infer<typeof blockSchema>): InputPart[] {
  if (type === 'text' && text !== undefined) return [{ text }];
  if (type !== 'image') return [];
  if (data !== undefined) return [{ image: { data: Buffer.from(data, 'base64') } }];
  return uri === undefined ? [] : [{ image: { uri } }];
}

const partSchema = z.looseObject({
  text: z.string().optional(),
  inlineData: z.looseObject({ data: z.string() }).optional(),
  fileData: z.looseObject({ fileUri: z.string() }).optional(),
});

export const contentSchema = z.looseObject({ role: z.string().optional(), parts: z.array(partSchema) });

export function readContentParts(contents: z.infer<typeof contentSchema>[]): InputPart[] {
  return contents.flatMap(({ parts }) =>
    parts.flatMap(({ text, inlineData, fileData }): InputPart[] => {
      if (text !== undefined) return [{ text }];
      if (inlineData) return [{ image: { data: Buffer.from(inlineData.data, 'base64') } }];
      return fileData ? [{ image: { uri: fileData.fileUri } }] : [];
    }),
  );
}

export function joinText(parts: InputPart[]): string {
  return parts.flatMap((part) => ('text' in part ? [part.text] : [])).join('\n');
}
