/** The rules that `reach` proposes for a flow that is denied. That they let it through is proven in test/network-smallest-rule.test.ts. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { deploymentOf } from '../../../../test/deployment.ts';
import { allowIn, denyIn, denyOut, group, network, subnet } from '../../../../test/flow-fixture.ts';
import { type ReachQuestion, reachAnswer } from './reach.ts';

const reference = path.resolve(import.meta.dirname, '../../../../test-fixtures/reference');

/** The proposed rules in one line each, with the text at their place. */
function proposed(text: string, question: Partial<ReachQuestion>): readonly string[] {
  const asked = { from: 'web', to: 'data', protocol: 'tcp', port: 443, ...question } as const;
  const answer = reachAnswer(deploymentOf(text), asked);
  assert.ok(answer.kind === 'reach');
  return answer.admittedBy.map(({ location, ...rule }) => {
    const at = location && text.slice(location.span.start, location.span.end);
    const { direction, priority, protocol, port, sources, destinations } = rule;
    return `${at} ${rule.group} ${direction} ${priority} ${protocol} ${port} ${sources} > ${destinations}`;
  });
}

const closed =
  group('nsg', allowIn('Web', { port: '80' }), denyIn) +
  network(subnet('web', '10.1.1.0/24'), subnet('data', '10.1.2.0/24', 'nsg'));

test('one rule at the end that denies, with the prefixes of the subnets and the next priority', () => {
  assert.deepEqual(proposed(closed, {}), ['nsg nsg inbound 115 tcp 443 10.1.1.0/24 > 10.1.2.0/24']);
  assert.deepEqual(proposed(closed, { from: '10.1.1.4' }), ['nsg nsg inbound 115 tcp 443 10.1.1.4 > 10.1.2.0/24']);
  assert.deepEqual(proposed(closed, { protocol: 'icmp', port: null }), [
    'nsg nsg inbound 115 icmp null 10.1.1.0/24 > 10.1.2.0/24',
  ]);
});

test('rules at both ends, for application security groups where both ends are in some; in both languages', () => {
  for (const [file, places] of [
    ['iaas-spoke.bicep', ['nsgWeb', 'nsgData']],
    ['iaas-spoke.json', ['"nsg-web"', '"nsg-data"']],
  ] as const) {
    const text = readFileSync(path.join(reference, file), 'utf8');
    const rules = proposed(text, { from: 'snet-web', to: 'snet-data', port: 1433 });
    assert.deepEqual(
      rules.map((rule) => rule.slice(rule.indexOf(' ') + 1)),
      ['nsg-web outbound 125 tcp 1433 asg-web > asg-data', 'nsg-data inbound 145 tcp 1433 asg-web > asg-data'],
    );
    assert.deepEqual(
      rules.map((rule) => rule.split(' ')[0]),
      places,
    );
  }
});

test('tags are spelled as Azure spells them', () => {
  const out =
    group('nsg', denyOut) + network(subnet('data', '10.1.2.0/24', 'nsg')).replace('defaultOutboundAccess: false, ', '');
  assert.deepEqual(proposed(out, { from: 'data', to: 'tag:storage.westeurope' }), [
    'nsg nsg outbound 105 tcp 443 10.1.2.0/24 > Storage.westeurope',
  ]);
  assert.deepEqual(proposed(out, { from: 'data', to: 'internet' }), [
    'nsg nsg outbound 105 tcp 443 10.1.2.0/24 > Internet',
  ]);
});

test('nothing where it passes or may pass, where no rule helps, and where no single flow is asked about', () => {
  assert.deepEqual(proposed(closed, { port: 80 }), []);
  assert.deepEqual(
    proposed(`param open bool\n${closed.replace("access: 'Deny'", "access: open ? 'Allow' : 'Deny'")}`, {}),
    [],
  );
  assert.deepEqual(proposed(closed, { from: 'internet' }), []);
  assert.deepEqual(proposed(closed, { from: '10.9.9.9' }), []);
  assert.deepEqual(proposed(closed, { port: null }), []);
  assert.deepEqual(proposed(closed, { protocol: null, port: null }), []);
});

// Templates that test a module deploy it twice with the same names.
test('things of one name that need the same rule', () => {
  const twin = (text: string): string =>
    text.replaceAll(/resource (\w+) /g, 'resource $1Twin ').replaceAll("name: 'vnet'", "name: 'vnet-twin'");
  const [groups = '', networks = ''] = [
    closed.slice(0, closed.indexOf('resource network')),
    closed.slice(closed.indexOf('resource network')),
  ];
  assert.deepEqual(proposed(groups + networks + twin(networks), {}), proposed(closed, {}));
  // Another group needs a rule of its own, so there is no one rule.
  const others = twin(closed).replaceAll('nsg.id', 'nsgTwin.id').replace("name: 'nsg'", "name: 'nsg-twin'");
  assert.deepEqual(proposed(closed + others, {}), []);
});

test('nothing where conditions would need different rules', () => {
  const other = closed.replace(
    "{ name: 'Web', properties: { priority: 105",
    "{ name: 'Web', properties: { priority: early ? 105 : 115",
  );
  assert.notEqual(other, closed);
  assert.deepEqual(proposed(`param early bool\n${other}`, {}), []);
  assert.equal(proposed(`param early bool = true\n${other}`, {}).length, 1);
});
