/** Which parts of a text are being typed: the declarations that have a syntax error in them. */
import { type JsonNode, nodeAt } from '../syntax/arm/json-node.ts';
import type { ArmParse } from '../syntax/arm/parse-arm.ts';
import type { BicepFile } from '../syntax/bicep/index.ts';
import type { Problem } from '../text/problem.ts';
import { type Span, spanOf, touches } from '../text/span.ts';

const syntaxCodes: readonly string[] = ['bicep-syntax', 'json-syntax', 'expression-syntax'];

/** The declarations, and what could not be read as one, that hold a syntax error; without gaps where several follow each other. */
export function damagedBicep({ tree }: BicepFile, problems: readonly Problem[]): readonly Span[] {
  const broken = placesOf(problems);
  if (broken.length === 0) return [];
  const spans = tree.declarations.map(({ start, end }) => spanOf(start, end));
  const damaged = spans.filter((span) => broken.some((place) => touches(span, place)));
  return [...damaged, ...broken];
}

/** The resources, parameters, variables and so on that hold a syntax error; the whole text if the error stands beside them. */
export function damagedArm({ root, text }: ArmParse, problems: readonly Problem[]): readonly Span[] {
  return placesOf(problems).map((place) => {
    const node = root === null ? null : nodeAt(root, place.start);
    return (node === null ? null : declarationAround(node)) ?? spanOf(0, text.length);
  });
}

function placesOf(problems: readonly Problem[]): readonly Span[] {
  return problems.filter(({ code }) => syntaxCodes.includes(code)).map(({ span }) => span);
}

/** The element of a section: what stands two steps below the root. */
function declarationAround(node: JsonNode): Span | null {
  const above: JsonNode[] = [];
  for (let at: JsonNode | undefined = node; at !== undefined; at = at.parent) above.push(at);
  // The root, the property of the section, its array or object, and in it the element.
  const element = above[above.length - 4];
  return element === undefined ? null : spanOf(element.offset, element.offset + element.length);
}
