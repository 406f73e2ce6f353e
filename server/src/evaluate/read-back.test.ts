import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deploymentOf } from '../../../test/deployment.ts';
import { attempt } from '../deployment/alternatives.ts';

/** The label of the resource that `subnetId` of a network interface means: `undecided` if that can't be told. */
function targetOf(subnetId: string, declarations = ''): string | undefined {
  const deployment = deploymentOf(`${declarations}
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    dhcpOptions: { dnsServers: [{ name: 'dns' }] }
    subnets: [
      { name: 'app' }
      { name: '\${prefix}-data' }
    ]
  }
}
resource nic 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic'
  properties: { subnetId: ${subnetId} }
}
`);
  const nic = deployment.viewOf('main/nic');
  const target = attempt(() => nic?.target('properties.subnetId'));
  if (target === undefined) return 'undecided';
  return target?.kind === 'resource' ? target.label : target?.name;
}

test('the id of an inline child is read from its parent', () => {
  const prefix = `param prefix string = 'shop'`;
  assert.equal(targetOf('network.properties.subnets[0].id', prefix), 'app');
  assert.equal(targetOf('network.properties.subnets[1].id', prefix), 'shop-data');
  assert.equal(targetOf(`network['properties'].Subnets[0].id`, prefix), 'app');
});

test('also where a part of its name is not known', () => {
  assert.equal(targetOf('network.properties.subnets[1].id', 'param prefix string'), '…-data');
});

test('elements of other arrays have no id', () => {
  assert.equal(
    targetOf('network.properties.dhcpOptions.dnsServers[0].id', `param prefix string = 'shop'`),
    'undecided',
  );
});
