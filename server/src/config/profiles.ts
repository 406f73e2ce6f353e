/** The sets of rules that a person can choose, the default one first. */
export const profiles = ['recommended', 'iaas', 'paas', 'hub', 'strict'] as const;

export type Profile = (typeof profiles)[number];

/** What each profile is for, as the settings and the documentation say it. */
export const profilePurposes: Readonly<Record<Profile, string>> = {
  recommended: 'What matters in every template; quiet on templates with a single purpose.',
  iaas: 'Recommended, and what the articles ask of spokes with virtual machines.',
  paas: 'Recommended, and what the articles ask of spokes with platform services.',
  hub: 'Recommended, and what the articles ask of hubs: firewalls, gateways, inspection.',
  strict: 'Every rule.',
};

export const defaultProfile: Profile = 'recommended';

export function isProfile(value: unknown): value is Profile {
  return profiles.some((profile) => profile === value);
}

/** What says in which profiles something is on: those beside `strict`, which has everything; without a list all of them. */
export interface Profiled {
  readonly profiles?: readonly Exclude<Profile, 'strict'>[];
}

/** The profiles in which it is on, in their order. What is recommended is on in all. */
export function profilesOf({ profiles: named }: Profiled): readonly Profile[] {
  if (named === undefined || named.includes('recommended')) return profiles;
  return profiles.filter((profile) => profile === 'strict' || named.some((name) => name === profile));
}
