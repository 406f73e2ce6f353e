import { attempt } from '../deployment/alternatives.ts';
import { resourceViews } from '../deployment/resource-views.ts';
import type { ResourceView, ResourceViews } from '../deployment/view.ts';

/** True if both hold. Decided as soon as one doesn't, even where the other can't be decided. */
export function both(first: () => boolean, second: () => boolean): boolean {
  const known = attempt(first);
  if (known === false || !second()) return false;
  return known ?? first();
}

/** True if one of both holds. Decided as soon as one does, even where the other can't be decided. */
export function either(first: () => boolean, second: () => boolean): boolean {
  const known = attempt(first);
  if (known === true || second()) return true;
  return known ?? first();
}

/** The value of a question, or `otherwise` where it can't be decided: for advice that is harmless when it isn't needed. */
export function decidedOr(otherwise: boolean, question: () => boolean): boolean {
  return attempt(question) ?? otherwise;
}

/** The resources of a list that the template itself declares; asking them never fails because something unread may hold more. */
export function declaredOf(list: ResourceViews): ResourceViews {
  return resourceViews(
    list.known.filter((resource) => !resource.existing),
    false,
  );
}

/** The first resource of a list for which a question has an answer, with the answer; decided like `some`. */
export function firstAnswer<T>(list: ResourceViews, question: (resource: ResourceView) => T | null): T | null {
  const answers: T[] = [];
  list.some((resource) => {
    const answer = question(resource);
    if (answer !== null) answers.push(answer);
    return answer !== null;
  });
  return answers[0] ?? null;
}
