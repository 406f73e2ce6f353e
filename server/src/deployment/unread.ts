/**
 * What of a template isn't read: modules, and resources in loops. They may hold or refer to anything that flows into them, so lists that
 * they could add to are open (spec: evaluation, section 3; design: absence is certain only if nothing unread could supply the thing).
 */
import { childArraysOf } from '../azure/child-arrays.ts';
import type { Program } from '../evaluate/program.ts';
import type { Expression, ModuleDeclaration, ResourceDeclaration } from '../template/ir.ts';

export interface Unread {
  /** True if a loop may declare resources of the type, or hold them in an array. */
  loopsDeclare(type: string): boolean;
  /** True if the declaration, or anything its name is made of, flows into a module. */
  flowsIntoModule(declaration: ResourceDeclaration): boolean;
  /** True if there is any module at all. */
  readonly hasModules: boolean;
}

export function unreadOf(program: Program): Unread {
  const looped = new Set<string>();
  for (const loop of program.loops) {
    looped.add(loop.type.toLowerCase());
    for (const array of childArraysOf(loop.type)) looped.add(`${loop.type}/${array.childType}`.toLowerCase());
  }
  const mentioned = mentionsOfModules(program);
  return {
    loopsDeclare: (type) => looped.has(type.toLowerCase()),
    flowsIntoModule: (declaration) => {
      if (mentioned.size === 0) return false;
      if (declaration.symbolicName !== null && mentioned.has(nameMention(declaration.symbolicName))) return true;
      const own = new Set<string>();
      collect(declaration.resourceName, own);
      for (const mention of own) if (mentioned.has(mention)) return true;
      return false;
    },
    hasModules: program.modules.length > 0,
  };
}

/** Names and longer literals in the modules' bodies, followed through variables. */
function mentionsOfModules(program: Program): ReadonlySet<string> {
  const mentions = new Set<string>();
  for (const module of program.modules) collectModule(module, mentions);
  if (mentions.size === 0) return mentions;
  const variables = new Map<string, Expression>();
  for (const declaration of program.lowered.template.declarations) {
    if (declaration.kind === 'variable') variables.set(nameMention(declaration.name), declaration.value);
  }
  const pending = [...mentions];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const value = variables.get(next);
    if (value === undefined) continue;
    const inner = new Set<string>();
    collect(value, inner);
    for (const mention of inner) {
      if (mentions.has(mention)) continue;
      mentions.add(mention);
      pending.push(mention);
    }
  }
  return mentions;
}

function collectModule(module: ModuleDeclaration, mentions: Set<string>): void {
  collect(module.body, mentions);
  if (module.scope !== null) collect(module.scope, mentions);
  if (module.loop !== null) collect(module.loop.source, mentions);
  if (module.inline === null) return;
  for (const declaration of module.inline.template.declarations) {
    if (declaration.kind === 'resource') {
      collect(declaration.resourceName, mentions);
      collect(declaration.body, mentions);
    } else if (declaration.kind === 'module') {
      collectModule(declaration, mentions);
    }
  }
}

function nameMention(name: string): string {
  return `name ${name.toLowerCase()}`;
}

/** Literals shorter than this say too little to tie a module to a resource. */
const shortestLiteral = 3;

/** Adds the names and literals of an expression. Iterative: expressions may be deep. */
function collect(expression: Expression, mentions: Set<string>): void {
  const pending: Expression[] = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (next.kind === 'name') mentions.add(nameMention(next.name));
    else if (next.kind === 'literal' && typeof next.value === 'string' && next.value.length >= shortestLiteral)
      mentions.add(`text ${next.value.toLowerCase()}`);
    else pending.push(...partsOfExpression(next));
  }
}

function partsOfExpression(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'text':
      return expression.parts.filter((part) => typeof part !== 'string');
    case 'object':
      return expression.members.flatMap((member) =>
        member.kind === 'computed' ? [member.key, member.value] : [member.value],
      );
    case 'array':
      return expression.items.map((item) => item.value);
    case 'loop':
      return [expression.source, expression.body, ...(expression.filter === null ? [] : [expression.filter])];
    case 'member':
      return [expression.target, expression.key];
    case 'call':
      return expression.target === null ? expression.arguments : [expression.target, ...expression.arguments];
    case 'lambda':
      return [expression.body];
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case 'coalesce':
    case 'both':
    case 'either':
      return expression.operands;
    case 'literal':
    case 'name':
    case 'hole':
      return [];
  }
}
