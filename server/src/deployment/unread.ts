/**
 * What of a template isn't read: modules, and what loops over unknown arrays make. They may hold or refer to anything that flows into them, so lists that
 * they could add to are open (spec: evaluation, section 3; design: absence is certain only if nothing unread could supply the thing).
 */
import { childArraysOf } from '../azure/child-arrays.ts';
import type { Program } from '../evaluate/program.ts';
import type { Expression, ModuleDeclaration, ResourceDeclaration } from '../template/ir.ts';
import { operandsOf } from '../template/operands.ts';

export interface Unread {
  /** True if a loop may declare more resources of the type than are known, or hold them in an array. */
  loopsDeclare(type: string): boolean;
  /** True if the declaration, or anything its name is made of, flows into a module. */
  flowsIntoModule(declaration: ResourceDeclaration): boolean;
  /** True if an output of the template gives the resource, or its id or name, to whoever calls it. */
  isHandedOut(declaration: ResourceDeclaration): boolean;
  /** True if there is any module at all. */
  readonly hasModules: boolean;
}

export function unreadOf(program: Program): Unread {
  const looped = new Set<string>();
  for (const loop of program.openLoops) {
    looped.add(loop.type.toLowerCase());
    for (const array of childArraysOf(loop.type)) looped.add(`${loop.type}/${array.childType}`.toLowerCase());
  }
  const variables = variablesOf(program);
  const intoModules = new Set<string>();
  for (const module of program.modules) collectModule(module, intoModules);
  followVariables(intoModules, variables);
  const outward = new Set<string>();
  for (const declaration of program.lowered.template.declarations) {
    if (declaration.kind === 'output') collect(declaration.value, outward);
  }
  followVariables(outward, variables);
  return {
    loopsDeclare: (type) => looped.has(type.toLowerCase()),
    flowsIntoModule: (declaration) => isMentioned(declaration, intoModules),
    isHandedOut: (declaration) => isMentioned(declaration, outward),
    hasModules: program.modules.length > 0,
  };
}

function isMentioned(declaration: ResourceDeclaration, mentions: ReadonlySet<string>): boolean {
  if (mentions.size === 0) return false;
  if (declaration.symbolicName !== null && mentions.has(nameMention(declaration.symbolicName))) return true;
  const own = new Set<string>();
  collect(declaration.resourceName, own);
  for (const mention of own) if (mentions.has(mention)) return true;
  return false;
}

function variablesOf(program: Program): ReadonlyMap<string, Expression> {
  const variables = new Map<string, Expression>();
  for (const declaration of program.lowered.template.declarations) {
    if (declaration.kind === 'variable') variables.set(nameMention(declaration.name), declaration.value);
  }
  return variables;
}

/** Adds what the variables among the mentions mention themselves. */
function followVariables(mentions: Set<string>, variables: ReadonlyMap<string, Expression>): void {
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
    else pending.push(...operandsOf(next));
  }
}
