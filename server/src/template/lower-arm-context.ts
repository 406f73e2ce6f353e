import type { ArmExpression } from '../syntax/arm/expression.ts';
import type { JsonNode, JsonObject, JsonProperty, JsonValue } from '../syntax/arm/json-node.ts';
import type { Problem } from '../text/problem.ts';
import type { Span } from '../text/span.ts';
import type { HoleExpression, NodeId } from './ir.ts';
import type { SpanTableBuilder } from './lowered.ts';

/** What all parts of the lowering of one JSON file share, and what the expressions at one place of it may refer to. */
export interface ArmLowering {
  readonly source: string;
  readonly spans: SpanTableBuilder;
  readonly problems: Problem[];
  /** False in parameter files, whose strings are never expressions. */
  readonly expressions: boolean;
  readonly names: ArmNames;
  /** The innermost `copy` around the place. */
  readonly loop: ArmLoop | null;
}

/** What the expressions of a template can name. */
export interface ArmNames {
  /** What a symbolic name stands for; null if there is no such name. */
  symbol(name: string): 'resource' | 'module' | null;
  /** The value of a variable as written; null if there is no such variable. */
  variable(name: string): JsonValue | null;
}

/** The names of no template. */
export const NO_NAMES: ArmNames = { symbol: () => null, variable: () => null };

/** A `copy` around a place: `copyIndex(copyName)` is the number of its turn. */
export interface ArmLoop {
  readonly copyName: string | null;
  /** The name of the index in the IR, unlike that of any loop around it. */
  readonly indexName: string;
  /** True for loops of resources and outputs, which `copyIndex()` without a name means. */
  readonly unnamed: boolean;
  /** The array that it counts the elements of (`length(array)`), and the name of the element in the IR. */
  readonly counted: CountedArray | null;
  readonly outer: ArmLoop | null;
}

/** An array as a loop's count names it, and what `array[copyIndex()]` is called in the IR. */
export interface CountedArray {
  readonly expression: ArmExpression;
  readonly itemName: string;
}

/** Why a hole of JSON has no value: its text is missing or has a syntax error. Completes "This value is unknown: ...". */
export const BEING_TYPED = 'it is being typed';

/** Gives a node number for the place of a node of the JSON tree. */
export function nodeFor(lowering: ArmLowering, node: JsonNode): NodeId {
  return lowering.spans.add(node.offset, node.offset + node.length);
}

/** Gives a node number for a span. */
export function nodeForSpan(lowering: ArmLowering, span: Span): NodeId {
  return lowering.spans.add(span.start, span.end);
}

export function holeFor(lowering: ArmLowering, node: JsonNode, reason: string): HoleExpression {
  return { kind: 'hole', node: nodeFor(lowering, node), reason };
}

/** The properties of an object by name in lower case: ARM ignores case, and of several with one name the last wins. */
export function propertiesByName(object: JsonObject | null): ReadonlyMap<string, JsonProperty> {
  const properties = new Map<string, JsonProperty>();
  for (const property of object?.children ?? []) properties.set(property.children[0].value.toLowerCase(), property);
  return properties;
}

export function objectOrNull(node: JsonValue | null | undefined): JsonObject | null {
  return node?.type === 'object' ? node : null;
}

/** The lowering of what stands inside a `copy`. */
export function insideLoop(
  lowering: ArmLowering,
  copyName: string | null,
  unnamed: boolean,
  counted: ArmExpression | null,
): ArmLowering & { readonly loop: ArmLoop } {
  let level = 1;
  for (let loop = lowering.loop; loop !== null; loop = loop.outer) {
    if (loop.copyName?.toLowerCase() === copyName?.toLowerCase()) level++;
  }
  const call = copyName === null ? 'copyIndex()' : `copyIndex('${copyName}')`;
  const indexName = level === 1 ? call : `${call} ${level}`;
  const array = counted === null ? null : { expression: counted, itemName: `item of ${indexName}` };
  return { ...lowering, loop: { copyName, indexName, unnamed, counted: array, outer: lowering.loop } };
}

/** The loop that `copyIndex` means: by its name; without one the innermost of a resource or output, else the innermost of all. */
export function loopOfIndex(lowering: ArmLowering, copyName: string | null): ArmLoop | null {
  for (let loop = lowering.loop; loop !== null; loop = loop.outer) {
    const meant = copyName === null ? loop.unnamed : loop.copyName?.toLowerCase() === copyName.toLowerCase();
    if (meant) return loop;
  }
  return copyName === null ? lowering.loop : null;
}
