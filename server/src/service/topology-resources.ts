import { attempt } from '../deployment/alternatives.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceView } from '../deployment/view.ts';

/** The key of the resource that stands for the one with this key: its own, or that of another declaration of the same resource. */
export type Canonical = (key: ResourceKey) => ResourceKey;

/**
 * The resources of a deployment, each once: an `existing` reference to a resource that the template deploys gives way to it, and so does a second
 * declaration of the same name.
 */
export function distinctResources(deployment: Deployment): {
  readonly resources: readonly ResourceView[];
  readonly canonical: Canonical;
} {
  const all = deployment.keys.flatMap((key) => {
    const view = deployment.viewOf(key);
    return view === null ? [] : [view];
  });
  const byIdentity = new Map<string, ResourceView>();
  for (const resource of all) {
    const identity = identityOf(resource);
    if (identity === null) continue;
    const earlier = byIdentity.get(identity);
    if (earlier === undefined || (earlier.existing && !resource.existing)) byIdentity.set(identity, resource);
  }
  const chosen = new Map<ResourceKey, ResourceKey>();
  for (const resource of all) {
    const identity = identityOf(resource);
    const other = identity === null ? undefined : byIdentity.get(identity);
    if (other !== undefined && other.key !== resource.key) chosen.set(resource.key, other.key);
  }
  return {
    resources: all.filter((resource) => !chosen.has(resource.key)),
    canonical: (key) => chosen.get(key) ?? key,
  };
}

/** The parent of a resource; null if it has none or it isn't known. */
export function parentOf(resource: ResourceView): ResourceView | null {
  return attempt(() => resource.parent()) ?? null;
}

/** Type and names from the outermost parent; null if one of them isn't known. */
function identityOf(resource: ResourceView): string | null {
  const names: string[] = [];
  const depth = resource.type.split('/').length;
  for (let at: ResourceView | null = resource; at !== null; at = parentOf(at)) {
    const view: ResourceView = at;
    const name = attempt(() => view.name);
    if (name === undefined || names.length === depth) return null;
    names.unshift(name);
  }
  return [resource.type, ...names].join('/').toLowerCase();
}
