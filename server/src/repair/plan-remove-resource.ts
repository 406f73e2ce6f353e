/** Takes a resource out of the template. */
import type { FileNode } from '../deployment/deployment.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { Step } from './plan-set.ts';
import { isLooped, type Sites } from './site.ts';

/** Ways to take a resource away: its declaration, or the element of an array that declares it, or of which a loop makes it. */
export function planRemoveResource(sites: Sites, key: ResourceKey): Step[] {
  const { deployment } = sites;
  const declared = deployment.declaredAs(key);
  if (declared === null) return [];
  if (declared.kind === 'declaration') {
    const { file, declaration } = declared;
    const span = sites.spanAt({ file, node: declaration.node });
    if (span === null || isLooped(declaration)) return [];
    return [(changes) => changes.in(file).removeDeclaration(span)];
  }
  const element = { file: declared.file, node: declared.element };
  // A loop's elements are told from each other by their names.
  const places = sites.expressionAt(element)?.bound === false ? [element] : namesOf(sites, key);
  return places.flatMap((place) => {
    const span = sites.spanAt(place);
    return span === null ? [] : [(changes) => changes.in(place.file).removeElement(span)];
  });
}

/** Where the name of a resource is decided, and on the way there. */
function namesOf({ deployment }: Sites, key: ResourceKey): readonly FileNode[] {
  return deployment.locate(key, 'name').flatMap(({ chain }) => chain.toReversed());
}
