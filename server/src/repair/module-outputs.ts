/** Resources of other files that a file can name: modules that it calls give their ids as outputs. */
import { attempt } from '../deployment/alternatives.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ModuleCall } from '../evaluate/declared.ts';
import { isArray } from '../evaluate/values.ts';
import type { Declaration, Expression, OutputDeclaration, Template } from '../template/ir.ts';
import { pushOperands } from '../template/operands.ts';
import type { Draft } from './draft.ts';
import type { Sites } from './site.ts';

/** Outputs of one file's modules that are looked at. */
const mostOutputs = 200;

/** Parts of one template's text that are looked at for what waits for what. */
const mostParts = 20_000;

/** The ids of resources of a type that the modules of a file give it, as the file writes them; in Bicep only. */
export class ModuleOutputs {
  private readonly ids: ReadonlyMap<ResourceKey, Draft>;

  /** `forWhom` is the symbolic name of what is to use them: modules that wait for it can't give it anything. */
  constructor(sites: Sites, file: string, type: string, forWhom: string | null) {
    this.ids = idsIn(sites, file, type, forWhom);
  }

  /** The id of a resource; null if no module gives it. */
  idOf(key: ResourceKey): Draft | null {
    return this.ids.get(key) ?? null;
  }
}

function idsIn(sites: Sites, file: string, type: string, forWhom: string | null): ReadonlyMap<ResourceKey, Draft> {
  const ids = new Map<ResourceKey, Draft>();
  const site = sites.of(file);
  if (site?.language !== 'bicep') return ids;
  const { template } = site.lowered;
  let left = mostOutputs;
  for (const call of sites.deployment.index.program.calls) {
    const { declaration, caller, calleeTemplate } = call;
    // What a condition or a loop makes has no output that can be read everywhere.
    if (caller.file !== file || declaration.loop !== null || declaration.condition !== null) continue;
    if (!template.declarations.includes(declaration)) continue;
    if (forWhom !== null && waitsFor(template, declaration.name, forWhom)) continue;
    for (const output of calleeTemplate.declarations) {
      if (output.kind !== 'output' || left-- <= 0) continue;
      for (const { key, draft } of idsOf(sites, call, output, type)) {
        // An id that is given by itself says more than its place in a list.
        const known = ids.get(key);
        if (known === undefined || (known.kind === 'item' && draft.kind === 'output')) ids.set(key, draft);
      }
    }
  }
  return ids;
}

/** What an output gives: an id, or a list of ids. */
function idsOf(
  { deployment }: Sites,
  { declaration, callee }: ModuleCall,
  output: OutputDeclaration,
  type: string,
): readonly { readonly key: ResourceKey; readonly draft: Draft }[] {
  const { evaluator } = deployment.index.program;
  const cell = evaluator.part(output.value, callee);
  const value = evaluator.force(cell);
  const draft: Draft = { kind: 'output', module: declaration.name, name: output.name };
  const cells = isArray(value)
    ? value.items.map((item, index) => ({ cell: item.cell, draft: { kind: 'item', array: draft, index } as const }))
    : [{ cell, draft }];
  if (isArray(value) && (value.rest !== null || value.items.some(({ when, placed }) => when !== null || !placed)))
    return [];
  return cells.flatMap((one) => {
    const found = attempt(() => deployment.index.follow(one.cell));
    const isMeant = found?.kind === 'entry' && found.entry.type.toLowerCase() === type.toLowerCase();
    return isMeant ? [{ key: found.entry.key, draft: one.draft }] : [];
  });
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
