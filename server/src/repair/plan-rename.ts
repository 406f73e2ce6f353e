/** Another name for a resource: where the name is decided, and wherever its file names the resource by it. */
import type { ResourceKey } from '../deployment/intent.ts';
import type { Declaration, Expression, ResourceDeclaration } from '../template/ir.ts';
import { pushOperands } from '../template/operands.ts';
import { literal } from './draft.ts';
import { planSet, type Step } from './plan-set.ts';
import { isOfTemplate, type Site, type Sites } from './site.ts';

/** Parts of one template's text that are looked at. */
const mostParts = 200_000;

/** Where a text stands that names the resource, and what it says in place of the old name. */
interface Mention {
  readonly expression: Expression;
  readonly text: string;
}

/**
 * Ways to rename a resource. What a variable or parameter decides changes wherever that is read; a name that the resource has for itself is followed
 * by ids that are made of it, by the names of children and by what waits for it. None if a text can't be followed that may mean the resource.
 */
export function planRename(sites: Sites, key: ResourceKey, name: string): readonly Step[] {
  const ways = planSet(sites, key, 'name', name);
  const site = sites.declaring(key);
  const declared = sites.deployment.declaredAs(key);
  const isOwn = sites.deployment.locate(key, 'name').every(({ chain }) => chain.length === 1);
  if (site === null || declared?.kind !== 'declaration' || !isOwn) return ways;
  const mentions = isOfTemplate(site, declared.declaration)
    ? new Mentions(sites, site, declared.declaration, name).all()
    : null;
  if (mentions === null) return [];
  return ways.map((way) => (changes) => {
    way(changes);
    for (const { expression, text } of mentions)
      changes.in(site.file).replace(site.lowered.spans.spanOf(expression.node), literal(text));
  });
}

/** The places of one file that name a resource. */
class Mentions {
  private readonly sites: Sites;
  private readonly site: Site;
  private readonly declaration: ResourceDeclaration;
  /** In lower case. */
  private readonly type: string;
  private readonly name: string;
  private readonly source: string;
  private readonly found: Mention[] = [];
  /** Nodes that were looked at, or mean something else. */
  private readonly done = new Set<number>();
  private isWhole = true;

  constructor(sites: Sites, site: Site, declaration: ResourceDeclaration, name: string) {
    this.sites = sites;
    this.site = site;
    this.declaration = declaration;
    this.type = declaration.type.toLowerCase();
    this.name = name;
    this.source = this.sourceOf(declaration.resourceName);
  }

  /** Null if one of them can't be written. */
  all(): readonly Mention[] | null {
    this.done.add(this.declaration.resourceName.node);
    const { declarations } = this.site.lowered.template;
    for (const declaration of declarations) this.lookAtDeclaration(declaration);
    return this.isWhole ? this.found : null;
  }

  private lookAtDeclaration(declaration: Declaration): void {
    switch (declaration.kind) {
      case 'parameter':
        if (declaration.default !== null) this.lookInto(declaration.default);
        return;
      case 'variable':
      case 'output':
        this.lookInto(declaration.value);
        return;
      case 'function':
        this.lookInto(declaration.body);
        return;
      case 'resource':
        this.lookAtResource(declaration);
        return;
      case 'module': {
        const { body, condition, scope, loop, inline } = declaration;
        for (const part of [condition, scope, loop?.source, body]) if (part) this.lookInto(part);
        // A deployment in another scope means what is there.
        if (scope === null) for (const inner of inline?.template.declarations ?? []) this.lookAtDeclaration(inner);
        return;
      }
      default:
    }
  }

  private lookAtResource(resource: ResourceDeclaration): void {
    const { resourceName, body, condition, scope, loop, dependsOn, nested, parent } = resource;
    const type = resource.type.toLowerCase();
    const isReference = resource.existing && type === this.type && parent === null;
    if (isReference && scope === null) this.follow(resourceName);
    else if (isReference) this.done.add(resourceName.node);
    else if (type.startsWith(`${this.type}/`) && parent === null) this.lookAtChild(resourceName);
    for (const awaited of dependsOn) this.lookAtAwaited(awaited);
    const parts = [resourceName, condition, scope, loop?.source, body, ...dependsOn];
    if (parent?.kind === 'expression') parts.push(parent.value);
    for (const part of parts) if (part) this.lookInto(part);
    for (const child of nested) this.lookAtResource(child);
  }

  /** The name of a child begins with that of its parent. */
  private lookAtChild(childName: Expression): void {
    const old = this.oldText;
    if (old !== null && childName.kind === 'literal' && fold(childName.value).startsWith(`${old}/`)) {
      this.replace(childName, `${this.name}${String(childName.value).slice(old.length)}`);
      return;
    }
    const isConcat = childName.kind === 'call' && childName.name.toLowerCase() === 'concat';
    const first = isConcat ? childName.arguments[0] : childName.kind === 'text' ? childName.parts[0] : undefined;
    if (first === undefined || typeof first === 'string') return;
    if (old !== null && first.kind === 'literal' && fold(first.value).startsWith(`${old}/`))
      this.replace(first, `${this.name}${String(first.value).slice(old.length)}`);
    else this.follow(first);
  }

  /** What waits for the resource may name it without a type. */
  private lookAtAwaited(awaited: Expression): void {
    const old = this.oldText;
    if (old === null || awaited.kind !== 'literal') return;
    const said = fold(awaited.value);
    if (said === old) this.replace(awaited, this.name);
    const whole = `${this.type}/${old}`;
    if (said === whole) this.replace(awaited, `${String(awaited.value).slice(0, this.type.length + 1)}${this.name}`);
  }

  private lookInto(expression: Expression): void {
    const pending = [expression];
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      if (this.done.has(part.node)) continue;
      this.done.add(part.node);
      if (this.done.size > mostParts || this.namesAnew(part)) this.isWhole = false;
      if (part.kind === 'object') this.passLabels(part.members);
      if (part.kind === 'call' && !this.lookAtCall(part.name.toLowerCase(), part.arguments)) continue;
      pushOperands(part, pending);
    }
  }

  /** The name of an element with properties is its own, whatever it is called after. */
  private passLabels(members: Extract<Expression, { kind: 'object' }>['members']): void {
    const memberNamed = (key: string): Expression | undefined =>
      members.find((member) => member.kind === 'property' && member.key.toLowerCase() === key)?.value;
    const label = memberNamed('name');
    if (label !== undefined && memberNamed('properties') !== undefined) this.done.add(label.node);
  }

  /** Ids that are made of the name. False if nothing in the call can mean the resource. */
  private lookAtCall(name: string, given: readonly Expression[]): boolean {
    if (name === 'resourceid') {
      const at = given.findIndex((one) => one.kind === 'literal' && fold(one.value).includes('/'));
      const type = given[at];
      const named = given[at + 1];
      if (type?.kind !== 'literal' || named === undefined) return true;
      const isOfType = fold(type.value) === this.type || fold(type.value).startsWith(`${this.type}/`);
      // With a group or a subscription before the type it is what has this name there.
      if (at > 0 || !isOfType) return false;
      this.follow(named);
    }
    if (name === 'concat')
      given.forEach((one, index) => {
        const next = given[index + 1];
        if (one.kind === 'literal' && fold(one.value).endsWith(`${this.type}/`) && next !== undefined)
          this.follow(next);
      });
    return true;
  }

  /** Has an expression say the new name if it says the old one. */
  private follow(expression: Expression): void {
    const old = this.oldText;
    const isLiteral = old !== null && expression.kind === 'literal' && fold(expression.value) === old;
    if (isLiteral || this.sourceOf(expression) === this.source) this.replace(expression, this.name);
  }

  private replace(expression: Expression, text: string): void {
    if (this.done.has(expression.node)) return;
    this.done.add(expression.node);
    this.found.push({ expression, text });
  }

  /** True for a text that says the name in a place of which it isn't known what it means. */
  private namesAnew(part: Expression): boolean {
    const old = this.oldText;
    if (old === null) return part.kind !== 'literal' && this.sourceOf(part) === this.source;
    if (part.kind === 'literal') return fold(part.value).includes(old);
    return part.kind === 'text' && part.parts.some((piece) => typeof piece === 'string' && fold(piece).includes(old));
  }

  /** The old name, in lower case; null if an expression makes it. */
  private get oldText(): string | null {
    const { resourceName } = this.declaration;
    return resourceName.kind === 'literal' ? fold(resourceName.value) : null;
  }

  private sourceOf({ node }: Expression): string {
    return this.sites.textAt(this.site.file, this.site.lowered.spans.spanOf(node)).trim();
  }
}

/** Azure compares names without regard to case. */
function fold(value: unknown): string {
  return String(value).toLowerCase();
}
