import type { Problem } from '../../text/problem.ts';

/** A breach of Bicep's grammar. The message is a sentence that says what is wrong or expected at the place. */
export function syntaxProblem(message: string, start: number, end: number): Problem {
  return { code: 'bicep-syntax', message, span: { start, end }, severity: 'error' };
}

/** An expression or type that is nested too deeply to be read. */
export function tooDeepProblem(levels: number, start: number, end: number): Problem {
  const message = `Nested deeper than ${levels.toLocaleString('en-US')} levels: this statement is not read.`;
  return { code: 'too-deep', message, span: { start, end }, severity: 'error' };
}

/** Both lists as one, in the order of their places. A token that is wrong in itself is reported once. */
export function inOrderOfPlace(ofTokens: readonly Problem[], ofGrammar: readonly Problem[]): readonly Problem[] {
  if (ofTokens.length === 0 && ofGrammar.length < 2) return ofGrammar;
  const places = new Set(ofTokens.map(({ span }) => `${span.start}-${span.end}`));
  return [...ofTokens, ...ofGrammar.filter(({ span }) => !places.has(`${span.start}-${span.end}`))].sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  );
}
