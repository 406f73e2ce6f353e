import { privateLinkTable } from './private-link.generated.ts';
import type { PrivateLinkEntry } from './private-link-entry.ts';

const byType = new Map(privateLinkTable.map((entry) => [entry.type.toLowerCase(), entry]));

/** The row of the private link table for a resource type, in any case; null if it has none. */
export function privateLinkEntryOf(type: string): PrivateLinkEntry | null {
  return byType.get(type.toLowerCase()) ?? null;
}

export { privateLinkTable };
