import { type CancellationToken, LSPErrorCodes, ResponseError } from 'vscode-languageserver';

/** Takes one line for the log. */
export type Log = (line: string) => void;

/**
 * Protects a request: what its handler throws becomes a line in the log and an empty answer, so that no document can bring the server down or
 * raise an error in the editor. Errors of the protocol (cancelled, content modified) are answers and pass.
 * @param name the request, for the log.
 * @param empty the answer when there is none.
 */
export function guardedRequest<Params, Result>(
  name: string,
  empty: Result,
  log: Log,
  handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result> {
  return async (params, token) => {
    try {
      return await handler(params, token);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      log(`${name} failed: ${describe(error)}`);
      return empty;
    }
  };
}

/** A log over a connection, which may be gone by the time that something goes wrong: then nobody is left to tell. */
export function logOver(send: (line: string) => void): Log {
  return (line) => {
    try {
      send(line);
    } catch {
      // The connection is closed, and the process with it soon.
    }
  };
}

/** Protects work that nobody waits for. */
export async function guarded(name: string, log: Log, work: () => void | Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log(`${name} failed: ${describe(error)}`);
  }
}

/**
 * Lets messages that have already arrived be read, among them the cancellation of this request.
 * @throws ResponseError if the request was cancelled.
 */
export async function nextTurn(token: CancellationToken): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 0);
  });
  if (token.isCancellationRequested)
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
}

/** An exception with the first places of its stack, on one line. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const places = (error.stack ?? '').split('\n').filter((line) => line.trimStart().startsWith('at '));
  return `${error.name}: ${error.message.split('\n')[0]} ${places
    .slice(0, 3)
    .map((line) => line.trim())
    .join(' ')}`.trimEnd();
}
