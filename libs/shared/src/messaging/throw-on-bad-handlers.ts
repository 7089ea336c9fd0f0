import { type EventName, isEventName } from '@shared/contracts/events';

interface RegisteredHandler {
  next?: unknown;
}

/** Boot stops here when a service would miss an event, take it twice, or wait for one that nobody can state. */
export function throwOnBadHandlers(
  service: string,
  consumes: readonly EventName[],
  handlers: ReadonlyMap<string, RegisteredHandler>,
): void {
  const problems = [
    ...consumes.filter((name) => !handlers.has(name)).map((name) => `no handler for ${name}`),
    ...[...handlers].flatMap(([name, handler]) => problemsOf(name, handler, consumes)),
  ];
  if (problems.length > 0) throw new TypeError(`Event handlers of ${service}: ${problems.join('; ')}`);
}

function problemsOf(name: string, handler: RegisteredHandler, consumes: readonly EventName[]): string[] {
  if (!isEventName(name)) return [`${name} is not in the catalogue of events`];
  if (!consumes.includes(name)) return [`${name} has a handler but is not among what the service consumes`];
  return handler.next ? [`more than one handler for ${name}`] : [];
}
