import { TokenKind, type Tokens } from '../syntax/bicep/index.ts';
import { stringText } from '../syntax/bicep/strings.ts';
import type * as Syntax from '../syntax/bicep/tree.ts';
import type { HoleExpression, NodeId } from './ir.ts';
import type { SpanTableBuilder } from './lowered.ts';

/** What all parts of the lowering of one Bicep file share. */
export interface BicepLowering {
  readonly text: string;
  readonly tokens: Tokens;
  readonly spans: SpanTableBuilder;
  /**
   * The name spaces of Bicep's own functions, types and decorators, which may be written before them: `sys.concat()`, `@sys.secure()`. One
   * whose name a declaration of the file takes for itself isn't among them.
   */
  readonly builtInNameSpaces: ReadonlySet<string>;
  /** The functions that the file declares or imports. They go before built-in ones of their names. */
  readonly ownFunctions: ReadonlySet<string>;
  /** Working stack of lower-bicep-operators.ts, here so that it is made once. */
  readonly pendingOuter: Syntax.Expression[];
}

/** Why a hole of Bicep has no value: its text is missing or isn't an expression. Completes "This value is unknown: ...". */
export const BEING_TYPED = 'it is being typed';

/** Gives a node number for the place of a syntax node. */
export function nodeFor(lowering: BicepLowering, place: Syntax.NodeBase): NodeId {
  return lowering.spans.add(place.start, place.end);
}

/** The node of a declaration: from its keyword to its end, without the decorators before it. */
export function statementNode(lowering: BicepLowering, declaration: Syntax.Declaration): NodeId {
  let token = declaration.firstToken;
  const last = declaration.decorators.at(-1);
  if (last !== undefined) {
    token = last.pastToken;
    while (lowering.tokens.kinds[token] === TokenKind.NewLine) token++;
  }
  return lowering.spans.add(lowering.tokens.starts[token] ?? declaration.start, declaration.end);
}

export function holeFor(lowering: BicepLowering, place: Syntax.NodeBase): HoleExpression {
  return { kind: 'hole', node: nodeFor(lowering, place), reason: BEING_TYPED };
}

export function textOf(lowering: BicepLowering, place: Syntax.NodeBase): string {
  return lowering.text.slice(place.start, place.end);
}

/** The name, or null if it is missing or unreadable. */
export function nameText(lowering: BicepLowering, name: Syntax.Name): string | null {
  return name.kind === 'Identifier' ? textOf(lowering, name) : null;
}

/** The value of a string without holes; null for any other string and for what is no string. */
export function constantText(lowering: BicepLowering, node: Syntax.Node | null): string | null {
  return node?.kind === 'String' ? stringText(lowering, node) : null;
}
