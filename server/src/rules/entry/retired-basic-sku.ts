/** Public IP addresses and load balancers of the Basic SKU are gone. */
import type { Intent } from '../../deployment/intent.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const address = 'Microsoft.Network/publicIPAddresses';
const balancer = 'Microsoft.Network/loadBalancers';

/** Whether the SKU is given; without one Azure makes a Basic one. */
interface Basic {
  readonly isGiven: boolean;
}

export const retiredBasicSku: Rule<Basic> = {
  id: 'retired-basic-sku',
  title: 'Public IP address or load balancer has the retired Basic SKU',
  principle: 'assume-breach',
  severity: 'error',
  rows: [128, 148],
  articles: [{ seed: 'S3', step: '3' }],
  why: `Azure retired both on 2025-09-30: the deployment fails. The Basic SKU was also open to everybody, while the Standard one is closed until a
network security group allows traffic.`,
  what: `Set the name of the SKU to Standard. A Standard public IP address is static, and lets in what a network security group allows. A load balancer
and its public IP addresses have the same SKU.`,
  equivalents: {},
  repairs: ['Set the SKU to Standard'],
  on: [address, balancer],
  examples: { bad: example('Basic'), good: example('Standard') },

  find: (resource) => {
    const name = resource.read('sku.name');
    if (name !== null && String(name).toLowerCase() !== 'basic') return null;
    return { certainty: 'certain', facts: { isGiven: name !== null } };
  },

  at: (resource) => ({ kind: 'value', resource, path: 'sku.name' }),

  say: (resource, { isGiven }) => {
    const what = resource.isType(address) ? 'Public IP address' : 'Load balancer';
    const how = isGiven ? 'has the Basic SKU' : 'has no SKU, so it is a Basic one';
    return `${what} ${shownName(resource)} ${how}, which Azure retired on 2025-09-30: it can't be deployed. Set the SKU to Standard and allow its traffic in a network security group.`;
  },

  repair: (resource) => {
    const standard: Intent = { kind: 'set', resource: resource.key, path: 'sku.name', value: 'Standard' };
    const allocation = 'properties.publicIPAllocationMethod';
    const isStatic = String(resource.read(allocation)).toLowerCase() === 'static';
    const fixed: readonly Intent[] =
      resource.isType(address) && !isStatic
        ? [{ kind: 'set', resource: resource.key, path: allocation, value: 'Static' }]
        : [];
    return [
      {
        title: `Set the SKU of ${shownName(resource)} to Standard: it only lets in what a network security group allows`,
        kind: 'review',
        intents: [standard, ...fixed],
      },
    ];
  },
};

function example(sku: string): Example {
  return resourcesExample({
    symbol: 'address',
    type: 'publicIPAddresses',
    name: 'pip-entry',
    sku,
    properties: { publicIPAllocationMethod: 'Static' },
  });
}
