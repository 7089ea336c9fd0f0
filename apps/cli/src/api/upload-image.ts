import type { ApiClient } from './api-client';
import { uploadFile } from './upload-file';

/** What the API is to be told of an image: an https address as it is, or the id of the file that is uploaded for it. */
export async function toImageSource(client: ApiClient, pathOrUrl: string): Promise<string> {
  if (/^https?:\/\//.test(pathOrUrl) || /^ref_[0-9a-f]{32}$/.test(pathOrUrl)) return pathOrUrl;
  return uploadFile(client, { path: pathOrUrl, route: '/v1/references', what: 'image', kinds: 'PNG, JPEG or WebP' });
}
