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

/**
 * Both lists as one, in the order of their places. One place has one problem: what is wrong with a token comes before what the grammar
 * says of it, and the first of what is missing there before the rest.
 */
export function inOrderOfPlace(ofTokens: readonly Problem[], ofGrammar: readonly Problem[]): readonly Problem[] {
  if (ofTokens.length === 0 && ofGrammar.length < 2) return ofGrammar;
  const places = new Set<string>();
  const kept = [...ofTokens, ...ofGrammar].filter(({ span }) => {
    const place = `${span.start}-${span.end}`;
    const isNew = !places.has(place);
    places.add(place);
    return isNew;
  });
  return kept.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}
