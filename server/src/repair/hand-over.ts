/** Resources of a module whose ids its caller doesn't get yet: an output that gives one, in the manner of those that are there. */
import type { ResourceKey } from '../deployment/intent.ts';
import type { ModuleDeclaration, OutputDeclaration } from '../template/ir.ts';
import type { Span } from '../text/span.ts';
import type { OutputDeclarationDraft, ResourceHandle } from './draft.ts';
import { waitsFor } from './module-outputs.ts';
import { declarationOf, type Site, type Sites } from './site.ts';

/** A module of the author's, and the one call of it. */
export interface GivingModule {
  readonly module: Site;
  readonly call: ModuleDeclaration;
}

/** An output to be declared, and the one behind which it stands; null if the module has none. */
export interface NewOutput {
  readonly behind: Span | null;
  /** What the resource is called. */
  readonly label: string;
  readonly output: OutputDeclarationDraft;
}

/**
 * The module that can give a file what is declared beside a resource: only this file calls it, in one text and in all cases. In Bicep only. Null if
 * there is none, or if it waits for what is to use the id.
 * @param forWhom the symbolic name of what is to use it
 */
export function givingModule(
  sites: Sites,
  site: Site,
  beside: ResourceKey,
  forWhom: string | null,
): GivingModule | null {
  const module = sites.declaring(beside);
  if (module === null || module.file === site.file || module.language !== 'bicep' || site.language !== 'bicep')
    return null;
  if (sites.callsOf(module.file)?.length !== 1) return null;
  const { calls } = sites.deployment.index.program;
  const call = calls.find(
    ({ callee, caller }) => callee.file === module.file && caller.file === site.file,
  )?.declaration;
  const { template } = site.lowered;
  if (call === undefined || call.loop !== null || call.condition !== null || !template.declarations.includes(call))
    return null;
  return forWhom !== null && waitsFor(template, call.name, forWhom) ? null : { module, call };
}

/** An output for the id of a resource, placed as the one is that gives the id of its neighbour, and called as those are that give ids. */
export function outputOf(module: Site, neighbour: ResourceKey, of: ResourceHandle, label: string): NewOutput {
  const { template, spans } = module.lowered;
  const outputs = template.declarations.filter((declaration) => declaration.kind === 'output');
  const symbol = declarationOf(module, neighbour)?.symbolicName ?? '';
  const model = outputs.find((output) => symbolOfId(output) === symbol);
  const suffixes = [...(model === undefined ? [] : [model]), ...outputs].map(suffixOf);
  const behind = model ?? outputs.at(-1);
  return {
    behind: behind === undefined ? null : spans.spanOf(behind.node),
    label,
    output: {
      name: module.parameterName(`${of.symbolicName ?? ''}${suffixes.find((suffix) => suffix !== null) ?? 'Id'}`),
      description: `Resource id of ${label}.`,
      value: { kind: 'id', of },
    },
  };
}

/** What the name of an output adds to that of the resource whose id it gives; null if it is called otherwise. */
function suffixOf(output: OutputDeclaration): string | null {
  const symbol = symbolOfId(output);
  const isNamedSo = symbol !== null && output.name.toLowerCase().startsWith(symbol.toLowerCase());
  return isNamedSo ? output.name.slice(symbol.length) : null;
}

/** The symbolic name of the resource whose id an output gives; null if it gives anything else. */
function symbolOfId({ value }: OutputDeclaration): string | null {
  if (value.kind !== 'member' || value.target.kind !== 'name') return null;
  return value.key.kind === 'literal' && value.key.value === 'id' ? value.target.name : null;
}
