import { Undecided } from '../../deployment/alternatives.ts';
import type { ReadNetwork } from './read-network.ts';

/**
 * For claims that something surely flows: security admin rules of which it isn't known where they hold may stop it.
 * @throws Undecided if there are any
 */
export function requireFilters({ left }: ReadNetwork): void {
  const manager = left.find(({ resource }) => /\/networkmanagers\//i.test(resource.type));
  if (manager !== undefined)
    throw new Undecided(`what ${manager.resource.label} applies to is not known`, manager.dependsOn.name);
}
