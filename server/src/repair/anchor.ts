/** Where new resources of a text stand: behind which declaration, and what they have in common with it. */
import type { ResourceKey } from '../deployment/intent.ts';
import type { NewResource } from '../deployment/new-resource.ts';
import type { ResourceDeclaration } from '../template/ir.ts';
import type { Span } from '../text/span.ts';
import { type CopiedDraft, type Draft, literal, type ResourceDraft } from './draft.ts';
import {
  bodyProperty,
  conditionsOf,
  declarationOf,
  declarationSpan,
  isOfTemplate,
  parentKey,
  type Site,
  simpleTags,
} from './site.ts';

/** Where new resources of a text stand, and what they have in common with what stands there. */
export interface Anchor {
  readonly span: Span;
  /** Null for what is nowhere in particular. */
  readonly location: Draft | null;
  readonly tags: Draft | null;
  readonly conditions: readonly CopiedDraft[];
  /** The declaration that they stand behind, if it is that of a resource. */
  readonly neighbour: ResourceDeclaration | null;
  /** The resource group that the call is given behind which they stand; null if none is. */
  readonly scope: Draft | null;
}

/** Where what stands beside a resource goes if the file's own template declares that. */
export function anchorInTemplate(site: Site, key: ResourceKey): Anchor | null {
  const declaration = declarationOf(site, key);
  return declaration !== null && isOfTemplate(site, declaration) ? anchorAt(site, key) : null;
}

/** Where a resource stands that belongs to another; its location and tags are those of the outermost resource around that. */
export function anchorAt(site: Site, key: ResourceKey): Anchor | null {
  const declaration = declarationOf(site, key);
  if (declaration === null) return null;
  const outer = outermostOf(site, key);
  return {
    span: declarationSpan(site, declaration),
    location: outer === null ? { kind: 'resourceGroupLocation' } : locationOf(site, outer),
    tags: outer === null ? null : simpleTags(site, outer),
    conditions: conditionsOf(site, declaration),
    neighbour: declaration,
    scope: null,
  };
}

/** The declaration of the resource that has others as its children; null if this template doesn't deploy it. */
function outermostOf(site: Site, key: ResourceKey): ResourceDeclaration | null {
  let at = key;
  for (let up = parentKey(site, at); up !== null; up = parentKey(site, at)) at = up;
  const declaration = declarationOf(site, at);
  return declaration === null || declaration.existing ? null : declaration;
}

function locationOf(site: Site, declaration: ResourceDeclaration): Draft | null {
  const own = bodyProperty(site, declaration, 'location');
  const isGlobal = own?.kind === 'literal' && String(own.value).toLowerCase() === 'global';
  // A child that is declared by its name alone has none of its own.
  const isChild = declaration.type.split('/').length > 2;
  return isGlobal || (own === null && isChild) ? { kind: 'resourceGroupLocation' } : own;
}

/** Where the file calls the module that declares a resource; null if none of its calls leads there. */
function callSpan({ deployment, file, lowered }: Site, key: ResourceKey): Span | null {
  const call = deployment.callsOf(key).find((one) => one.file === file);
  const declaration = lowered.template.declarations.find((one) => one.kind === 'module' && one.nameNode === call?.node);
  return declaration === undefined ? null : lowered.spans.spanOf(declaration.node);
}

/** What a resource stands behind: the last of those that come before it, if that stands behind what it belongs to. */
export function spanBehind(site: Site, { after = [] }: NewResource, anchor: Anchor): Span {
  const spans = after.flatMap((key) => {
    const declaration = declarationOf(site, key);
    if (declaration === null) return callSpan(site, key) ?? [];
    return isOfTemplate(site, declaration) ? [declarationSpan(site, declaration)] : [];
  });
  return spans.reduce((last, span) => (span.start > last.start ? span : last), anchor.span);
}

export type Place = Pick<ResourceDraft, 'location' | 'tags'>;

export const nowhere: Place = { location: null, tags: null };

/** What a resource says of its place that neither is a child nor extends another; null if the place isn't in plain sight. */
export function placeOf({ place }: NewResource, { location, tags }: Anchor): Place | null {
  if (place === 'subscription') return nowhere;
  if (place === 'global') return { location: literal('global'), tags };
  return location === null ? null : { location, tags };
}
