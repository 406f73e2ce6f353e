import type { ResourceView } from './view.ts';

/** Each resource once, where it stands first. */
export function distinctResources(resources: readonly ResourceView[]): readonly ResourceView[] {
  return resources.filter((resource, index) => resources.findIndex((other) => other.is(resource)) === index);
}
