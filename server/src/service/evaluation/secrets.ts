/**
 * Which values hold a secret: what a secure parameter gives, and all that is made of it. A value is followed back to the texts that decide it; a
 * computed one through all that its expression reads. What can't be followed to its end counts as secret.
 */
import { type Cell, type Frame, lookUp } from '../../evaluate/cell.ts';
import type { Program } from '../../evaluate/program.ts';
import { isArray, isChoice, isObject } from '../../evaluate/values.ts';
import type { Expression, Template } from '../../template/ir.ts';
import { operandsOf, pushOperands } from '../../template/operands.ts';

export interface Secrets {
  /** True if the value of a cell is secret, or computed from something that is. Parts of an object or array are asked for one by one. */
  covers(cell: Cell): boolean;
}

/** Cells that one value is followed back through. */
const mostFollowed = 10_000;

/** Cells inside of the values of secure parameters that are told apart. */
const mostMarked = 1_000_000;

export function secretsOf(program: Program): Secrets {
  const secure = secureParameters(program);
  return secure.size === 0 ? { covers: () => false } : new SecretFinder(program, secure);
}

/** `file#node` of the parameters whose values are secret. */
function secureParameters(program: Program): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [file, { template }] of program.files) {
    const pending: Template[] = [template];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (const declaration of next.declarations) {
        if (declaration.kind === 'parameter' && declaration.type.secure) found.add(`${file}#${declaration.node}`);
        if (declaration.kind === 'module' && declaration.inline !== null) pending.push(declaration.inline.template);
      }
    }
  }
  return found;
}

/** A cell on the way back; `whole` if everything inside of it counts. */
interface Step {
  readonly cell: Cell;
  readonly whole: boolean;
}

class SecretFinder implements Secrets {
  private readonly program: Program;
  private readonly marked: ReadonlySet<Cell>;
  private readonly isComplete: boolean;
  /** Cells from which no secret is reached, with what counted of them. */
  private readonly harmless = new Map<Cell, boolean>();

  constructor(program: Program, secure: ReadonlySet<string>) {
    this.program = program;
    const marked = new Set<Cell>();
    const frames = [program.frame, ...program.calls.map((call) => call.callee)];
    for (const frame of frames) {
      for (const binding of frame.bindings.values()) {
        const isSecure = binding.kind === 'parameter' && secure.has(`${frame.file}#${binding.node}`);
        if (!isSecure) continue;
        this.mark(binding.cell, marked);
        if (binding.whenNull !== undefined) this.mark(binding.whenNull(), marked);
      }
    }
    this.marked = marked;
    this.isComplete = marked.size < mostMarked;
  }

  /** Marks a cell and all that its value consists of. Functions build their results over these same cells. */
  private mark(root: Cell, marked: Set<Cell>): void {
    const pending = [root];
    for (let next = pending.pop(); next !== undefined && marked.size < mostMarked; next = pending.pop()) {
      if (marked.has(next)) continue;
      marked.add(next);
      pending.push(...this.partsOf(next));
    }
  }

  private partsOf(cell: Cell): readonly Cell[] {
    const value = this.program.evaluator.force(cell);
    if (isChoice(value)) return [value.yes, value.no];
    if (isObject(value)) return value.cells;
    return isArray(value) ? value.items.map((item) => item.cell) : [];
  }

  covers(cell: Cell): boolean {
    if (!this.isComplete) return true;
    const seen = new Map<Cell, boolean>();
    const pending: Step[] = [{ cell, whole: false }];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      const known = seen.get(next.cell) ?? this.harmless.get(next.cell);
      if (known === true || known === next.whole) continue;
      seen.set(next.cell, next.whole);
      if (this.marked.has(next.cell) || seen.size > mostFollowed) return true;
      pending.push(...this.sourcesOf(next));
    }
    for (const [each, whole] of seen) this.harmless.set(each, whole);
    return false;
  }

  /** What a cell has its value from. */
  private sourcesOf({ cell, whole }: Step): readonly Step[] {
    const value = this.program.evaluator.force(cell);
    if (cell.from !== undefined) return [{ cell: cell.from, whole }];
    if (isChoice(value)) return this.partsOf(cell).map((side) => ({ cell: side, whole }));
    if (isObject(value) || isArray(value)) {
      return whole ? this.partsOf(cell).map((part) => ({ cell: part, whole })) : [];
    }
    return this.readBy(cell.expression, cell.frame);
  }

  /** What a computation reads. Members are evaluated, since only one part of what they read from counts. */
  private readBy(expression: Expression, frame: Frame): readonly Step[] {
    const steps: Step[] = [];
    const pending = [...operandsOf(expression)];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next.kind === 'member') {
        steps.push({ cell: this.program.evaluator.part(next, frame), whole: true });
      } else if (next.kind === 'name') {
        const binding = lookUp(frame, next.space, next.name)?.binding;
        if (binding?.kind === 'parameter' || binding?.kind === 'variable')
          steps.push({ cell: binding.cell, whole: true });
      } else {
        pushOperands(next, pending);
      }
    }
    return steps;
  }
}
