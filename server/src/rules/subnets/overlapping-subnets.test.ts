import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule, relatedTexts, repairTitles } from '../../../../test/check-rule.ts';
import { overlappingSubnets } from './overlapping-subnets.ts';

const rule = overlappingSubnets;

const subnet = (name: string, ...prefixes: readonly string[]): string =>
  prefixes.length === 1
    ? `{ name: '${name}', properties: { addressPrefix: ${prefixes[0]} } }`
    : `{ name: '${name}', properties: { addressPrefixes: [${prefixes.join(', ')}] } }`;

const network = (...subnets: readonly string[]): string => `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16', 'fd00::/48'] }
    subnets: [
${subnets.map((text) => `      ${text}`).join('\n')}
    ]
  }
}
`;

const child = (name: string, prefix: string, finding = ''): string => `
resource ${name} 'Microsoft.Network/virtualNetworks/subnets@2024-05-01' = {
  parent: network
  name: '${name}'
  properties: {
    addressPrefix: ${prefix}
${finding}  }
}
`;

test('the subnet that stands later is reported', () => {
  checkRule(
    rule,
    `${network(subnet('web', "'10.0.1.0/24'"))}${child('app', "'10.0.1.128/25'", '    //             ^^^^^^^^^^^^^^^ error: 10.0.1.128/25 of app overlaps 10.0.1.0/24 of web. Azure refuses this\n')}`,
  );
  checkRule(
    rule,
    `${network(subnet('web', "'10.0.1.128/25'"), subnet('six', "'10.0.2.0/24'", "'fd00::/64'"))}${child('app', "'10.0.0.0/23'", '    //             ^^^^^^^^^^^^^ error: 10.0.0.0/23 of app overlaps 10.0.1.128/25 of web.\n')}`,
  );
  checkRule(
    rule,
    `${network(subnet('six', "'10.0.2.0/24'", "'fd00::/64'"))}${child('app', "'fd00::/64'", '    //             ^^^^^^^^^^^ error: fd00::/64 of app overlaps fd00::/64 of six.\n')}`,
  );
});

test('the other subnet is related', () => {
  const text = network(subnet('web', "'10.0.1.0/24'"), subnet('app', "'10.0.1.0/24'"));
  assert.deepEqual(relatedTexts(rule, text), ["'10.0.1.0/24': web has 10.0.1.0/24."]);
});

test('subnets beside each other, and in networks of their own', () => {
  checkRule(
    rule,
    network(subnet('web', "'10.0.0.0/24'"), subnet('app', "'10.0.1.0/24'"), subnet('data', "'10.0.2.0/23'")),
  );
  checkRule(
    rule,
    network(subnet('web', "'10.0.0.0/24'", "'fd00::/64'"), subnet('app', "'10.0.1.0/24'", "'fd00:0:0:1::/64'")),
  );
  const own = network(subnet('web', "'10.0.0.0/24'"));
  checkRule(rule, own + own.replace('resource network', 'resource other').replace('spoke', 'hub'));
});

test('one subnet that is declared inline and by itself', () => {
  checkRule(rule, network(subnet('app', "'10.0.1.0/24'")) + child('app', "'10.0.1.0/24'"));
  checkRule(rule, network(subnet('app', "'10.0.1.0/24'")) + child('App', "'10.0.1.0/25'"));
});

test('networks that are declared elsewhere or twice', () => {
  const existing = "resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {\n  name: 'hub'\n}\n";
  checkRule(rule, existing + child('web', "'10.0.1.0/24'") + child('app', "'10.0.1.0/24'"));
});

test('what is unknown, malformed or cannot be together accuses nobody', () => {
  checkRule(rule, `param prefix string\n${network(subnet('web', 'prefix'), subnet('app', "'10.0.1.0/24'"))}`);
  checkRule(rule, network(subnet('web', "'10.0.1.7/24'"), subnet('app', "'10.0.1.0/24'")));
  checkRule(
    rule,
    `param isTest bool\n${network(
      `...(isTest ? [${subnet('test', "'10.0.1.0/24'")}] : [])`,
      `...(isTest ? [] : [${subnet('live', "'10.0.1.0/24'")}])`,
    )}`,
  );
  checkRule(
    rule,
    `param names array\n${network(`...map(names, name => ${subnet('x', "'10.0.1.0/24'").replace("'x'", 'name')})`)}`,
  );
});

test('the repair takes the next free prefix of the same length', () => {
  const taken = subnet('data', "'10.0.2.0/24'");
  checkRepair(
    rule,
    network(subnet('web', "'10.0.1.0/24'"), subnet('app', "'10.0.1.0/24'"), taken),
    'Give app 10.0.3.0/24, which is free',
    network(subnet('web', "'10.0.1.0/24'"), subnet('app', "'10.0.3.0/24'"), taken),
  );
  checkRepair(
    rule,
    network(
      subnet('web', "'10.0.0.0/17'"),
      subnet('app', "'10.0.128.0/17'"),
      subnet('last', "'10.0.255.0/24'", "'fd00::/64'"),
    ).replace('/17', '/18'),
    'Give last 10.0.64.0/24',
    network(
      subnet('web', "'10.0.0.0/18'"),
      subnet('app', "'10.0.128.0/17'"),
      subnet('last', "'10.0.64.0/24'", "'fd00::/64'"),
    ),
  );
});

test('the next free prefix stands behind the subnet, though there are free ones before', () => {
  const before = (app: string): string => network(subnet('web', "'10.0.200.0/24'"), subnet('app', app));
  checkRepair(rule, before("'10.0.200.0/25'"), 'Give app 10.0.201.0/25', before("'10.0.201.0/25'"));
});

test('no repair where the network is full, or not all of it is known', () => {
  const half = subnet('web', "'10.0.0.0/17'");
  assert.deepEqual(
    repairTitles(rule, network(half, subnet('app', "'10.0.128.0/17'"), subnet('more', "'10.0.1.0/24'"))),
    [],
  );
  assert.deepEqual(
    repairTitles(
      rule,
      `param prefix string\n${network(half, subnet('app', 'prefix'), subnet('more', "'10.0.1.0/24'"))}`,
    ),
    [],
  );
  assert.deepEqual(
    repairTitles(rule, `param more array\n${network(half, subnet('app', "'10.0.1.0/24'"))}${child('next', 'more[0]')}`),
    [],
  );
});

test('silent fixtures outnumber loud ones', () => checkBalance(rule));
