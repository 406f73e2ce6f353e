/** Resources of other files that a file can name: modules that it calls give their ids as outputs. */
import { attempt } from '../deployment/alternatives.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ModuleCall } from '../evaluate/declared.ts';
import { isArray } from '../evaluate/values.ts';
import { propertyValue } from '../syntax/arm/json-node.ts';
import { readJson } from '../syntax/arm/json-reader.ts';
import type { Declaration, Expression, ModuleDeclaration, OutputDeclaration, Template } from '../template/ir.ts';
import { pushOperands } from '../template/operands.ts';
import { type Draft, literal, type ResourceHandle } from './draft.ts';
import { expressionDraft, parentKey, type Site, type Sites } from './site.ts';

/** Outputs of one file's modules that are looked at. */
const mostOutputs = 200;

/** Levels of a deployment's text that are read. */
const deepestText = 1000;

/** Parts of one template's text that are looked at for what waits for what. */
const mostParts = 20_000;

/** The id of a resource as a template writes it that a module of it gives. */
export interface GivenId {
  readonly id: Draft;
  /** What must be deployed before. */
  readonly module: ResourceHandle;
}

/** The ids of resources that the modules of a template give it, as the template writes them. */
export class ModuleOutputs {
  private readonly sites: Sites;
  private readonly site: Site;
  private readonly forWhom: string | null;
  private readonly byType = new Map<string, ReadonlyMap<ResourceKey, GivenId>>();

  /**
   * `forWhom` is the symbolic name of what is to use them, empty if it has none, null for what is new: modules that wait for it can't give it
   * anything, and in JSON those that wait for anything.
   */
  constructor(sites: Sites, site: Site, forWhom: string | null) {
    this.sites = sites;
    this.site = site;
    this.forWhom = forWhom;
  }

  /** The id of a resource, or that of its parent with its name behind it; null if no module gives either. */
  idOf(key: ResourceKey): GivenId | null {
    const view = this.site.deployment.viewOf(key);
    const own = view === null ? undefined : this.idsOf(view.type).get(key);
    if (view === null || own !== undefined) return own ?? null;
    const parent = parentKey(this.site, key);
    const given = parent === null ? null : this.idOf(parent);
    const name = given === null ? null : this.writtenName(key);
    if (given === null || name === null) return null;
    const collection = view.type.slice(view.type.lastIndexOf('/'));
    return { ...given, id: { kind: 'joined', parts: [given.id, literal(`${collection}/${name}`)] } };
  }

  private idsOf(type: string): ReadonlyMap<ResourceKey, GivenId> {
    const known = this.byType.get(type) ?? idsIn(this.sites, this.site, type, this.forWhom);
    this.byType.set(type, known);
    return known;
  }

  /** The last segment of a name that is written out and nothing decides, so that it may be said once more. */
  private writtenName(key: ResourceKey): string | null {
    const [leaf, ...others] = this.site.deployment.locate(key, 'name');
    const isWritten = others.length === 0 && leaf?.chain.length === 1 && leaf.end.missing.length === 0;
    return isWritten && typeof leaf.value === 'string' ? (leaf.value.split('/').at(-1) ?? null) : null;
  }
}

function idsIn(sites: Sites, site: Site, type: string, forWhom: string | null): ReadonlyMap<ResourceKey, GivenId> {
  const ids = new Map<ResourceKey, GivenId>();
  const { template } = site.lowered;
  let left = mostOutputs;
  for (const call of sites.deployment.index.program.calls) {
    const { declaration, caller, calleeTemplate } = call;
    // What a condition or a loop makes has no output that can be read everywhere.
    if (caller.file !== site.file || declaration.loop !== null || declaration.condition !== null) continue;
    if (!template.declarations.includes(declaration)) continue;
    const waits = site.language === 'bicep' ? waitsFor : () => !waitsForNothing(sites, site, declaration);
    if (forWhom !== null && waits(template, declaration.name, forWhom)) continue;
    const module = handleOfCall(site, declaration);
    if (module === null) continue;
    for (const output of calleeTemplate.declarations) {
      if (output.kind !== 'output' || left-- <= 0) continue;
      for (const { key, id } of idsOf(sites, call, { output, module, type })) {
        // An id that is given by itself says more than its place in a list.
        const known = ids.get(key);
        if (known === undefined || (known.id.kind === 'item' && id.kind === 'output')) ids.set(key, { id, module });
      }
    }
  }
  return ids;
}

/** A module, or a deployment of JSON with a symbolic name. */
export function moduleHandle(symbolicName: string): ResourceHandle {
  return { type: 'Microsoft.Resources/deployments', symbolicName, names: [], elementOf: null };
}

/** How a template names a deployment of its own; null if it can't be named by type and name. */
function handleOfCall(site: Site, { name, resourceName, scope }: ModuleDeclaration): ResourceHandle | null {
  if (site.language === 'bicep' || name !== '') return moduleHandle(name);
  // A deployment elsewhere has an id that takes more than its name.
  if (resourceName === null || scope !== null) return null;
  return { ...moduleHandle(''), symbolicName: null, names: [expressionDraft(site, resourceName)] };
}

/** What an output gives: an id, or a list of ids. */
function idsOf(
  { deployment }: Sites,
  { callee }: ModuleCall,
  of: { readonly output: OutputDeclaration; readonly module: ResourceHandle; readonly type: string },
): readonly { readonly key: ResourceKey; readonly id: Draft }[] {
  const { evaluator } = deployment.index.program;
  const cell = evaluator.part(of.output.value, callee);
  const value = evaluator.force(cell);
  const draft: Draft = { kind: 'output', module: of.module, name: of.output.name };
  const cells = isArray(value)
    ? value.items.map((item, index) => ({ cell: item.cell, id: { kind: 'item', array: draft, index } as const }))
    : [{ cell, id: draft }];
  if (isArray(value) && (value.rest !== null || value.items.some(({ when, placed }) => when !== null || !placed)))
    return [];
  return cells.flatMap((one) => {
    const found = attempt(() => deployment.index.follow(one.cell));
    const isMeant = found?.kind === 'entry' && found.entry.type.toLowerCase() === of.type.toLowerCase();
    return isMeant ? [{ key: found.entry.key, id: one.id }] : [];
  });
}

/** True for a deployment of JSON that neither depends on anything nor reads what a deployment makes. */
function waitsForNothing(sites: Sites, { file, lowered }: Site, declaration: ModuleDeclaration): boolean {
  const text = sites.textAt(file, lowered.spans.spanOf(declaration.node));
  const { root } = readJson(text.slice(text.indexOf('{')), deepestText);
  const dependsOn = root?.type === 'object' ? propertyValue(root, 'dependsOn') : undefined;
  if (dependsOn === undefined || (dependsOn !== null && (dependsOn.type !== 'array' || dependsOn.children.length > 0)))
    return false;
  const pending = partsOf(declaration);
  for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
    if (part.kind === 'call' && /^(?:reference|list\w*)$/i.test(part.name)) return false;
    pushOperands(part, pending);
  }
  return true;
}

/** True if a declaration reads another, itself or through what it reads. */
export function waitsFor(template: Template, name: string, other: string): boolean {
  const byName = new Map(template.declarations.map((declaration) => [declaration.name, declaration]));
  const seen = new Set<string>();
  const open = [name];
  let left = mostParts;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at === other) return true;
    const declaration = byName.get(at);
    if (declaration === undefined || seen.has(at)) continue;
    seen.add(at);
    const pending = partsOf(declaration);
    for (let part = pending.pop(); part !== undefined; part = pending.pop()) {
      // A text of this size isn't read to its end: it may wait.
      if (left-- <= 0) return true;
      if (part.kind === 'name') open.push(part.name);
      pushOperands(part, pending);
    }
  }
  return false;
}

function partsOf(declaration: Declaration): Expression[] {
  switch (declaration.kind) {
    case 'variable':
      return [declaration.value];
    case 'resource':
    case 'module': {
      const { body, condition, loop, scope } = declaration;
      const parent = declaration.kind === 'resource' ? declaration.parent : null;
      const nested = declaration.kind === 'resource' ? declaration.nested.flatMap(partsOf) : [];
      const parts = [body, condition, scope, loop?.source, loop?.filter].flatMap((part) => part ?? []);
      return [...parts, ...(parent?.kind === 'expression' ? [parent.value] : []), ...nested];
    }
    default:
      return [];
  }
}
