import { expect, it } from '@jest/globals';
import { buildContentDisposition } from './content-disposition';

it.each([
  ['film.mp4', `inline; filename="film.mp4"; filename*=UTF-8''film.mp4`],
  ['Über "uns".mp4', `inline; filename="_ber _uns_.mp4"; filename*=UTF-8''%C3%9Cber%20%22uns%22.mp4`],
  ["it's (1)*.mp4", `inline; filename="it_s _1__.mp4"; filename*=UTF-8''it%27s%20%281%29%2A.mp4`],
  ['a\r\nb', `inline; filename="a__b"; filename*=UTF-8''a%0D%0Ab`],
])('names the download %j without letting it break the header', (fileName, header) => {
  expect(buildContentDisposition('inline', fileName)).toBe(header);
});
