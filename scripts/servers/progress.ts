/** One line on standard error: standard output is kept for the result. */
export function report(subject: string, message: string): void {
  process.stderr.write(`${subject}: ${message}\n`);
}
