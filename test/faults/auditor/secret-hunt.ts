/** Looks for planted secrets in whatever it is shown. */
export class SecretHunt {
  readonly seen: { secret: string; where: string }[] = [];
  private readonly secrets: Record<string, string>;

  /** By what each is called. */
  constructor(secrets: Record<string, string>) {
    this.secrets = secrets;
  }

  look(where: string, content: string | Buffer): void {
    for (const [secret, value] of Object.entries(this.secrets))
      if (content.includes(value)) this.seen.push({ secret, where });
  }
}
