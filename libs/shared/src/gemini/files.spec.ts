import { describe, expect, it } from '@jest/globals';
import { toServedAddress } from './files';

const settings = { apiKey: 'key', baseUrl: 'http://127.0.0.1:8090' };

describe('toServedAddress', () => {
  it("reads a result that names Google's host from wherever requests go", () => {
    const address = 'https://generativelanguage.googleapis.com/v1beta/files/abc123:download?alt=media';
    expect(toServedAddress(address, settings).href).toBe(
      'http://127.0.0.1:8090/v1beta/files/abc123:download?alt=media',
    );
  });

  it('leaves an address of the configured server as it is', () => {
    expect(toServedAddress('http://127.0.0.1:8090/x', settings).href).toBe('http://127.0.0.1:8090/x');
  });

  it.each(['http://169.254.169.254/latest/meta-data', 'file:///etc/passwd', 'https://example.org/v.mp4', 'nonsense'])(
    'asks no other host: %s',
    (address) => {
      expect(() => toServedAddress(address, settings)).toThrow("not the provider's");
    },
  );
});
