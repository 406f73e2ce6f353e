/**
 * Makes an asynchronous action safe to ask for at any time: it never runs twice at once, and however often it is asked for meanwhile, it
 * runs once more afterwards. The action must not reject.
 */
export function coalesce(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let isAskedAgain = false;

  const run = async (): Promise<void> => {
    do {
      isAskedAgain = false;
      await action();
    } while (isAskedAgain);
    running = null;
  };

  return () => {
    if (running === null) running = run();
    else isAskedAgain = true;
    return running;
  };
}
