import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  specialSubnetDelegatedTo,
  specialSubnetNamed,
  specialSubnets,
  subnetsWithoutGroup,
} from './special-subnets.ts';

test('subnets are known by name in any case, also by the beginning of it', () => {
  assert.equal(specialSubnetNamed('AzureBastionSubnet')?.title, 'Azure Bastion');
  assert.equal(specialSubnetNamed('GATEWAYSUBNET')?.title, 'A virtual network gateway');
  assert.equal(specialSubnetNamed('esx-vmotion')?.title, 'Azure VMware Solution');
  assert.equal(specialSubnetNamed('AzureBastionSubnet2'), null);
  assert.equal(specialSubnetNamed('app'), null);
});

test('and by delegation in any case', () => {
  assert.equal(specialSubnetDelegatedTo('Microsoft.Sql/ManagedInstances')?.title, 'SQL Managed Instance');
  assert.equal(specialSubnetDelegatedTo('Microsoft.ContainerInstance/containerGroups'), null);
});

test('four subnets need no network security group', () => {
  assert.deepEqual([...subnetsWithoutGroup].sort(), [
    'azurefirewallmanagementsubnet',
    'azurefirewallsubnet',
    'gatewaysubnet',
    'routeserversubnet',
  ]);
});

test('names and delegations are in lower case, and reasons are sentences', () => {
  for (const special of specialSubnets) {
    for (const word of [...(special.names ?? []), ...(special.delegations ?? [])])
      assert.equal(word, word.toLowerCase());
    assert.match(special.inbound, /^[A-Z].*\.$/);
    assert.match(special.outbound, /^[A-Z].*\.$/);
  }
});
