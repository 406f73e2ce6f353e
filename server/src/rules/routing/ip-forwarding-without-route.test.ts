import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { card, found, network, subnet } from '../../../../test/flow-fixture.ts';
import { ipForwardingWithoutRoute as rule } from './ip-forwarding-without-route.ts';

const bare = network(subnet('snet-app', '10.1.2.0/24'));
const forwarding = (value: string): string =>
  card('nic-app', 'snet-app', ["privateIPAddress: '10.1.2.4'"], [`enableIPForwarding: ${value}`]);
const routeTo = (address: string): string => `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'table'
  properties: {
    routes: [{ name: 'out', properties: { addressPrefix: '0.0.0.0/0', nextHopType: 'VirtualAppliance', nextHopIpAddress: '${address}' } }]
  }
}
`;
const said = "hint: Network interface nic-app forwards what isn't meant for it";

test('forwarding without a route, or with routes to others', () => {
  checkRule(rule, found(bare + forwarding('true'), 'true', said));
  checkRule(rule, found(bare + routeTo('10.1.2.5') + forwarding('true'), 'true', said));
});

test('an interface to which a route leads', () => {
  checkRule(rule, bare + routeTo('10.1.2.4') + forwarding('true'));
});

test('an interface behind a load balancer', () => {
  const pool =
    "loadBalancerBackendAddressPools: [{ id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb', 'nva') }]";
  checkRule(rule, bare + card('nic-app', 'snet-app', [pool], ['enableIPForwarding: true']));
});

test('interfaces that do not forward, or of which it is not known', () => {
  checkRule(rule, bare + forwarding('false'));
  checkRule(rule, bare + card('nic-app', 'snet-app'));
  checkRule(rule, `param forwards bool\n${bare}${forwarding('forwards')}`);
});

test('it is turned off', () => {
  const before = bare + forwarding('true');
  checkRepair(
    rule,
    before,
    'Turn off IP forwarding of nic-app',
    before.replace('enableIPForwarding: true', 'enableIPForwarding: false'),
  );
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
