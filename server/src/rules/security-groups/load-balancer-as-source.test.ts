import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balanced } from '../../../../test/balancer-fixture.ts';
import { checkBalance, checkRepair, checkRule, relatedTexts, repairTitles } from '../../../../test/check-rule.ts';
import { allowOut, group } from '../../../../test/flow-fixture.ts';
import { type RuleFields, securityGroup, securityRule } from '../../../../test/network-fixture.ts';
import { loadBalancerAsSource } from './load-balancer-as-source.ts';

const rule = loadBalancerAsSource;

const balancer = (frontend: string) => `
resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb-data'
  properties: {
    frontendIPConfigurations: [
      { name: 'sql', properties: { ${frontend} } }
    ]
  }
}
`;
const sql = balancer("privateIPAddress: '10.0.3.10'");

const allow = (fields: RuleFields) =>
  securityGroup(
    securityRule('AllowLb', {
      priority: 100,
      access: 'Allow',
      protocol: 'Tcp',
      destinationPortRange: '1433',
      ...fields,
    }),
  );

function marked(text: string, value: string, finding: string): string {
  return text.replace(/( *\{ name: 'AllowLb'.*)\n/, (_, line: string) => {
    return `${line}\n//${' '.repeat(line.indexOf(value) - 2)}${'^'.repeat(value.length)} ${finding}\n`;
  });
}

test('the frontend of a load balancer as source is reported', () => {
  for (const source of ['10.0.3.10', '10.0.3.10/32'])
    checkRule(
      rule,
      marked(
        allow({ sourceAddressPrefix: source }),
        `'${source}'`,
        `warning: ${source} is the frontend of load balancer lb-data. It passes packets on with the address of their client, so AllowLb never matches.`,
      ) + sql,
    );
});

test('one of several sources is reported at its element', () => {
  checkRule(
    rule,
    marked(
      allow({ sourceAddressPrefix: '', sourceAddressPrefixes: ['10.0.1.0/24', '10.0.3.10'] }),
      "'10.0.3.10'",
      'warning: 10.0.3.10 is the frontend of load balancer lb-data. It passes packets on with the address of their client, so this source never matches.',
    ) + sql,
  );
});

test('the balancer as destination, and other sources, are silent', () => {
  checkRule(rule, allow({ sourceAddressPrefix: '10.0.1.0/24', destinationAddressPrefix: '10.0.3.10' }) + sql);
  checkRule(rule, allow({ sourceAddressPrefix: '10.0.3.0/24' }) + sql);
  checkRule(rule, allow({ sourceAddressPrefix: '10.0.3.11' }) + sql);
  checkRule(rule, allow({ sourceAddressPrefix: 'AzureLoadBalancer' }) + sql);
  checkRule(rule, allow({ sourceAddressPrefix: '10.0.3.10' }));
});

test('what is unknown accuses nobody', () => {
  const source = allow({ sourceAddressPrefix: '10.0.3.10' });
  checkRule(rule, `param address string\n${source}${balancer('privateIPAddress: address')}`);
  checkRule(rule, source + balancer("privateIPAllocationMethod: 'Dynamic'"));
  checkRule(rule, `param frontends array\n${source}${balancer('').replace(/\[\n.*\n *\]/, 'frontends')}`);
  checkRule(rule, `param address string\n${source.replace("'10.0.3.10'", 'address')}${sql}`);
  checkRule(
    rule,
    source + sql.replace("01' = {", "01' existing = {").replace(/ {2}properties: \{[\s\S]*\n {2}\}\n/, ''),
  );
});

test('the finding leads to the frontend', () => {
  assert.deepEqual(relatedTexts(rule, allow({ sourceAddressPrefix: '10.0.3.10' }) + sql), [
    "'10.0.3.10': lb-data has 10.0.3.10 as its frontend.",
  ]);
});

test('the repair admits the probes', () => {
  checkRepair(
    rule,
    allow({ sourceAddressPrefix: '10.0.3.10' }) + sql,
    'Admit the probes of lb-data by AllowLb (tag AzureLoadBalancer)',
    allow({ sourceAddressPrefix: 'AzureLoadBalancer' }) + sql,
  );
});

test('the repair names the clients, as rules say that let them out', () => {
  const fromFrontend = {
    sourceAddressPrefix: '10.1.2.4',
    destinationAddressPrefix: '10.1.2.0/24',
    destinationPortRange: '443',
  };
  const out = (from: string): string =>
    group('nsg-web', allowOut('ToApp', { from, to: '10.1.2.4', port: '443', protocol: 'Tcp' }));
  const rest = (from: string): string => out(from) + balanced({ web: 'nsg-web' });
  checkRepair(
    rule,
    allow(fromFrontend) + rest('10.1.1.0/24'),
    'Name the clients of lb-app as source of AllowLb: 10.1.1.0/24, as ToApp says',
    allow({ ...fromFrontend, sourceAddressPrefix: '10.1.1.0/24' }) + rest('10.1.1.0/24'),
  );
  assert.match(repairTitles(rule, allow(fromFrontend) + rest('asg:asg-web'))[0] ?? '', /: asg-web, as ToApp says/);
  // Who may be anybody is no client that could be named.
  for (const from of ['*', 'VirtualNetwork'])
    assert.match(repairTitles(rule, allow(fromFrontend) + rest(from))[0] ?? '', /^Admit the probes of lb-app/);
});

test('a rule that names the balancer as source outbound goes', () => {
  const outbound = allow({ direction: 'Outbound', sourceAddressPrefix: '10.0.3.10' });
  checkRepair(
    rule,
    outbound + sql,
    'Remove AllowLb, which never matches: lb-data starts no connections',
    securityGroup().replace('[\n\n', '[\n') + sql,
  );
  const several = allow({
    direction: 'Outbound',
    sourceAddressPrefix: '',
    sourceAddressPrefixes: ['10.0.1.0/24', '10.0.3.10'],
  });
  assert.deepEqual(repairTitles(rule, several + sql), []);
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
