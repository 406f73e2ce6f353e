/** What an exception says, on one line: for errors that nobody foresaw. */
export function errorLine(error: unknown): string {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return message.split('\n')[0] ?? message;
}
