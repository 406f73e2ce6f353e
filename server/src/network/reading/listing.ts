/** Which resources of a deployment are read, and what is said of those that can't be. */
import type { DeploymentView, ResourceView, ResourceViews } from '../../deployment/view.ts';
import type { Dependency } from '../reachability/model.ts';
import { declaredOf } from '../undecided.ts';
import { maybe } from './source.ts';

/** A resource that stands somewhere in the network, but it can't be told where. */
export interface LeftOut {
  readonly resource: ResourceView;
  readonly dependsOn: Dependency;
}

/** The declared resources of a type that are present in this run. */
export function all(deployment: DeploymentView, type: string): readonly ResourceView[] {
  return declaredOf(deployment.resources(type)).known;
}

/**
 * What is read of one resource, found once for each side of the conditions that it rests on. A network is read for each alternative of all of
 * its conditions, and nearly all of its parts are the same in most of them.
 */
export function once<T>(resource: ResourceView, part: string, read: (resource: ResourceView) => T): T {
  return resource.deployment.remember(`${part} ${resource.key}`, () => read(resource));
}

/** What the rest of an open list depends on; null if the list is whole. */
export function openness(list: ResourceViews, what: string): Dependency | null {
  return list.open ? { kind: 'loop', name: what } : null;
}

/** The members of a list that could be read; the others are noted. */
export function placed<T>(
  resources: readonly ResourceView[],
  left: LeftOut[],
  read: (resource: ResourceView) => readonly T[],
): readonly T[] {
  return resources.flatMap((resource) => {
    const found = maybe(() => read(resource));
    if (!('unknown' in found)) return found;
    left.push({ resource, dependsOn: found.unknown });
    return [];
  });
}
