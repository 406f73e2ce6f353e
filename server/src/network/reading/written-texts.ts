/** Texts of a template with their places, each read by itself, so that one that isn't known hides no other. */
import { attempt } from '../../deployment/alternatives.ts';
import type { Json, ResourceView } from '../../deployment/view.ts';

export interface WrittenText {
  /** Without blanks around it. */
  readonly text: string;
  /** Dotted, in the body of the resource. */
  readonly path: string;
}

/** The texts at paths that hold one text or a list of them. What isn't known or is empty is left out. */
export function knownTexts(resource: ResourceView, ...paths: readonly string[]): readonly WrittenText[] {
  return paths.flatMap((path) => {
    const value = attempt(() => resource.read(path));
    if (value !== undefined && !Array.isArray(value)) return written(value, path);
    const size = attempt(() => resource.size(path)) ?? 0;
    return [...Array(size).keys()].flatMap((index) => {
      const at = `${path}.${index}`;
      return written(attempt(() => resource.read(at)) ?? null, at);
    });
  });
}

/** Ends the run as undecided unless all that stands at the paths is known: where nothing known decides, nobody can tell. */
export function requireTexts(resource: ResourceView, ...paths: readonly string[]): void {
  for (const path of paths) resource.read(path);
}

/** The text that a value is, or the number; none if it is something else, or empty. */
export function written(value: Json, path: string): readonly WrittenText[] {
  if (typeof value === 'number') return [{ text: String(value), path }];
  return typeof value === 'string' && value.trim() !== '' ? [{ text: value.trim(), path }] : [];
}
