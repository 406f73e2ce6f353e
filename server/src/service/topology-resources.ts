import { attempt } from '../deployment/alternatives.ts';
import type { Deployment } from '../deployment/deployment.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ResourceView } from '../deployment/view.ts';

/** The key of the resource that stands for the one with this key: its own, or that of another declaration of the same resource. */
export type Canonical = (key: ResourceKey) => ResourceKey;

/**
 * The resources of a deployment, each once: an `existing` reference to a resource that the template deploys gives way to it, and so does a second
 * declaration of the same resource. What a condition surely leaves out isn't among them.
 */
export function distinctResources(deployment: Deployment): {
  readonly resources: readonly ResourceView[];
  readonly canonical: Canonical;
} {
  const all = deployment.keys.flatMap((key) => {
    const view = deployment.isPresent(key) === false ? null : deployment.viewOf(key);
    return view === null ? [] : [view];
  });
  const order = new Map(all.map(({ key, existing }, index) => [key, existing ? index + all.length : index]));
  const rank = (key: ResourceKey): number => order.get(key) ?? Number.POSITIVE_INFINITY;
  const chosen = new Map<ResourceKey, ResourceKey>();
  for (const { key } of all) {
    const first = deployment.sameAs(key).reduce((one, other) => (rank(other) < rank(one) ? other : one), key);
    if (first !== key) chosen.set(key, first);
  }
  return {
    resources: all.filter((resource) => !chosen.has(resource.key)),
    canonical: (key) => {
      // Each step leads to an earlier resource, where scopes aren't known perhaps to one that gives way itself.
      for (let at = key, next = chosen.get(at); ; at = next, next = chosen.get(at)) if (next === undefined) return at;
    },
  };
}

/** The parent of a resource; null if it has none or it isn't known. */
export function parentOf(resource: ResourceView): ResourceView | null {
  return attempt(() => resource.parent()) ?? null;
}
