/** Services have no door beside the encrypted one. */
import { azurePolicies } from '../../azure/policies.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { type PropertyDemand, propertyRule } from '../property-rule.ts';
import type { Example } from '../rule.ts';

const redis = 'Microsoft.Cache/redis';
const enterpriseRedis = 'Microsoft.Cache/redisEnterprise/databases';
const containerApp = 'Microsoft.App/containerApps';

export const serviceAllowsUnencrypted = propertyRule(
  {
    id: 'service-allows-unencrypted',
    title: 'Service takes connections that are not encrypted',
    principle: 'assume-breach',
    severity: 'warning',
    rows: [113],
    articles: [
      { seed: 'S0', step: 'principle' },
      { seed: 'S2', step: 'principle' },
    ],
    policies: [azurePolicies.redisTls, azurePolicies.containerAppHttps],
    why: `What goes unencrypted, access keys and tokens among it, is read and changed by whoever sits on the way. The articles assume that somebody is inside
of the network, and verify encryption from end to end.`,
    what: `Set enableNonSslPort of a Redis cache and allowInsecure of a container app's ingress to false, clientProtocol of a managed Redis database to
Encrypted, and have clients use TLS.`,
    equivalents: { psrule: ['Azure.Redis.NonSslPort', 'Azure.ContainerApp.Insecure'], templateAnalyzer: ['TA-000022'] },
    on: [redis, enterpriseRedis, containerApp],
    examples: { bad: example(true), good: example(false) },
  },
  {
    [redis]: closed('properties.enableNonSslPort'),
    [enterpriseRedis]: closed('properties.clientProtocol', 'Encrypted'),
    [containerApp]: closed('properties.configuration.ingress.allowInsecure'),
  },
);

/** All are closed unless it is said otherwise (Learn, resource reference). */
function closed(path: string, wanted: string | false = false): PropertyDemand {
  return {
    path,
    wanted,
    isMetWithout: () => true,
    consequence: `Who sits on the way can read and change what goes there. Set it to ${wanted}.`,
    kind: 'review',
    effect: 'clients without TLS are no longer served',
  };
}

function example(enableNonSslPort: boolean): Example {
  return resourcesExample({
    symbol: 'cache',
    type: redis,
    version: '2024-11-01',
    name: 'redis-orders',
    properties: { sku: { name: 'Standard', family: 'C', capacity: 1 }, enableNonSslPort },
  });
}
