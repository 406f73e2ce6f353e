/** The tiers of a workload by which settings and answers call them, in the order in which traffic meets them. */
export const tierIds = [
  'gateway',
  'web',
  'app',
  'data',
  'endpoints',
  'egress',
  'management',
  'hub',
  'unassigned',
] as const;

export type TierId = (typeof tierIds)[number];

export function isTierId(word: unknown): word is TierId {
  return tierIds.some((id) => id === word);
}
