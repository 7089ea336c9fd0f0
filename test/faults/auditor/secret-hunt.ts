/** Looks for planted secrets in whatever it is shown, as they are and in the forms that other text puts them into. */
export class SecretHunt {
  readonly seen: { secret: string; where: string }[] = [];
  private readonly forms: { secret: string; form: string }[];

  /** By what each is called. */
  constructor(secrets: Record<string, string>) {
    this.forms = Object.entries(secrets).flatMap(([secret, value]) =>
      listForms(value).map((form) => ({ secret, form })),
    );
  }

  look(where: string, content: string | Buffer): void {
    const found = this.forms.filter(({ form }) => content.includes(form)).map(({ secret }) => secret);
    for (const secret of new Set(found)) this.seen.push({ secret, where });
  }
}

function listForms(value: string): string[] {
  const escaped = JSON.stringify(value).slice(1, -1);
  const twice = JSON.stringify(escaped).slice(1, -1);
  const hex = Buffer.from(value).toString('hex');
  const forms = [value, escaped, twice, encodeURIComponent(value), hex, hex.toUpperCase(), ...listBase64(value)];
  return [...new Set(forms)];
}

// What stands before it in a longer text moves it by up to two bytes; of each, the letters that nothing around it can change.
function listBase64(value: string): string[] {
  const bytes = Buffer.from(value);
  return [0, 1, 2].flatMap((offset) => {
    const all = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const sure = all.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [sure, sure.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
