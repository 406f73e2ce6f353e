import type { RepairProposal } from '../../deployment/intent.ts';
import { freePrefixFor } from '../../network/reading/free-prefix.ts';
import type { PlacedPrefix } from '../../network/reading/network-prefixes.ts';
import { shownName } from '../words/shown-name.ts';

/** Gives a subnet a prefix of the same length that is free in its network, in the place of one that Azure refuses. */
export function movedSubnet(prefix: PlacedPrefix): readonly RepairProposal[] {
  const free = freePrefixFor(prefix);
  if (free === null) return [];
  const { resource, written } = prefix;
  return [
    {
      title: `Give ${shownName(resource)} ${free}, which is free: rules and routes that name ${written.text} stay as they are`,
      kind: 'review',
      opens: true,
      intents: [{ kind: 'set', resource: resource.key, path: written.path, value: free }],
    },
  ];
}
