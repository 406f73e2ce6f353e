/** Texts with values written into them. */
import type { Expression } from '../template/ir.ts';
import type { Cell } from './cell.ts';
import type { Evaluator } from './evaluator.ts';
import { jsonParts } from './json-text.ts';
import { lift } from './lift.ts';
import { partsOf, scalarText, writtenText } from './texts.ts';
import type { TextPart, Value } from './values.ts';

type Part = string | Cell;

/** The value of a text literal. */
export function textLiteral(evaluator: Evaluator, cell: Cell, expressions: readonly (string | Expression)[]): Value {
  const parts = expressions.map((part) => (typeof part === 'string' ? part : evaluator.part(part, cell.frame)));
  return plainText(evaluator, cell, parts) ?? partlyKnownText(evaluator, cell, parts);
}

/** The text where all values are strings, numbers and booleans, as nearly always; null where one isn't. */
function plainText(evaluator: Evaluator, cell: Cell, parts: readonly Part[]): Value | null {
  let whole = '';
  for (const part of parts) {
    const text = typeof part === 'string' ? part : scalarText(evaluator.force(part));
    if (text === null) return null;
    whole += text;
  }
  return writtenText(evaluator, cell, [whole]);
}

function partlyKnownText(evaluator: Evaluator, cell: Cell, parts: readonly Part[]): Value {
  const holes = parts.filter((part) => typeof part !== 'string');
  const whole = lift(evaluator, cell, holes, (settled) => {
    let next = 0;
    const known = parts.flatMap((part): readonly TextPart[] => {
      if (typeof part === 'string') return [part];
      const hole = settled[next++] ?? part;
      const value = evaluator.force(hole);
      return (
        partsOf(value) ??
        jsonParts(evaluator, value) ?? [evaluator.failure(hole, 'part of the text is not a plain value')]
      );
    });
    return evaluator.given(cell, writtenText(evaluator, cell, known));
  });
  return evaluator.force(whole);
}
