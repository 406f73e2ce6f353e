import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { contractOf } from '../../../../test/deployment.ts';
import {
  allowIn,
  allowOut,
  asg,
  card,
  denyIn,
  denyOut,
  found,
  group,
  memberOf,
  network,
  publicAddress,
  subnet,
  withAddress,
} from '../../../../test/flow-fixture.ts';
import { blockedFlow as rule } from './blocked-flow.ts';

const groups = asg('asg-app') + asg('asg-data');
const subnets = network(subnet('snet-app', '10.1.2.0/24', 'nsg-app'), subnet('snet-data', '10.1.3.0/24', 'nsg-data'));
const cards =
  card('nic-app', 'snet-app', [memberOf('asg-app')]) + card('nic-data', 'snet-data', [memberOf('asg-data')]);
const workload = (app: string, data: string, net = subnets): string => app + data + groups + net + cards;
const ends = { from: 'asg:asg-app', to: 'asg:asg-data', port: '1433', protocol: 'Tcp' };
const openApp = group('nsg-app', allowOut('SqlOut', ends), denyIn, denyOut);
const openData = group('nsg-data', allowIn('SqlIn', ends), denyIn);
const sql = contractOf('app -> data: tcp/1433');
const begin = 'warning: "app -> data: tcp/1433" is declared, but snet-app does not reach snet-data on TCP 1433: ';

test('a deny at the source is reported outbound, one at the destination inbound', () => {
  checkRule(
    rule,
    found(
      workload(group('nsg-app', denyOut), openData),
      "'DenyAllOutbound'",
      `${begin}DenyAllOutbound (4096) of nsg-app denies it outbound.`,
    ),
    sql,
  );
  checkRule(
    rule,
    found(
      workload(group('nsg-app', allowOut('SqlOut', ends), denyOut), group('nsg-data', denyIn)),
      "'DenyAllInbound'",
      `${begin}DenyAllInbound (4096) of nsg-data denies it inbound.`,
    ),
    sql,
  );
});

test('a route that leads nowhere is reported at the route', () => {
  const table = `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt'
  properties: {
    routes: [
      { name: 'drop-data', properties: { addressPrefix: '10.1.3.0/24', nextHopType: 'None' } }
    ]
  }
}
`;
  const routed = network(
    subnet('snet-app', '10.1.2.0/24', 'nsg-app', 'routeTable: { id: table.id }'),
    subnet('snet-data', '10.1.3.0/24', 'nsg-data'),
  );
  checkRule(
    rule,
    found(table + workload(openApp, openData, routed), "'drop-data'", `${begin}the route drop-data leads elsewhere.`),
    sql,
  );
});

test('ports of a range that are blocked are named', () => {
  checkRule(
    rule,
    found(
      workload(openApp, openData.replace("'1433'", "'1433-1434'")).replace("'1433', from", ''),
      "'DenyAllOutbound'",
      'warning: "app -> data: tcp/1433-1435" is declared, but snet-app does not reach snet-data on TCP 1434-1435: DenyAllOutbound (4096)',
    ),
    contractOf('app -> data: tcp/1433-1435'),
  );
});

test('any protocol is blocked where nothing flows at all', () => {
  checkRule(
    rule,
    found(
      workload(group('nsg-app', denyOut), openData),
      "'DenyAllOutbound'",
      'warning: "app -> data: any" is declared, but snet-app does not reach snet-data',
    ),
    contractOf('app -> data: any'),
  );
  checkRule(rule, workload(openApp, openData), contractOf('app -> data: any'));
});

test('silent where the flow passes, by rules of its own or by default', () => {
  checkRule(rule, workload(openApp, openData), sql);
  checkRule(rule, workload(group('nsg-app'), group('nsg-data')), sql);
  // Other hosts of the subnets aren't in the groups: it is enough that some machines reach each other.
  checkRule(rule, workload(group('nsg-app', allowOut('SqlOut', ends), denyOut), openData), sql);
});

test('silent where a load balancer may lead there, since nobody says which address the group of the client sees', () => {
  const balancer = (rule: string): string => `
resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb'
  sku: { name: 'Standard' }
  properties: {
    frontendIPConfigurations: [{ name: 'front', properties: { privateIPAddress: '10.1.3.10' } }]
    backendAddressPools: [{ name: 'pool' }]
    loadBalancingRules: [
      {
        name: 'sql'
        properties: {
          frontendIPConfiguration: { id: resourceId('Microsoft.Network/loadBalancers/frontendIPConfigurations', 'lb', 'front') }
          backendAddressPool: { id: resourceId('Microsoft.Network/loadBalancers/backendAddressPools', 'lb', 'pool') }
          ${rule}
        }
      }
    ]
  }
}
`;
  const pools = 'loadBalancerBackendAddressPools: [{ id: balancer.properties.backendAddressPools[0].id }]';
  const data = card('nic-data', 'snet-data', [memberOf('asg-data'), "privateIPAddress: '10.1.3.4'", pools]);
  const app = card('nic-app', 'snet-app', [memberOf('asg-app')]);
  const toFrontend = group('nsg-app', allowOut('Sql', { to: '10.1.3.10', port: '1433' }), denyOut);
  const sent = (rule: string): string => toFrontend + openData + groups + subnets + app + data + balancer(rule);
  checkRule(rule, sent("protocol: 'Tcp', frontendPort: 1433, backendPort: 1433"), sql);
  checkRule(
    rule,
    found(
      sent("protocol: 'Tcp', frontendPort: 8080, backendPort: 8080"),
      "'DenyAllOutbound'",
      `${begin}DenyAllOutbound (4096) of nsg-app denies it outbound.`,
    ),
    sql,
  );
});

test('silent where nothing is declared, where it is forbidden, or where a tier is not there', () => {
  const closed = workload(group('nsg-app', denyOut), group('nsg-data', denyIn));
  checkRule(rule, closed);
  checkRule(rule, closed, contractOf('app -> data: none'));
  checkRule(rule, closed, contractOf('web -> app: tcp/443', 'internet -> gateway: tcp/443'));
  checkRule(rule, closed, contractOf('* -> data: tcp/1433'));
  checkRule(rule, closed, contractOf('* -> *: any'));
});

test('silent where something is not known that may let it through', () => {
  const existing =
    "resource nsgapp 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = { name: 'nsg-app' }\n";
  checkRule(rule, workload(existing, openData), sql);
  const given = `param source string\n${workload(openApp.replace("'4096'", "'4096'"), group('nsg-data', allowIn('SqlIn', { ...ends, from: '10.0.0.0/8' }), denyIn)).replace("'10.0.0.0/8'", 'source')}`;
  checkRule(rule, given, sql);
  // Where this interface stands isn't known: it may be the one that is allowed.
  const elsewhere =
    workload(group('nsg-app', denyOut), openData) +
    card('nic-other', 'snet-app').replace(
      "resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, 'snet-app')",
      'subnetId',
    );
  checkRule(rule, `param subnetId string\n${elsewhere}`, sql);
});

test('fixtures are more often silent than loud', () => {
  checkBalance(rule);
});

/** What the articles' applications need, whether the group of its source or of its destination denies it, and what is said then. */
const articleFlows: readonly (readonly [string, 'in' | 'out', string])[] = [
  ['internet -> gateway: tcp/443', 'in', 'the Internet does not reach snet-gateway on TCP 443'],
  ['web -> app: tcp/443', 'in', 'snet-web does not reach snet-app on TCP 443'],
  ['app -> data: tcp/1433', 'in', 'snet-app does not reach snet-data on TCP 1433'],
  ['data -> data: tcp/1433', 'in', 'snet-data does not reach snet-data on TCP 1433'],
  ['gateway -> endpoints: tcp/443', 'in', 'snet-gateway does not reach snet-endpoints on TCP 443'],
  ['egress -> endpoints: tcp/1433', 'out', 'snet-egress does not reach snet-endpoints on TCP 1433'],
  ['egress -> endpoints: tcp/1433', 'in', 'snet-egress does not reach snet-endpoints on TCP 1433'],
  ['management -> endpoints: tcp/443', 'in', 'snet-management does not reach snet-endpoints on TCP 443'],
];

const enforced = "privateEndpointNetworkPolicies: 'Enabled'";

/** Subnets of all tiers with groups; the one of a tier denies everything in a direction. */
function spokeClosedAt(tier: string, deny: string): string {
  const tiers = ['gateway', 'web', 'app', 'data', 'egress', 'endpoints', 'management'];
  return [
    ...tiers.map((name) => group(`nsg-${name}`, ...(name === tier ? [deny] : []))),
    network(...tiers.map((name, at) => subnet(`snet-${name}`, `10.1.${at}.0/24`, `nsg-${name}`, enforced))),
    ...tiers.map((name) => card(`nic-${name}`, `snet-${name}`, name === 'gateway' ? [withAddress('pip')] : [])),
    publicAddress('pip'),
    card('nic-data2', 'snet-data'),
  ].join('');
}

test("each flow of the articles' applications is missed where a group denies it", () => {
  for (const [flow, direction, message] of articleFlows) {
    const [from = '', to = ''] = flow.replace(/:.*/, '').split(' -> ');
    const [tier, deny, name] = direction === 'in' ? [to, denyIn, 'DenyAllInbound'] : [from, denyOut, 'DenyAllOutbound'];
    const template = spokeClosedAt(tier, deny);
    checkRule(
      rule,
      found(template, `'${name}'`, `warning: "${flow}" is declared, but ${message}: ${name} (4096) of nsg-${tier}`),
      contractOf(flow),
    );
    const open = from === 'internet' ? allowIn('AllowHttps', { from: 'Internet', port: '443', protocol: 'Tcp' }) : '';
    checkRule(rule, template.replace(deny, open), contractOf(flow));
  }
});
