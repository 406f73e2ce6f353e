import { attempt } from '../../deployment/alternatives.ts';
import type { ResourceView, ResourceViews } from '../../deployment/view.ts';
import { decidedOr, declaredOf } from '../undecided.ts';
import { idOf } from './source.ts';
import { requireTexts } from './written-texts.ts';

/**
 * The members of a list that the deployment declares, without those that it declares twice, inline and by themselves: which of both Azure keeps
 * depends on the order of deployment.
 */
export function declaredOnce(list: ResourceViews): readonly ResourceView[] {
  const members = declaredOf(list).known.map((resource) => ({ resource, id: idOf(resource), name: nameOf(resource) }));
  const ids = countsOf(members.map(({ id }) => id));
  const names = countsOf(members.map(({ name }) => name));
  return members.flatMap(({ resource, id, name }) => {
    if (ids.get(id) !== 1 || (name !== null && names.get(name) !== 1)) return [];
    return isDeclaredOnce(resource) ? [resource] : [];
  });
}

/** True if surely no other declaration of the resource is in this run. */
export function isDeclaredOnce(resource: ResourceView): boolean {
  return decidedOr(false, () => resource.otherDeclarations().length === 0);
}

/** Ends the run as undecided unless all children of a kind are known, with what each has at the paths. */
export function requireChildren(parent: ResourceView, type: string, paths: readonly string[]): void {
  parent.deployment.remember(`all ${type} of ${parent.key}`, () => {
    parent.children(type).some((child) => {
      if (child.existing || child.otherDeclarations().length > 0) return false;
      requireTexts(child, ...paths);
      return child.name === '';
    });
    return null;
  });
}

function nameOf(resource: ResourceView): string | null {
  return attempt(() => resource.name.toLowerCase()) ?? null;
}

function countsOf<T>(items: readonly T[]): ReadonlyMap<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
