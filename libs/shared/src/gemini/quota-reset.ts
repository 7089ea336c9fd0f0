/** Milliseconds until quotas per day are reset: midnight in the Pacific time zone, whatever its offset then is. */
export function msUntilQuotaReset(now: Date): number {
  const clock = new Intl.DateTimeFormat('en-US', {
    timeZone: 'America/Los_Angeles',
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const parts = new Map(clock.formatToParts(now).map(({ type, value }) => [type, Number(value)]));
  const sinceMidnight = (parts.get('hour') ?? 0) * 3600 + (parts.get('minute') ?? 0) * 60 + (parts.get('second') ?? 0);
  return (86_400 - sinceMidnight) * 1000 - now.getMilliseconds();
}
