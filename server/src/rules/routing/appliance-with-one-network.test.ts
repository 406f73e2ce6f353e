import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { card, found, network, subnet } from '../../../../test/flow-fixture.ts';
import { applianceWithOneNetwork as rule } from './appliance-with-one-network.ts';

const hub = network(subnet('outside', '10.1.1.0/24'), subnet('inside', '10.1.2.0/24'));
const forwarding = (name: string, of: string): string => card(name, of, [], ['enableIPForwarding: true']);
const machine = (...cards: readonly string[]): string => `
resource machine 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm'
  properties: {
    networkProfile: {
      networkInterfaces: [${cards.map((id) => `{ id: ${id} }`).join(', ')}]
    }
  }
}
`;
const said = 'information: vm forwards traffic between networks, but stands in one subnet';

test('one interface, or two in one subnet', () => {
  checkRule(rule, found(hub + forwarding('nic-a', 'outside') + machine('nica.id'), '[{ id: nica.id }]', said));
  checkRule(
    rule,
    found(
      hub + forwarding('nic-a', 'outside') + forwarding('nic-b', 'outside') + machine('nica.id', 'nicb.id'),
      '[{ id: nica.id }, { id: nicb.id }]',
      said,
    ),
  );
});

test('interfaces in two subnets', () => {
  checkRule(rule, hub + forwarding('nic-a', 'outside') + forwarding('nic-b', 'inside') + machine('nica.id', 'nicb.id'));
});

test('machines that forward nothing, and interfaces of other templates', () => {
  checkRule(rule, hub + card('nic-a', 'inside') + machine('nica.id'));
  checkRule(rule, `param other string\n${hub}${forwarding('nic-a', 'outside')}${machine('nica.id', 'other')}`);
  checkRule(
    rule,
    hub +
      forwarding('nic-a', 'outside') +
      machine('nica.id', "resourceId('Microsoft.Network/networkInterfaces', 'nic-b')"),
  );
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
