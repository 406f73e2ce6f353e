/** Which resources share a resource group. */
import { attempt } from '../../deployment/alternatives.ts';
import type { ExternalResource, ResourceView } from '../../deployment/view.ts';
import type { Breach } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

/**
 * Whether two resources are in different resource groups; null if not. They may be where the id of one names a group, and the other is wherever the
 * template is deployed to. Ends the run as undecided if nothing tells.
 */
export function apart(
  resource: ResourceView,
  other: ResourceView | ExternalResource,
): Breach<null>['certainty'] | null {
  const [own, theirs] = [resource.scope(), other.scope()];
  const isOneNamed = (own.groupName === null) !== (theirs.groupName === null);
  if (isOneNamed && attempt(() => own.contains(theirs)) === undefined) return 'possible';
  return own.contains(theirs) ? null : 'certain';
}

/** What to call a resource in a message, wherever it is. */
export function nameOf(resource: ResourceView | ExternalResource): string {
  if (resource.kind === 'resource') return shownName(resource);
  return /[\p{L}\p{N}]/u.test(resource.name) ? resource.name : resource.type.slice(resource.type.lastIndexOf('/') + 1);
}
