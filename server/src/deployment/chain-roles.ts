/** What each element of a provenance chain does, told by its expression and by the step that leads to it (spec: evaluation, section 5). */
import { type Cell, type Frame, lookUp, readCellOf } from '../evaluate/cell.ts';
import type { Program } from '../evaluate/program.ts';
import { isNothing, isObject } from '../evaluate/values.ts';
import type { Expression, MemberExpression, NameExpression } from '../template/ir.ts';
import type { ChainRole } from './deployment.ts';

/** The role of a cell that the chain reaches from `previous`; undefined for the use, where the chain begins. */
export function roleOf(program: Program, cell: Cell, previous: Cell | undefined): ChainRole {
  if (isMissing(cell)) return 'missing';
  if (program.defaults.has(cell)) return 'default';
  if (program.assigned.has(cell)) return 'parameterFile';
  const { expression } = cell;
  // An argument or an output that chooses between texts is the place of that choice before all.
  if (previous !== undefined && expression.kind !== 'conditional' && expression.kind !== 'coalesce') {
    if (isArgument(cell, previous)) return 'argument';
    if (previous.frame !== cell.frame && outputsOf(program).has(expression)) return 'output';
  }
  switch (expression.kind) {
    case 'literal':
    case 'array':
    case 'lambda':
      return 'literal';
    case 'object':
      // A property that a spread decides, or overwrites with something unknown, has its cell at the object that is made.
      return cell.value !== undefined && !isObject(cell.value) ? 'spread' : 'literal';
    case 'name':
      return roleOfName(expression, cell.frame);
    case 'member':
      return isReadBack(expression, cell.frame) ? 'readBack' : 'member';
    case 'conditional':
      return 'branch';
    case 'coalesce':
      return 'fallback';
    case 'loop':
    case 'text':
    case 'call':
    case 'both':
    case 'either':
    case 'hole':
      return 'computed';
  }
}

/**
 * True for a cell that stands for what isn't written: a property that an object literal lacks, at the object; a parameter that may be null and
 * that nobody gives a value, at its declaration.
 */
export function isMissing({ expression, value }: Cell): boolean {
  return (expression.kind === 'object' || expression.kind === 'hole') && value !== undefined && isNothing(value);
}

/** True if the cell is what a call passes for the parameter that the previous one names. */
function isArgument(cell: Cell, { expression, frame }: Cell): boolean {
  if (expression.kind !== 'name') return false;
  const found = lookUp(frame, expression.space, expression.name);
  return found?.binding.kind === 'parameter' && readCellOf(found.binding) === cell && cell.frame !== found.frame;
}

function roleOfName({ space, name }: NameExpression, frame: Frame): ChainRole {
  const found = lookUp(frame, space, name);
  if (found?.binding.kind === 'parameter') return 'parameter';
  // Frames of loops and lambdas hold nothing but their own items and numbers.
  const isOfLoop = found !== undefined && found.frame.functions === undefined && found.frame.invocation === undefined;
  return isOfLoop && found.binding.kind === 'variable' ? 'item' : 'variable';
}

/** True for what is read of a resource that the template declares: `vnet.properties.subnets[0].name`, `reference(...).x`. */
function isReadBack({ target }: MemberExpression, frame: Frame): boolean {
  let base: Expression = target;
  while (base.kind === 'member') base = base.target;
  if (base.kind === 'call') return base.name.toLowerCase() === 'reference';
  if (base.kind !== 'name') return false;
  const binding = lookUp(frame, base.space, base.name)?.binding;
  if (binding?.kind !== 'deferred') return binding?.kind === 'resource';
  const made = binding.value();
  if (typeof made !== 'object' || made?.kind !== 'array') return false;
  const first = made.items[0]?.cell.value;
  return typeof first === 'object' && first?.kind === 'reference';
}

const outputs = new WeakMap<Program, ReadonlySet<Expression>>();

/** The values of all outputs of modules. */
function outputsOf(program: Program): ReadonlySet<Expression> {
  const known = outputs.get(program);
  if (known !== undefined) return known;
  const templates = new Set(program.calls.map((call) => call.calleeTemplate));
  const found = new Set<Expression>();
  for (const { declarations } of templates) {
    for (const declaration of declarations) if (declaration.kind === 'output') found.add(declaration.value);
  }
  outputs.set(program, found);
  return found;
}
