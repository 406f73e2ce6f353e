import type { Expression, FunctionDeclaration, LoopHeader, NameSpace, NodeId } from '../template/ir.ts';
import type { NamedResources } from './declared.ts';
import type { FrameScope } from './deployment-scope.ts';
import type { ResourceInstance } from './instance.ts';
import type { Kinds, SecureTypes } from './secure-types.ts';
import type { Value } from './values.ts';

/**
 * An expression in a frame: evaluated at most once, when it is first read. `from` is the cell that it merely stands for (a name, a member,
 * the taken branch), so the chain of `from` leads from a use to the text that decides the value. Synthetic cells, made by functions for
 * values that no expression denotes, carry the expression of the call that made them.
 */
export class Cell {
  readonly expression: Expression;
  readonly frame: Frame;
  value: Value | undefined;
  from: Cell | undefined;

  constructor(expression: Expression, frame: Frame, value?: Value, from?: Cell) {
    this.expression = expression;
    this.frame = frame;
    this.value = value;
    this.from = from;
  }

  /** A cell is also an array's element that is always there (`ArrayElement`), which spares an object for each. */
  get cell(): Cell {
    return this;
  }

  get when(): null {
    return null;
  }

  get placed(): true {
    return true;
  }
}

/** `cell` is what the parameter is given, else its default. */
export interface ParameterBinding {
  readonly kind: 'parameter';
  readonly cell: Cell;
  readonly node: NodeId;
  readonly defaulted: boolean;
  /** Gives the default, the same cell each time, which stands for what is given where that is null; left out if there is none, or if null is a value of the parameter. */
  readonly whenNull?: () => Cell;
  /** Set if the value is secret, or a part of it. */
  readonly secret?: Secret;
}

/** A parameter or output whose value is secret, or a part of it. */
export interface Secret {
  readonly types: SecureTypes;
  readonly kinds: Kinds;
  /** What people call it, such as `parameter password`. */
  readonly label: string;
  /** Of the term that stands for it, the same in every evaluation. */
  readonly key: string;
  readonly node: number;
  readonly framePath: string;
  /** Sets of cells that tell something of where a value comes from: what stands for one of them is one as well. */
  readonly roles: readonly Set<Cell>[];
  /** What is read in its place, once it was. */
  readable?: Cell;
}

/** What stands for the value of a parameter where it is read, as far as it was. */
export function readCellOf({ cell, secret }: ParameterBinding): Cell {
  return secret?.readable ?? cell;
}

/** What a name means in a frame. */
export type Binding =
  | ParameterBinding
  | { readonly kind: 'variable'; readonly cell: Cell; readonly node: NodeId }
  | { readonly kind: 'resource'; readonly instance: ResourceInstance }
  /**
   * What is made when it is first asked for: the resources of a loop, as an array of references, or a module's outputs. `loop` is the loop
   * that makes several.
   */
  | { readonly kind: 'deferred'; readonly value: () => Value; readonly loop: LoopHeader | null }
  | { readonly kind: 'opaque'; readonly reason: string; readonly node: NodeId };

/** A function and the frame of the template that declares it. */
export interface UserFunction {
  readonly declaration: FunctionDeclaration;
  readonly frame: Frame;
}

/** A call under evaluation, and the one whose body made it. */
export interface Invocation {
  readonly declaration: FunctionDeclaration;
  readonly depth: number;
  readonly outer: Invocation | null;
}

/**
 * A scope of names: a template, or the nested resources of a declaration inside of it. Its path is stable over evaluations and is the
 * identity of everything made in it; never a running number.
 */
export interface Frame {
  readonly file: string;
  readonly path: string;
  /** True where names are compared without regard to case. */
  readonly foldNames: boolean;
  readonly up: Frame | null;
  /** Where the template is deployed; frames inside of a template's own frame leave it out. */
  readonly scope?: FrameScope;
  /** Where its resources go, if that is another place than the one its functions mean: in an embedded template of outer evaluation. */
  readonly target?: FrameScope;
  /** The deployment that the template is, as far as it is known; set together with `scope`. */
  readonly deployment?: { readonly name?: Cell | string; readonly location?: string };
  /** What references in a template's own frame may mean. */
  readonly named?: NamedResources;
  /** Functions of a template's own frame, by name; keyed by `functionKey`. */
  readonly functions?: Map<string, UserFunction>;
  /**
   * True while whoever made the frame may make it anew: of a lambda, of a turn that nobody keeps, of a call from inside of these. Work on what
   * stands in it is lost where the evaluation is taken up again.
   */
  isPassing?: boolean;
  /** Set where the frame is a call of a user function. */
  readonly invocation?: Invocation;
  /** Keyed by `bindingKey`. */
  readonly bindings: Map<string, Binding>;
}

/**
 * The frame of the template that a frame is inside of. Such a frame says where the template is deployed, one of outer evaluation where its
 * resources go; frames of loops and of resources with nested ones say neither.
 */
export function templateFrameOf(frame: Frame): Frame {
  let at = frame;
  while (at.scope === undefined && at.target === undefined && at.up !== null) at = at.up;
  return at;
}

/** Key of a name in a frame: JSON keeps parameters and variables apart and ignores case, Bicep has one name space. */
export function bindingKey(frame: Frame, space: NameSpace, name: string): string {
  return frame.foldNames ? `${space} ${name.toLowerCase()}` : name;
}

/** What a name means in a frame or the frames around it. */
export function lookUp(
  frame: Frame,
  space: NameSpace,
  name: string,
): { readonly binding: Binding; readonly frame: Frame } | undefined {
  for (let at: Frame | null = frame; at !== null; at = at.up) {
    const binding = at.bindings.get(bindingKey(at, space, name));
    if (binding !== undefined) return { binding, frame: at };
  }
  return undefined;
}

/** The cell at the end of the `from` chain: the text that decides the value. */
export function originOf(cell: Cell): Cell {
  let origin = cell;
  while (origin.from !== undefined) origin = origin.from;
  return origin;
}
