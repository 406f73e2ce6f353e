/** Loops of two programs that one language or both know only in part: what they make can't be paired by number. */
import { Cell, type Frame } from '../../server/src/evaluate/cell.ts';
import { type Turns, turnsOf } from '../../server/src/evaluate/loops.ts';
import type { Program } from '../../server/src/evaluate/program.ts';
import type { LoopHeader, ModuleDeclaration, ResourceDeclaration, Template } from '../../server/src/template/ir.ts';

/** Why a language doesn't know how often a loop turns; empty for the one that does. */
export interface Doubt {
  readonly bicep: string;
  readonly json: string;
}

interface Place {
  readonly program: Program;
  readonly frame: Frame;
  readonly template: Template;
}

type Looped = ResourceDeclaration | ModuleDeclaration;

export type LoopsInDoubt = ReadonlyMap<Looped, Doubt>;

/** The declarations with loops of two templates of which it isn't known in both how often they turn. Those of Bicep find their twins by name. */
export function loopsInDoubt(bicep: Place, json: Place): LoopsInDoubt {
  const found = new Map<Looped, Doubt>();
  const others = loopedIn(json.template);
  for (const declaration of loopedIn(bicep.template)) {
    const name = nameOf(declaration);
    const twin = others.find((other) => nameOf(other) === name || other.loop?.indexName === `copyIndex('${name}')`);
    if (twin === undefined) continue;
    const [left, right] = [turnsIn(bicep, declaration.loop), turnsIn(json, twin.loop)];
    const isOpen = left.rest !== null || right.rest !== null;
    // Turns that depend on a condition of one language only are compared with it, if there are as many.
    if (!isOpen && left.turns.length === right.turns.length) continue;
    const doubt = { bicep: doubtOf(left), json: doubtOf(right) };
    if (doubt.bicep === '' && doubt.json === '') continue;
    found.set(declaration, doubt);
    found.set(twin, doubt);
  }
  return found;
}

/** True if one language knows all the turns and the other doesn't. */
export function isOneSided({ bicep, json }: Doubt): boolean {
  return (bicep === '') !== (json === '');
}

/** What is in doubt of a resource: of its own loop, or of that of the declarations around it. */
export function doubtAround(inDoubt: LoopsInDoubt, declaration: ResourceDeclaration): Doubt | undefined {
  const own = inDoubt.get(declaration);
  if (own !== undefined || declaration.parent?.kind !== 'surrounding') return own;
  return doubtAround(inDoubt, declaration.parent.declaration);
}

function loopedIn({ declarations }: Template): readonly Looped[] {
  return declarations.filter(
    (declaration): declaration is Looped =>
      (declaration.kind === 'resource' || declaration.kind === 'module') && declaration.loop !== null,
  );
}

function nameOf(declaration: Looped): string {
  return declaration.kind === 'resource' ? (declaration.symbolicName ?? '') : declaration.name;
}

function turnsIn({ program, frame }: Place, loop: LoopHeader | null): Turns {
  if (loop === null) return { turns: [], rest: null };
  const at = new Cell({ kind: 'hole', node: loop.node, reason: 'the loop reads itself' }, frame);
  return turnsOf(program.evaluator, at, loop, frame);
}

function doubtOf({ turns, rest }: Turns): string {
  if (rest !== null) return rest.reason;
  return turns.some(({ when }) => when !== null) ? 'how often the loop turns depends on a condition' : '';
}
