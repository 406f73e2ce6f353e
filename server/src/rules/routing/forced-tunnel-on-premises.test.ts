import { test } from 'node:test';
import { checkBalance, checkRule } from '../../../../test/check-rule.ts';
import { forcedTunnelOnPremises } from './forced-tunnel-on-premises.ts';

const check = (text: string): void => checkRule(forcedTunnelOnPremises, text);

/** A table with one route, whose marker stands below its next hop, and others. */
const table = (prefix: string, hop: string, marker = '', ...others: readonly string[]): string => `
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt'
  properties: {
    routes: [
      {
        name: 'out'
        properties: {
          addressPrefix: '${prefix}'
          nextHopType: ${hop}${marker === '' ? '' : `\n          //           ${marker}`}
        }
      }
${others.map((other) => `      { name: 'r', properties: { addressPrefix: '${other}', nextHopType: 'VirtualNetworkGateway' } }`).join('\n')}
    ]
  }
}
`;

const subnet = (name: string): string => `
resource spoke 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }
    subnets: [{ name: '${name}', properties: { addressPrefix: '10.1.1.0/24', routeTable: { id: table.id } } }]
  }
}
`;

const gateway = "'VirtualNetworkGateway'";
const carets = '^'.repeat(gateway.length);

test('a default route to the gateway', () => {
  check(
    `${table('0.0.0.0/0', gateway, `${carets} information: Route out sends what app has for the Internet to the gateway`)}${subnet('app')}`,
  );
  check(table('0.0.0.0/0', gateway, `${carets} information: Route out sends what is for the Internet to the gateway`));
});

test('two halves are the whole', () => {
  check(`${table('0.0.0.0/1', gateway, `${carets} information: Route out sends`, '128.0.0.0/1')}${subnet('app')}`);
  check(`${table('0.0.0.0/1', gateway)}${subnet('app')}`);
});

test("routes to the company's own prefixes, and default routes to elsewhere", () => {
  check(`${table('10.0.0.0/8', gateway)}${subnet('app')}`);
  check(`${table('0.0.0.0/0', "'Internet'")}${subnet('app')}`);
  check(`${table('0.0.0.0/0', "'VirtualAppliance'", '', '192.168.0.0/16')}${subnet('app')}`);
  check(`${table('0.0.0.0/0', "'None'")}${subnet('app')}`);
});

test('a firewall that is tunnelled has inspected what it sends', () => {
  check(`${table('0.0.0.0/0', gateway)}${subnet('AzureFirewallSubnet')}`);
});

test('next hops that are not known', () => {
  check(`param hop string${table('0.0.0.0/0', 'hop')}${subnet('app')}`);
});

test('silent fixtures outnumber loud ones', () => checkBalance(forcedTunnelOnPremises));
