/** At most so many restarts within the period; a server that fails more often would only burn the battery. */
const MAX_RESTARTS = 4;
const PERIOD_MS = 3 * 60 * 1000;

export interface RestartDecision {
  readonly restart: boolean;
  /** True once in the life of the policy: the first restart is worth a notification, the next ones are not. */
  readonly notify: boolean;
}

export interface RestartPolicy {
  /** Decides what to do about a server that closed at a time in milliseconds. */
  serverClosed(now: number): RestartDecision;
}

export function createRestartPolicy(): RestartPolicy {
  let restarts: readonly number[] = [];
  let hasNotified = false;
  return {
    serverClosed(now) {
      restarts = restarts.filter((time) => now - time < PERIOD_MS);
      if (restarts.length >= MAX_RESTARTS) return { restart: false, notify: false };

      restarts = [...restarts, now];
      const notify = !hasNotified;
      hasNotified = true;
      return { restart: true, notify };
    },
  };
}
