/** Front Door of the first generation retires. */
import { resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { frontDoorProfile } from './front-door-terms.ts';

const classicDoor = 'Microsoft.Network/frontDoors';
const classicCdn = 'standard_microsoft';

export const retiredFrontDoorClassic: Rule<null> = {
  id: 'retired-front-door-classic',
  title: 'Front Door (classic) or CDN (classic) retires',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [131],
  articles: [{ seed: 'S3', step: '3' }],
  why: `Azure takes no new Front Door (classic) since 2025-04-01 and retires it on 2027-03-31, CDN from Microsoft (classic) on 2027-09-30. Neither reaches its
origins by Private Link, which the articles ask for.`,
  what: `Declare a profile of type Microsoft.Cdn/profiles with the SKU Premium_AzureFrontDoor.`,
  equivalents: {},
  repairs: [],
  on: [classicDoor, frontDoorProfile],
  examples: {
    bad: resourcesExample({
      symbol: 'door',
      type: 'frontDoors',
      version: '2021-06-01',
      name: 'afd-web',
      location: 'global',
    }),
    good: resourcesExample({
      symbol: 'door',
      type: frontDoorProfile,
      version: '2024-09-01',
      name: 'afd-web',
      location: 'global',
      sku: 'Premium_AzureFrontDoor',
    }),
  },

  find: (door) => {
    const isRetired = door.isType(classicDoor) || String(door.read('sku.name')).toLowerCase() === classicCdn;
    return isRetired ? { certainty: 'certain', facts: null } : null;
  },

  at: (door) =>
    door.isType(classicDoor) ? { kind: 'header', resource: door } : { kind: 'value', resource: door, path: 'sku.name' },

  say: (door) => {
    const what = door.isType(classicDoor)
      ? 'a Front Door (classic), which Azure takes no new ones of and retires on 2027-03-31'
      : 'a CDN (classic), which Azure retires on 2027-09-30';
    return `${shownName(door)} is ${what}. Use a profile of the SKU Premium_AzureFrontDoor.`;
  },

  repair: () => [],
};
