/** Services refuse versions of TLS before 1.2. */
import { azurePolicies } from '../../azure/policies.ts';
import { accountExample } from '../examples/storage-example.ts';
import { type PropertyDemand, propertyRule } from '../property-rule.ts';

const storage = 'Microsoft.Storage/storageAccounts';

const numbered = { wanted: '1.2', isMetBy: (value: unknown): boolean => value === '1.3' };

/** By type: where the least version stands, and which values are as good as the wanted one. */
const demands: Readonly<Record<string, PropertyDemand>> = {
  [storage]: demand('properties.minimumTlsVersion', {
    wanted: 'TLS1_2',
    isMetBy: (value) => value === 'TLS1_3',
  }),
  'Microsoft.Web/sites': demand('properties.siteConfig.minTlsVersion', numbered),
  'Microsoft.Web/sites/slots': demand('properties.siteConfig.minTlsVersion', numbered),
  'Microsoft.Sql/servers': demand('properties.minimalTlsVersion', numbered),
  'Microsoft.Sql/managedInstances': demand('properties.minimalTlsVersion', numbered),
  'Microsoft.Cache/redis': demand('properties.minimumTlsVersion', numbered),
  'Microsoft.Cache/redisEnterprise': demand('properties.minimumTlsVersion', numbered),
  'Microsoft.EventHub/namespaces': demand('properties.minimumTlsVersion', numbered),
  'Microsoft.ServiceBus/namespaces': demand('properties.minimumTlsVersion', numbered),
  'Microsoft.EventGrid/topics': demand('properties.minimumTlsVersionAllowed', numbered),
  'Microsoft.EventGrid/domains': demand('properties.minimumTlsVersionAllowed', numbered),
  'Microsoft.Devices/IotHubs': demand('properties.minTlsVersion', numbered),
  'Microsoft.DocumentDB/databaseAccounts': demand('properties.minimalTlsVersion', { wanted: 'Tls12' }),
  'Microsoft.Cdn/profiles/customDomains': demand('properties.tlsSettings.minimumTlsVersion', {
    wanted: 'TLS12',
    isMetBy: (value) => value === 'TLS13',
  }),
};

export const oldTlsVersion = propertyRule(
  {
    id: 'old-tls-version',
    title: 'Service accepts versions of TLS before 1.2',
    principle: 'assume-breach',
    severity: 'warning',
    rows: [90, 113, 117, 151],
    articles: [
      { seed: 'S0', step: 'principle' },
      { seed: 'S2', step: 'principle' },
      { seed: 'S4', step: 'storage' },
    ],
    policies: [
      azurePolicies.appTls,
      azurePolicies.functionTls,
      azurePolicies.sqlTls,
      azurePolicies.storageTls,
      azurePolicies.frontDoorTls,
    ],
    why: `TLS 1.0 and 1.1 can be broken by whoever sits on the way, and a client can be talked down to them as long as the service accepts them.
Azure has retired both: Storage accepts neither since 2026-02-03.`,
    what: `Set the least version of TLS to 1.2.`,
    exceptions: [
      'Services that are not told a least version: what they accept then is up to Azure, which by now means 1.2 for storage accounts.',
    ],
    equivalents: {
      checkov: ['CKV_AZURE_15', 'CKV_AZURE_44', 'CKV_AZURE_52', 'CKV_AZURE_145', 'CKV_AZURE_223'],
      psrule: [
        'Azure.AppService.MinTLS',
        'Azure.Cosmos.MinTLS',
        'Azure.EventHub.MinTLS',
        'Azure.FrontDoor.MinTLS',
        'Azure.IoTHub.MinTLS',
        'Azure.Redis.MinTLS',
        'Azure.RedisEnterprise.MinTLS',
        'Azure.ServiceBus.MinTLS',
        'Azure.SQL.MinTLS',
        'Azure.Storage.MinTLS',
      ],
      trivy: ['AZU-0006', 'AZU-0011', 'AZU-0026', 'AZU-0059'],
      templateAnalyzer: ['TA-000005', 'TA-000011', 'TA-000017'],
    },
    on: Object.keys(demands),
    examples: {
      bad: accountExample({ minimumTlsVersion: 'TLS1_0' }),
      good: accountExample({ minimumTlsVersion: 'TLS1_2' }),
    },
  },
  demands,
);

function demand(path: string, more: Pick<PropertyDemand, 'wanted' | 'isMetBy'>): PropertyDemand {
  return {
    path,
    ...more,
    // Storage refuses older versions since 2026-02-03, whatever is set; what others do by default is not the template's decision.
    isMetWithout: () => true,
    consequence: `Who sits on the way can break older versions. Set it to ${more.wanted}.`,
    kind: 'review',
    effect: 'clients that only know older versions are refused',
  };
}
