import assert from 'node:assert/strict';
import { test } from 'node:test';
import { balanced } from '../../../../test/balancer-fixture.ts';
import { checkBalance, checkRepair, checkRule, relatedTexts, repairTitles } from '../../../../test/check-rule.ts';
import * as flows from '../../../../test/flow-fixture.ts';
import { type RuleFields, securityGroup, securityRule, subnetOf } from '../../../../test/network-fixture.ts';
import { noDenyAllInbound } from './no-deny-all-inbound.ts';
import { unreachableSecurityRule } from './unreachable-security-rule.ts';

const rule = unreachableSecurityRule;
const allow = (name: string, fields: RuleFields = {}) =>
  securityRule(name, { priority: 200, access: 'Allow', protocol: 'Tcp', destinationPortRange: '443', ...fields });
const deny = (name: string, fields: RuleFields = {}) => securityRule(name, { priority: 100, ...fields });

/** A rule with a finding under its name. */
function marked(text: string, finding: string): string {
  const name = /name: ('[^']*')/.exec(text)?.[1] ?? '';
  return `${text}\n      //${' '.repeat(text.indexOf(name) - 2)}${'^'.repeat(name.length)} ${finding}`;
}

test('an allow behind a deny of everything is reported', () => {
  checkRule(
    rule,
    securityGroup(
      deny('DenyAll'),
      marked(
        allow('AllowWeb'),
        'warning: AllowWeb (200) never decides: all that it would allow is denied before it by DenyAll (100). Give it',
      ),
    ),
  );
});

test('a deny behind an allow of everything is reported', () => {
  checkRule(
    rule,
    securityGroup(
      allow('AllowAll', { priority: 100, protocol: '*', destinationPortRange: '*' }),
      marked(
        deny('DenyRdp', { priority: 300, destinationPortRange: '3389' }),
        'warning: DenyRdp (300) never decides: all that it would deny is allowed before it by AllowAll (100).',
      ),
    ),
  );
});

test('several rules may decide together', () => {
  checkRule(
    rule,
    securityGroup(
      allow('A', { priority: 100, sourceAddressPrefix: '10.0.0.0/9', destinationPortRange: '0-500' }),
      allow('B', { priority: 110, sourceAddressPrefix: '10.128.0.0/9', destinationPortRange: '0-500' }),
      marked(
        allow('C', { sourceAddressPrefix: '10.0.0.0/8' }),
        'warning: C (200) never decides: A (100) and B (110) before it together allow all that it would allow.',
      ),
    ),
  );
});

test('an inbound rule for a service may be meant for the other direction', () => {
  const inbound = allow('AllowSql', { destinationAddressPrefix: 'Sql' });
  const outbound = allow('AllowSql', { destinationAddressPrefix: 'Sql', direction: 'Outbound' });
  const title = 'Make AllowSql an outbound rule: allows traffic to Sql';
  checkRepair(rule, securityGroup(inbound), title, securityGroup(outbound));
  const rival = allow('AllowWeb', { direction: 'Outbound', destinationAddressPrefix: 'Internet' });
  assert.deepEqual(repairTitles(rule, securityGroup(inbound, rival)), ['Remove AllowSql (200), which never decides']);
  const out = allow('AllowOut', { direction: 'Outbound', sourceAddressPrefix: 'Internet' });
  assert.deepEqual(repairTitles(rule, securityGroup(out)), ['Remove AllowOut (200), which never decides']);
});

test('service tags on the side of the group match nothing', () => {
  checkRule(
    rule,
    securityGroup(
      marked(
        allow('AllowSql', { destinationAddressPrefix: 'Sql' }),
        'warning: AllowSql (200) never matches: its destination is Sql. Inbound traffic goes to the private addresses behind the group, which that service tag does not hold. Make it an outbound rule, or remove it.',
      ),
    ),
  );
  checkRule(
    rule,
    securityGroup(
      marked(
        allow('AllowOut', { direction: 'Outbound', sourceAddressPrefix: 'Internet' }),
        'warning: AllowOut (200) never matches: its source is Internet.',
      ),
    ),
  );
});

test('child resources of an existing group count', () => {
  const child = (name: string, fields: string, marker = '') => `
resource ${name} 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
${marker}  parent: group
  name: '${name}'
  properties: { direction: 'Inbound', protocol: '*', sourceAddressPrefix: '*', destinationAddressPrefix: '*', sourcePortRange: '*', ${fields} }
}
`;
  checkRule(
    rule,
    `resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' existing = {
  name: 'nsg'
}
${child('first', "priority: 100, access: 'Deny', destinationPortRange: '*'")}${child('later', "priority: 200, access: 'Allow', destinationPortRange: '443'", '//       ^^^^^ warning: later (200) never decides: all that it would allow is denied before it by first (100).\n')}`,
  );
});

test('the finding leads to the rules that decide', () => {
  assert.deepEqual(relatedTexts(rule, securityGroup(deny('DenyAll'), allow('AllowWeb'))), [
    "'DenyAll': DenyAll (100) decides before it.",
  ]);
});

test('rules that decide are silent', () => {
  checkRule(rule, securityGroup(allow('A'), deny('DenyAll', { priority: 4096 })));
  checkRule(rule, securityGroup(deny('D', { direction: 'Outbound' }), allow('A')));
  checkRule(rule, securityGroup(deny('D', { protocol: 'Udp' }), allow('A')));
  checkRule(rule, securityGroup(deny('D', { destinationPortRange: '0-442' }), allow('A')));
  checkRule(rule, securityGroup(deny('D', { sourceAddressPrefix: 'Internet' }), allow('A')));
  checkRule(rule, securityGroup(deny('D', { sourceAddressPrefix: '0.0.0.0/0' }), allow('A')));
  checkRule(rule, securityGroup(allow('A', { destinationAddressPrefix: 'VirtualNetwork' })));
  checkRule(rule, securityGroup(allow('A', { direction: 'Outbound', destinationAddressPrefix: 'Storage' })));
});

test('rules that a service demands are silent where others allow the same', () => {
  const rules = [allow('Https', { priority: 120 }), allow('Manager', { sourceAddressPrefix: 'GatewayManager' })];
  checkRule(rule, securityGroup(...rules));
  const bastion = [allow('Https', { priority: 120 }), allow('FromInternet', { sourceAddressPrefix: 'Internet' })];
  checkRule(rule, securityGroup(...bastion) + subnetOf('group.id', 'AzureBastionSubnet'));
});

test('groups apart are apart', () => {
  const other = securityGroup(allow('A')).replace('group ', 'other ').replace("'nsg'", "'nsg2'");
  checkRule(rule, securityGroup(deny('D')) + other);
});

test('a rule before it that is unknown or optional leaves it alive', () => {
  checkRule(rule, `param access string\n${securityGroup(deny('D').replace("'Deny'", 'access'), allow('A'))}`);
  checkRule(
    rule,
    `param source string\n${securityGroup(deny('D').replace("sourceAddressPrefix: '*'", 'sourceAddressPrefix: source'), allow('A'))}`,
  );
  checkRule(
    rule,
    `param priority int\n${securityGroup(deny('D').replace('priority: 100', 'priority: priority'), allow('A'))}`,
  );
  checkRule(rule, `param rules array\n${securityGroup('...rules', allow('A'))}`);
});

test('a rule before it that is deployed on a condition makes it possible', () => {
  const text = securityGroup(
    marked(allow('A'), 'hint: A (200) never decides: all that it would allow is denied before it by D (100).'),
  ).replace(
    /securityRules: \[\n([\s\S]*)\n {4}\]/,
    (_, rules: string) => `securityRules: concat(isClosed ? [\n${deny('D')}\n    ] : [], [\n${rules}\n    ])`,
  );
  checkRule(rule, `param isClosed bool\n${text}`);
});

test('a rule that is declared twice is not judged', () => {
  checkRule(
    rule,
    `${securityGroup(deny('D'), allow('A'))}
resource a 'Microsoft.Network/networkSecurityGroups/securityRules@2024-05-01' = {
  parent: group
  name: 'A'
  properties: { priority: 90, direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourceAddressPrefix: '*', destinationAddressPrefix: '*', destinationPortRange: '443' }
}
`,
  );
});

test('the repair moves the deny to the end, or the rule before those that decide', () => {
  checkRepair(
    rule,
    securityGroup(deny('DenyAll'), allow('A')),
    'Give DenyAll priority 4096: A and all other rules',
    securityGroup(deny('DenyAll', { priority: 4096 }), allow('A')),
  );
  const part = { priority: 120, destinationPortRange: '400-500' };
  checkRepair(
    rule,
    securityGroup(deny('D', part), allow('A')),
    'Give A priority 119, before D (120): allows what is denied now',
    securityGroup(deny('D', part), allow('A', { priority: 119 })),
  );
});

test('a deny of everything that is dead is told of its group, once', () => {
  const dead = securityGroup(
    allow('AllowAll', { protocol: '*', destinationPortRange: '*', priority: 100 }),
    deny('DenyAll', { priority: 4096 }),
  );
  checkRule(rule, dead + subnetOf('group.id'));
  checkRule(
    noDenyAllInbound,
    (dead + subnetOf('group.id')).replace(
      /(resource group [^\n]*\n)/,
      '$1//       ^^^^^ warning: DenyAll in nsg never decides\n',
    ),
  );
});

test('one that denies what others deny before it', () => {
  checkRule(
    rule,
    securityGroup(
      deny('DenyAll', { priority: 100 }),
      marked(
        deny('DenyRdp', { priority: 200, protocol: 'Tcp', destinationPortRange: '3389' }),
        'warning: DenyRdp (200) never decides: DenyAll (100) before it denies all that it would deny. Remove it',
      ),
    ),
  );
});

const subnets = flows.network(
  flows.subnet('snet-app', '10.1.2.0/24', 'nsg-app'),
  flows.subnet('snet-data', '10.1.3.0/24'),
);
const machines = flows.card('nic-app', 'snet-app') + flows.card('nic-data', 'snet-data');
const workload = (rules: readonly string[], more = machines, network = subnets): string =>
  flows.group('nsg-app', ...rules) + network + more;
const sqlIn = flows.allowIn('Sql', { from: '10.1.1.0/24', to: '10.1.3.4', port: '1433' });

test('an inbound rule for machines behind another group, and an outbound one from them', () => {
  checkRule(
    rule,
    flows.found(
      workload([sqlIn]),
      "'Sql'",
      'warning: Sql (105) never matches: its destination 10.1.3.4 is in snet-data, not behind nsg-app, which stands at snet-app. Inbound traffic goes to what is behind the group. Move the rule to the group of those machines, or turn its direction.',
    ),
  );
  checkRule(
    rule,
    flows.found(
      workload([flows.allowOut('Sql', { from: '10.9.0.0/24', to: '10.1.3.0/24', port: '1433' })]),
      "'Sql'",
      'warning: Sql (105) never matches: its source 10.9.0.0/24 is not behind nsg-app, which stands at snet-app. Outbound traffic comes from',
    ),
  );
});

test('application security groups whose members are all behind another group', () => {
  const members =
    flows.asg('asg-data') +
    flows.card('nic-app', 'snet-app') +
    flows.card('nic-data', 'snet-data', [flows.memberOf('asg-data')]);
  const toData = flows.allowIn('Sql', { to: 'asg:asg-data', port: '1433' });
  checkRule(
    rule,
    flows.found(
      workload([toData], members),
      "'Sql'",
      'warning: Sql (105) never matches: its destination asg-data is in snet-data, not behind nsg-app, which stands at snet-app.',
    ),
  );
  checkRule(rule, workload([flows.allowOut('Sql', { to: 'asg:asg-data', port: '1433' })], members));
  // Without members nobody says where they will be; others may get the group elsewhere, or in the subnet itself.
  checkRule(rule, workload([toData], flows.asg('asg-data') + machines));
  checkRule(rule, `${workload([toData], members)}output asg string = asgdata.id\n`);
  checkRule(
    rule,
    `${workload([toData], members)}module machine 'machine.bicep' = { name: 'm', params: { asg: asgdata.id } }\n`,
  );
  checkRule(rule, workload([toData], members + flows.card('nic-more', 'snet-app', [flows.memberOf('asg-data')])));
});

test('a rule for machines behind its own group, and wherever one may be, is silent', () => {
  checkRule(rule, workload([flows.allowIn('Sql', { to: '10.1.0.0/16', port: '1433' })]));
  checkRule(rule, workload([flows.allowOut('Sql', { to: '10.1.3.4', port: '1433' })]));
  checkRule(rule, workload([flows.allowIn('Sql', { to: 'VirtualNetwork', port: '1433' })]));
  // An appliance passes on what is meant for others; so does one that comes into an empty subnet.
  checkRule(rule, workload([sqlIn], flows.card('nic-app', 'snet-app', [], ['enableIPForwarding: true'])));
  checkRule(rule, workload([sqlIn], ''));
  checkRule(rule, workload([sqlIn]).replace("'10.1.3.4'", 'address').replace(/^/, 'param address string'));
  checkRule(rule, flows.group('nsg-app', sqlIn));
  checkRule(rule, `${workload([sqlIn])}output group string = nsgapp.id\n`);
  checkRule(
    rule,
    `param group string\n${workload([sqlIn]).replace("addressPrefix: '10.1.3.0/24'", "addressPrefix: '10.1.3.0/24', networkSecurityGroup: { id: group }")}`,
  );
});

test('the frontend of a load balancer with a floating address is behind any group', () => {
  const balancer = (isFloating: string): string => `
resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb-data'
  properties: {
    frontendIPConfigurations: [{ name: 'sql', properties: { privateIPAddress: '10.1.3.4' } }]
    loadBalancingRules: [{ name: 'sql', properties: { protocol: 'Tcp', frontendPort: 1433, enableFloatingIP: ${isFloating} } }]
  }
}
`;
  checkRule(rule, workload([sqlIn], machines + balancer('true')));
  checkRule(rule, `param isFloating bool\n${workload([sqlIn], machines + balancer('isFloating'))}`);
  checkRule(
    rule,
    flows.found(
      workload([sqlIn], machines + balancer('false')),
      "'Sql'",
      'warning: Sql (105) never matches',
      "name: 'Sql'",
    ),
  );
});

test('a rule goes to the group of the machines that it names, before what that denies', () => {
  const both = flows.network(
    flows.subnet('snet-app', '10.1.2.0/24', 'nsg-app'),
    flows.subnet('snet-data', '10.1.3.0/24', 'nsg-data'),
  );
  const data = (...rules: readonly string[]): string => flows.group('nsg-data', ...rules, flows.denyIn);
  const other = flows.allowIn('Other', { to: '10.1.3.5', port: '80' });
  const moved = `      {
        name: 'Sql'
        properties: {
          priority: 115
          direction: 'Inbound'
          access: 'Allow'
          protocol: '*'
          sourceAddressPrefix: '10.1.1.0/24'
          sourcePortRange: '*'
          destinationAddressPrefix: '10.1.3.4'
          destinationPortRange: '1433'
        }
      }
`;
  const empty = flows.group('nsg-app').replace('[\n\n', '[\n');
  const before = data(other);
  const after = before.replace('    ]\n  }', `${moved}    ]\n  }`);
  checkRepair(
    rule,
    flows.group('nsg-app', sqlIn) + before + both + machines,
    'Move Sql to nsg-data, which snet-data has',
    empty + after + both + machines,
  );
  const same = data(sqlIn.replace("'Sql'", "'FromWeb'"));
  checkRepair(
    rule,
    flows.group('nsg-app', sqlIn) + same + both + machines,
    'Remove Sql (105), which never matches: nsg-data allows the same already',
    empty + same + both + machines,
  );
  const titles = (rules: string, ...inData: readonly string[]): readonly string[] =>
    repairTitles(rule, flows.group('nsg-app', rules) + data(...inData) + both + machines);
  assert.deepEqual(titles(sqlIn, other.replace("'Other'", "'Sql'")), [
    'Move Sql to nsg-data, which snet-data has (changes 2 resources)',
  ]);
  assert.deepEqual(titles(sqlIn.replace("'Allow'", "'Deny'")), [], 'a deny');
  assert.deepEqual(repairTitles(rule, workload([sqlIn])), [], 'no group there');
});

test('behind a load balancer it gets the machines as destination', () => {
  const toApp = flows.allowIn('ToApp', { from: 'asg:asg-web', to: '10.1.2.4', port: '443', protocol: 'Tcp' });
  const text = flows.group('nsg-web', toApp) + flows.group('nsg-app') + balanced({ web: 'nsg-web', app: 'nsg-app' });
  assert.deepEqual(repairTitles(rule, text), [
    'Move ToApp to nsg-app, which snet-app has, with asg-app, the machines behind lb-app, as destination (changes 2 resources)',
  ]);
});

test('a source port that no client has stays behind', () => {
  const fixed = sqlIn
    .replace("sourcePortRange: '*'", "sourcePortRange: '1433'")
    .replace("protocol: '*'", "protocol: 'Tcp'");
  const both = flows.network(
    flows.subnet('snet-app', '10.1.2.0/24', 'nsg-app'),
    flows.subnet('snet-data', '10.1.3.0/24', 'nsg-data'),
  );
  const text = flows.group('nsg-app', fixed) + flows.group('nsg-data', flows.denyIn) + both + machines;
  assert.deepEqual(repairTitles(rule, text), [
    'Move Sql to nsg-data, which snet-data has, from any source port (changes 2 resources)',
  ]);
});

test('what Azure refuses is no service tag', () => {
  for (const text of ['10.0.0.0/33', '10.0.0.300'])
    checkRule(rule, securityGroup(securityRule('A', { priority: 100, destinationAddressPrefix: text })));
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
