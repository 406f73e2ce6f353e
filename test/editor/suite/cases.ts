/** One thing that the extension does in the editor. `run` rejects if it doesn't. */
export interface Case {
  readonly name: string;
  run(): Promise<void>;
}

export interface CaseResult {
  readonly name: string;
  readonly milliseconds: number;
  /** Null if it passed. */
  readonly failure: string | null;
}

const CASE_TIMEOUT_MS = 60_000;

/** Runs the cases one after the other; each has its own files, so that a failure doesn't carry over. */
export async function runCases(cases: readonly Case[]): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const each of cases) {
    const begin = performance.now();
    const failure = await failureOf(each);
    results.push({ name: each.name, milliseconds: Math.round(performance.now() - begin), failure });
  }
  return results;
}

async function failureOf(each: Case): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`The case took longer than ${CASE_TIMEOUT_MS / 1000} s.`)),
      CASE_TIMEOUT_MS,
    );
  });
  try {
    await Promise.race([each.run(), expired]);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Asks again and again until there is an answer. Rejects after the time, saying what it waited for and what it saw last. */
export async function waitFor<Value>(
  what: string,
  probe: () => Value | null | Promise<Value | null>,
  describe: () => string = () => '',
  timeoutMs = 20_000,
): Promise<Value> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== null) return value;
    if (performance.now() > end) throw new Error(`Waited ${timeoutMs / 1000} s for ${what}. ${describe()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
