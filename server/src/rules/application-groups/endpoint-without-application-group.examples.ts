import { exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import { exampleDeny, exampleGroup } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

/** An endpoint in the subnet of the others. */
function endpoint(symbol: string, target: string, groupId: string, asg: string | null): ExampleResource {
  return {
    symbol,
    type: 'privateEndpoints',
    name: `pe-${groupId.toLowerCase()}`,
    ...(asg === null ? {} : { dependsOn: asg }),
    properties: {
      subnet: { id: { idOf: 'spoke', subnet: 'endpoints' } },
      privateLinkServiceConnections: [
        { name: groupId, properties: { privateLinkServiceId: { expression: target }, groupIds: [groupId] } },
      ],
      ...(asg === null ? {} : { applicationSecurityGroups: [{ id: { idOf: asg } }] }),
    },
  };
}

const vault = "resourceId('Microsoft.KeyVault/vaults', 'kv-orders')";
const server = "resourceId('Microsoft.Sql/servers', 'sql-orders')";

function group(symbol: string, name: string): ExampleResource {
  return { symbol, type: 'applicationSecurityGroups', name };
}

function example(isGrouped: boolean): Example {
  const network = exampleNetwork('spoke', '10.0.0.0/16', {
    endpoints: {
      addressPrefix: '10.0.1.0/24',
      networkSecurityGroup: { id: { idOf: 'nsg' } },
      privateEndpointNetworkPolicies: 'NetworkSecurityGroupEnabled',
    },
  });
  return resourcesExample(
    exampleGroup('nsg', 'nsg-endpoints', { DenyAllInbound: exampleDeny }),
    network,
    group('vaultAsg', 'asg-pe-vault'),
    endpoint('vault', vault, 'vault', 'vaultAsg'),
    endpoint('sql', server, 'sqlServer', isGrouped ? 'sqlAsg' : null),
    ...(isGrouped ? [group('sqlAsg', 'asg-pe-sqlserver')] : []),
  );
}

export const endpointWithoutApplicationGroupExamples: Rule['examples'] = { bad: example(false), good: example(true) };
