import type { Ledger } from '../ledger/ledger';
import type { BlobStore } from '../media/blob-store';
import type { InputPart } from './content-parts';

export interface ImageIntake {
  blobs: BlobStore;
  ledger: Ledger;
  /** Makes the refusal in the form of the door that the image came through. */
  reject: (message: string) => Error;
}

const SIGNATURES = [
  Buffer.from([0x89, 0x50, 0x4e, 0x47]), // PNG
  Buffer.from([0xff, 0xd8, 0xff]), // JPEG
  Buffer.from('RIFF'), // WebP
];

/** Keeps the input images and returns their names in order. */
export async function storeImages(parts: InputPart[], intake: ImageIntake): Promise<string[]> {
  const names: string[] = [];
  for (const part of parts) {
    if (!('image' in part)) continue;
    names.push('data' in part.image ? await storeBytes(part.image.data, intake) : findUpload(part.image.uri, intake));
  }
  return names;
}

async function storeBytes(bytes: Buffer, { blobs, reject }: ImageIntake): Promise<string> {
  const isImage = SIGNATURES.some((signature) => bytes.subarray(0, signature.length).equals(signature));
  if (!isImage) throw reject('Unable to process input image.');
  return blobs.put(bytes);
}

function findUpload(uri: string, { ledger, reject }: ImageIntake): string {
  const id = /files\/([a-z0-9]+)/.exec(uri)?.[1] ?? '';
  const upload = ledger.uploads.get(id);
  if (upload === undefined) throw reject(`Unsupported file uri: ${uri}`);
  return upload.blob;
}
