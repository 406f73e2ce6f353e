/** The groups of rules as people think of them: each is a folder here, in the order of lists. */
export const areas = {
  subnets: 'Subnets',
  'security-groups': 'Network security groups',
  'application-groups': 'Application security groups',
  traffic: 'Traffic between tiers',
  management: 'Management traffic',
  'private-access': 'Private access to platform services',
  entry: 'Entry and inspection',
  routing: 'Hub and routing',
  logging: 'Logging',
  encryption: 'Encryption and hosts',
  access: 'Roles and resource groups',
} as const;

export type AreaId = keyof typeof areas;
