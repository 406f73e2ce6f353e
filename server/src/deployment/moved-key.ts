import type { ResourceKey } from './intent.ts';

/** A key without the positions in the text that it holds, which an edit in front of them moves: with the resource's name it stays what it is. */
export function keyWithoutPositions(key: ResourceKey): string {
  return key.replaceAll(/([#[]|\/deployment)\d+/g, '$1');
}
