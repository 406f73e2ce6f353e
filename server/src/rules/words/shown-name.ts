import type { ResourceView } from '../../deployment/view.ts';

/** What to call a resource in a message: its name as far as it is known, else its symbolic name, else the last part of its type. */
export function shownName(resource: ResourceView): string {
  const { label } = resource;
  if (/[\p{L}\p{N}]/u.test(label)) return label;
  return resource.symbolicName ?? resource.type.slice(resource.type.lastIndexOf('/') + 1);
}
