import type { CaseResult } from '../suite/cases.ts';

/** Prints the results of one part of the ring. */
export function printResults(part: string, results: readonly CaseResult[]): void {
  console.log(`\n${part}`);
  for (const { name, milliseconds, failure } of results) {
    console.log(`  ${failure === null ? '✓' : '✗'} ${name} (${milliseconds} ms)`);
    if (failure !== null) console.log(failure.replace(/^/gm, '      '));
  }
}

/** A part that could not even run its cases, as one failed case. */
export function brokenPart(part: string, reason: string): readonly CaseResult[] {
  return [{ name: `${part} runs`, milliseconds: 0, failure: reason }];
}

/** Prints the closing line and gives the exit code. */
export function closeReport(results: readonly CaseResult[]): number {
  const failed = results.filter((result) => result.failure !== null).length;
  console.log(`\n${results.length - failed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}
