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
  const once = <T>(what: string, make: () => T): T =>
    sites.once(`${what} of ${declaration.node} in ${site.file}`, make);
  const isIndexed = site.language === 'bicep';
  const index = isIndexed ? (loop.indexName ?? once('index', () => site.parameterName('index'))) : '';
  const names = isIndexed && loop.itemName !== null ? { item: loop.itemName, index } : null;
  const handle = handleOfTurn(site, declaration, index);
  if (handle === null || (isIndexed && names === null)) return null;
  // JSON counts the turns: by a number, or by the length of the list that Bicep had.
  const source: Draft =
    isIndexed || isCount(loop.source)
      ? copied(loop.source.node)
      : { kind: 'call', name: 'length', arguments: [copied(loop.source.node)] };
  const filter = loop.filter === null ? [] : [copied(loop.filter.node)];
  return {
    declaration,
    handle,
    loop: { source, names, copyName: once('copy', () => site.parameterName('privateEndpoints')) },
    conditions: [...filter, ...conditionsOf(site, declaration)],
  };
}

/** True for `range(0, count)`, whose text is the count alone. */
function isCount({ kind, ...call }: { readonly kind: string; readonly name?: unknown }): boolean {
  return kind === 'call' && call.name === 'range';
}
