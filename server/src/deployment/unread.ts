/**
 * What of a program isn't read: modules whose template isn't there, and what loops over unknown arrays make. They may hold or refer to
 * anything that flows into them, so lists that they could add to are open (spec: evaluation, section 3; design: absence is certain only if
 * nothing unread could supply the thing).
 */
import { childArraysOf } from '../azure/child-arrays.ts';
import type { Cell, Frame } from '../evaluate/cell.ts';
import type { ResourceInstance } from '../evaluate/instance.ts';
import type { Program } from '../evaluate/program.ts';
import { isObject } from '../evaluate/values.ts';
import type { Expression, ModuleDeclaration, Template } from '../template/ir.ts';
import { pushOperands } from '../template/operands.ts';

export interface Unread {
  /** True if a loop may declare more resources of the type than are known, or hold them in an array. */
  loopsDeclare(type: string): boolean;
  /** True if the resource, or anything its name is made of, flows into a module that isn't read. */
  flowsIntoModule(instance: ResourceInstance): boolean;
  /** True if an output of the template gives the resource, or its id or name, to whoever calls it. */
  isHandedOut(instance: ResourceInstance): boolean;
  /** True if a module that isn't read is given the name of the resource as its own `name`: it may deploy the same resource again. */
  mayBeDeployedAgain(instance: ResourceInstance): boolean;
  /** True if there is any module that isn't read. */
  readonly hasModules: boolean;
}

export function unreadOf(program: Program): Unread {
  const looped = new Set<string>();
  for (const loop of program.openLoops) {
    looped.add(loop.type.toLowerCase());
    for (const array of childArraysOf(loop.type)) looped.add(`${loop.type}/${array.childType}`.toLowerCase());
  }
  const intoModules = new Mentions();
  for (const { declaration, caller, callerTemplate } of program.unread)
    intoModules.addModule(declaration, caller, callerTemplate);
  const outward = new Mentions();
  outward.addOutputs(program.lowered.template, program.frame);
  // What a module that was read is given may go on to one inside of it that wasn't.
  for (const call of [...program.calls].reverse()) {
    if (intoModules.has(call.callee)) intoModules.addModule(call.declaration, call.caller, call.callerTemplate);
  }
  const callOf = new Map(program.calls.map((call) => [call.callee, call]));
  const isMentioned = (instance: ResourceInstance, mentions: Mentions): boolean => {
    if (mentions.covers(instance)) return true;
    // A module hands on what is in it wherever the module itself is named.
    for (let call = callOf.get(rootOf(instance.frame)); call !== undefined; call = callOf.get(rootOf(call.caller))) {
      if (mentions.names(call.caller, call.declaration.name)) return true;
    }
    return false;
  };
  return {
    loopsDeclare: (type) => looped.has(type.toLowerCase()),
    flowsIntoModule: (instance) => isMentioned(instance, intoModules),
    isHandedOut: (instance) => isMentioned(instance, outward),
    mayBeDeployedAgain: (instance) => {
      const own = shortText(instance.declaration.resourceName);
      const root = rootOf(instance.frame);
      return (
        own !== null && program.unread.some((one) => rootOf(one.caller) === root && givenName(one.declaration) === own)
      );
    },
    hasModules: program.unread.length > 0,
  };
}

/** The frame of the template that a frame belongs to. */
function rootOf(frame: Frame): Frame {
  let root = frame;
  while (root.up !== null) root = root.up;
  return root;
}

/** What a call of a module mentions itself, found once for each text: the calls of a shared module are met in every deployment. */
const mentionedBy = new WeakMap<ModuleDeclaration, ReadonlySet<string>>();

function mentionsOf(declaration: ModuleDeclaration): ReadonlySet<string> {
  const known = mentionedBy.get(declaration);
  if (known !== undefined) return known;
  const found = new Set<string>();
  collectModule(declaration, found);
  mentionedBy.set(declaration, found);
  return found;
}

/** The argument `name` of a call, if it is short. */
function givenName({ body }: ModuleDeclaration): string | null {
  const list = memberOf(body, 'params') ?? memberOf(body, 'parameters');
  const argument = list && memberOf(list, 'name');
  return argument && shortText(memberOf(argument, 'value') ?? argument);
}

function memberOf(expression: Expression, key: string): Expression | null {
  if (expression.kind !== 'object') return null;
  const found = expression.members.find((member) => member.kind === 'property' && member.key.toLowerCase() === key);
  return found?.value ?? null;
}

/** A name or a literal as a key: equal ones have the same value where they stand in one template. Null for all else. */
function shortText(expression: Expression): string | null {
  if (expression.kind === 'name') return nameMention(expression.name);
  return expression.kind === 'literal' && typeof expression.value === 'string' ? `text ${expression.value}` : null;
}

/**
 * Names and longer literals that expressions mention, followed through variables, for each template that is called. They are looked for when
 * somebody asks about the template: rules ask about few.
 */
class Mentions {
  private readonly byFrame = new Map<Frame, MentionsOfFrame>();

  has(frame: Frame): boolean {
    return this.byFrame.has(rootOf(frame));
  }

  addModule(declaration: ModuleDeclaration, caller: Frame, template: Template): void {
    this.add(caller, template, (found) => {
      for (const mention of mentionsOf(declaration)) found.add(mention);
    });
  }

  addOutputs(template: Template, frame: Frame): void {
    this.add(frame, template, (found) => {
      for (const declaration of template.declarations) {
        if (declaration.kind === 'output') collect(declaration.value, found);
      }
    });
  }

  private add(frame: Frame, template: Template, find: (found: Set<string>) => void): void {
    const root = rootOf(frame);
    const known = this.byFrame.get(root);
    if (known === undefined) this.byFrame.set(root, { found: new Set(), pending: [{ template, find }] });
    else known.pending.push({ template, find });
  }

  private of(frame: Frame): ReadonlySet<string> | undefined {
    const known = this.byFrame.get(rootOf(frame));
    if (known === undefined) return undefined;
    if (known.pending.length === 0) return known.found;
    // Once for all that is mentioned in a template: its calls mention the same variables again and again.
    const byTemplate = new Map<Template, Set<string>>();
    for (const { template, find } of known.pending.splice(0)) {
      const own = byTemplate.get(template) ?? new Set<string>();
      byTemplate.set(template, own);
      find(own);
    }
    for (const [template, own] of byTemplate) {
      if (own.size > 0) followVariables(own, variablesOf(template), (mention) => importedAs(rootOf(frame), mention));
      for (const mention of own) known.found.add(mention);
    }
    return known.found;
  }

  /** True if the resource's symbolic name, or a part of its name, is among what is mentioned in its template. */
  covers(instance: ResourceInstance): boolean {
    const mentions = this.of(instance.frame);
    if (mentions === undefined || mentions.size === 0) return false;
    const { symbolicName, resourceName } = instance.declaration;
    if (symbolicName !== null && mentions.has(nameMention(symbolicName))) return true;
    const own = new Set<string>();
    collect(resourceName, own);
    for (const mention of own) if (mentions.has(mention)) return true;
    return false;
  }

  names(frame: Frame, name: string): boolean {
    return this.of(frame)?.has(nameMention(name)) ?? false;
  }
}

interface MentionsOfFrame {
  readonly found: Set<string>;
  /** What has yet to be looked through. */
  readonly pending: { readonly template: Template; readonly find: (found: Set<string>) => void }[];
}

const variablesOfTemplates = new WeakMap<Template, ReadonlyMap<string, Expression>>();

function variablesOf(template: Template): ReadonlyMap<string, Expression> {
  const known = variablesOfTemplates.get(template);
  if (known !== undefined) return known;
  const variables = new Map<string, Expression>();
  for (const declaration of template.declarations) {
    if (declaration.kind === 'variable') variables.set(nameMention(declaration.name), declaration.value);
  }
  variablesOfTemplates.set(template, variables);
  return variables;
}

/** Adds what the variables among the mentions mention themselves, those that come from an import included. */
function followVariables(
  mentions: Set<string>,
  variables: ReadonlyMap<string, Expression>,
  imported: (mention: string) => readonly Cell[],
): void {
  const pending = [...mentions];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const value = variables.get(next);
    const inner = value === undefined ? literalsIn(imported(next)) : mentionsIn(value);
    for (const mention of inner) {
      if (mentions.has(mention)) continue;
      mentions.add(mention);
      pending.push(mention);
    }
  }
}

function mentionsIn(expression: Expression): ReadonlySet<string> {
  const mentions = new Set<string>();
  collect(expression, mentions);
  return mentions;
}

/** The variables of other files that a name stands for in a frame: one, or all of a name space. */
function importedAs(frame: Frame, mention: string): readonly Cell[] {
  return variablesNamed(frame, mention).filter((cell) => cell.frame !== frame);
}

function variablesNamed(frame: Frame, mention: string): readonly Cell[] {
  return variablesIn(frame).get(mention) ?? [];
}

const variablesOfFrames = new WeakMap<Frame, ReadonlyMap<string, readonly Cell[]>>();

/** All variables that are bound in a frame, by the mention of their names. */
function variablesIn(frame: Frame): ReadonlyMap<string, readonly Cell[]> {
  const known = variablesOfFrames.get(frame);
  if (known !== undefined) return known;
  const found = new Map<string, readonly Cell[]>();
  for (const [key, binding] of frame.bindings) {
    if (binding.kind !== 'variable') continue;
    const { value, expression } = binding.cell;
    // What stands for a name space is an object of its variables.
    const isNameSpace = expression.kind === 'hole' && value !== undefined && isObject(value);
    // In a frame of JSON the kind of a name stands before it.
    found.set(nameMention(key.slice(key.lastIndexOf(' ') + 1)), isNameSpace ? value.cells : [binding.cell]);
  }
  variablesOfFrames.set(frame, found);
  return found;
}

const nothing: ReadonlySet<string> = new Set();

/** Variables of other files that are followed from one mention. */
const mostImported = 1_000;

/** The literals of variables of other files, and of the variables that they are made of. Their names mean nothing outside of these files. */
function literalsIn(cells: readonly Cell[]): ReadonlySet<string> {
  if (cells.length === 0) return nothing;
  const literals = new Set<string>();
  const pending = [...cells];
  const met = new Set<Cell>(cells);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const mentions = new Set<string>();
    collect(next.expression, mentions);
    for (const mention of mentions) {
      if (!mention.startsWith(namePrefix)) {
        literals.add(mention);
        continue;
      }
      for (const binding of variablesNamed(next.frame, mention)) {
        if (met.has(binding) || met.size >= mostImported) continue;
        met.add(binding);
        pending.push(binding);
      }
    }
  }
  return literals;
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

const namePrefix = 'name ';

function nameMention(name: string): string {
  return `${namePrefix}${name.toLowerCase()}`;
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
    else pushOperands(next, pending);
  }
}
