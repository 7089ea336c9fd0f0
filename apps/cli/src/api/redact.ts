const SECRET_HEADERS = /^(authorization|cookie|set-cookie|x-api-key|x-goog-api-key)$/i;
const SECRET_PARAMETERS = /([?&](?:X-Amz-(?:Signature|Credential|Security-Token)|key|token|api_key)=)[^&#\s]+/gi;

export function redactHeaders(headers: Headers): string[] {
  return [...headers].map(([name, value]) => `${name}: ${SECRET_HEADERS.test(name) ? '***' : redactUrl(value)}`);
}

export function redactUrl(text: string): string {
  return text.replaceAll(SECRET_PARAMETERS, '$1***');
}
