import { type Circumstance, comparable } from '../../azure/circumstance.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr } from '../../network/undecided.ts';

/** True if the template says of the resource what the circumstance describes. A `*` at the end of a value stands for any rest. */
export function holds(circumstance: Circumstance, resource: ResourceView): boolean {
  const { path, is } = circumstance;
  if (is === 'given') return isGiven(resource, path);
  const value = resource.read(path);
  return value !== null && is.some((pattern) => fits(pattern, comparable(value)));
}

/** True if there is something other than an empty text at the path. */
export function isGiven(resource: ResourceView, path: string): boolean {
  return !resource.omits(path) && !decidedOr(false, () => resource.read(path) === '');
}

/** True if a value in the form of `comparable` fits a pattern. */
export function fits(pattern: string, value: string): boolean {
  return pattern.endsWith('*') ? value.startsWith(pattern.slice(0, -1)) : value === pattern;
}
