/** Resources that a loop declares: how what belongs to each of them is declared in a loop of its own. */
import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceDeclaration } from '../template/ir.ts';
import type { CopiedDraft, Draft, LoopDraft, ResourceHandle } from './draft.ts';
import { handleOf, handleOfTurn } from './handles.ts';
import { conditionsOf, declarationOf, type Site, type Sites } from './site.ts';

/** A resource of a file, or one turn of the loop that declares it, and how what stands beside it names it. */
export interface DeclaredTarget {
  readonly declaration: ResourceDeclaration;
  readonly handle: ResourceHandle;
  /** The loop in which the handle means something; null if it does everywhere. */
  readonly loop: LoopDraft | null;
  /** Under which it is deployed; they mean something in the loop only. */
  readonly conditions: readonly CopiedDraft[];
}

/** Null if the file can't name the resource from a declaration beside it. */
export function targetOf(sites: Sites, site: Site, key: ResourceKey): DeclaredTarget | null {
  const declaration = declarationOf(site, key);
  if (declaration !== null) {
    const handle = handleOf(site, key);
    return handle && { declaration, handle, loop: null, conditions: conditionsOf(site, declaration) };
  }
  const declared = site.deployment.declaredAs(key);
  return declared?.kind === 'declaration' && declared.file === site.file
    ? targetInTurn(sites, site, declared.declaration)
    : null;
}

function targetInTurn(sites: Sites, site: Site, declaration: ResourceDeclaration): DeclaredTarget | null {
  const { loop, parent } = declaration;
  if (loop === null || parent?.kind === 'surrounding') return null;
  const { spans } = site.lowered;
  const copied = (node: number): CopiedDraft => ({ kind: 'copied', span: spans.spanOf(node) });
  // In another loop a name would mean a loop that isn't there.
  const namesLoop = /copyIndex\(\s*'/i.test(sites.textAt(site.file, spans.spanOf(declaration.node)));
  if (site.language === 'arm' && namesLoop) return null;
  const once = (name: string): string =>
    sites.once(`${name} of ${declaration.node} in ${site.key}`, () => site.parameterName(name));
  const isIndexed = site.language === 'bicep';
  const index = isIndexed ? (loop.indexName ?? once('index')) : '';
  const names = isIndexed && loop.itemName !== null ? { item: loop.itemName, index } : null;
  const handle = handleOfTurn(site, declaration, index);
  if (handle === null || (isIndexed && names === null)) return null;
  const of = copied(loop.source.node);
  // JSON counts the turns: by a number, or by the length of a list, whose element has a name then.
  const isLength = !isIndexed && loop.itemName !== null;
  const source: Draft = isLength ? { kind: 'call', name: 'length', arguments: [of] } : of;
  const filter = loop.filter === null ? [] : [copied(loop.filter.node)];
  return {
    declaration,
    handle,
    loop: { source, names, copyName: isIndexed ? '' : once('privateEndpoints') },
    conditions: [...filter, ...conditionsOf(site, declaration)],
  };
}
