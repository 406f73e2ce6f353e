/** Where the texts of secrets stand in the files of a program, for whoever shows lines of these. */
import type { Expression, NameExpression, NodeId, Template } from '../template/ir.ts';
import type { LoweredFile } from '../template/lowered.ts';
import { operandsOf } from '../template/operands.ts';
import { bindingKey, Cell, type Frame, lookUp } from './cell.ts';
import type { Program } from './program.ts';

/** A text in a file. */
export interface TextPlace {
  readonly file: string;
  readonly node: NodeId;
}

/** The literals that a parameter file gives, for one of which nobody knows the template: any of them may be secret. */
export function assignedTexts({ assignments }: LoweredFile): readonly NodeId[] {
  return assignments.flatMap(({ value }) => textsOf(value).literals);
}

/**
 * The literals that secure parameters are given, by their defaults, by the calls of their modules and by parameter files; those of variables and
 * parameters that are passed on to them included. Each once.
 */
export function secretTexts({ frame, lowered, calls }: Program): readonly TextPlace[] {
  const search = new Search();
  search.addParameters(lowered.template, frame);
  for (const { callee, calleeTemplate } of calls) search.addParameters(calleeTemplate, callee);
  return [...search.found.values()];
}

class Search {
  readonly found = new Map<string, TextPlace>();
  /** Frames in which an expression was looked through. */
  private readonly seen = new Map<Expression, Set<Frame>>();
  private readonly pending: Cell[] = [];

  addParameters(template: Template, frame: Frame): void {
    for (const parameter of template.declarations) {
      if (parameter.kind !== 'parameter') continue;
      const binding = frame.bindings.get(bindingKey(frame, 'parameter', parameter.name));
      if (binding?.kind !== 'parameter' || binding.secret === undefined) continue;
      this.pending.push(binding.cell);
      if (parameter.default !== null) this.pending.push(new Cell(parameter.default, frame));
    }
    for (let cell = this.pending.pop(); cell !== undefined; cell = this.pending.pop()) this.look(cell);
  }

  private look({ expression, frame }: Cell): void {
    const frames = this.seen.get(expression) ?? new Set();
    if (frames.has(frame)) return;
    this.seen.set(expression, frames.add(frame));
    const { literals, names } = textsOf(expression);
    for (const node of literals) this.found.set(`${frame.file}|${node}`, { file: frame.file, node });
    for (const { space, name } of names) {
      const found = lookUp(frame, space, name);
      const kind = found?.binding.kind;
      if (found !== undefined && (kind === 'variable' || kind === 'parameter')) this.pending.push(found.binding.cell);
    }
  }
}

/** What of the value of an expression is written in it, and the names that stand for the rest. */
interface Texts {
  readonly literals: readonly NodeId[];
  readonly names: readonly NameExpression[];
}

const known = new WeakMap<Expression, Texts>();

/** Looks through an expression once, however many frames it is evaluated in. */
function textsOf(root: Expression): Texts {
  const before = known.get(root);
  if (before !== undefined) return before;
  const literals: NodeId[] = [];
  const names: NameExpression[] = [];
  const pending: Expression[] = [root];
  for (let expression = pending.pop(); expression !== undefined; expression = pending.pop()) {
    if (isText(expression)) literals.push(expression.node);
    if (expression.kind === 'name') names.push(expression);
    for (const part of partsOfValue(expression)) pending.push(part);
  }
  const texts = { literals, names };
  known.set(root, texts);
  return texts;
}

/** True for a literal that may be a secret: nobody keeps an empty text, a boolean or null secret. */
function isText(expression: Expression): boolean {
  if (expression.kind === 'text') return expression.parts.some((part) => typeof part === 'string' && part !== '');
  if (expression.kind !== 'literal') return false;
  const { value } = expression;
  return value !== null && value !== '' && typeof value !== 'boolean';
}

/** Functions that read their value elsewhere: what they are given only says where. */
const readsElsewhere = /^(?:getSecret|load\w+|list\w*|reference)$/i;

/** The parts of an expression that its value is made of; not the conditions, keys and places that only choose it. */
function partsOfValue(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'conditional':
      return [expression.whenTrue, expression.whenFalse];
    case 'member':
      return [expression.target];
    case 'both':
    case 'either':
      return [];
    case 'call':
      return readsElsewhere.test(expression.name) ? [] : operandsOf(expression);
    default:
      return operandsOf(expression);
  }
}
