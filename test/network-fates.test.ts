/** What each rule of a group is good for. */
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Direction, SecurityGroup } from '../server/src/network/reachability/model.ts';
import { ruleFates } from '../server/src/network/reachability/rule-fates.ts';
import { securityRuleOf } from './network-model.ts';
import { rule } from './network-texts.ts';

function group(...rules: readonly string[]): SecurityGroup<string> {
  return { id: 'nsg', source: 'nsg', more: null, rules: rules.map((text) => securityRuleOf(rule(text))) };
}

/** `In100 decides`, with the rules that take a dead rule's packets away. */
function fates(direction: Direction, rules: readonly string[], emptyGroups: readonly string[] = []): string[] {
  return ruleFates(group(...rules), direction, new Set(emptyGroups)).map((fate) =>
    'by' in fate
      ? `${fate.rule.name} ${fate.kind} by ${fate.by.map(({ name }) => name).join()}`
      : `${fate.rule.name} ${fate.kind}`,
  );
}

suite('fates of rules', () => {
  test('rules that all decide', () => {
    assert.deepEqual(
      fates('Inbound', [
        'In 100 Allow Tcp * > * : 443',
        'In 200 Deny Tcp 10.0.0.0/8 > * : 443',
        'In 4096 Deny * * > *',
      ]),
      ['In100 decides', 'In200 contradicted by In100', 'In4096 decides'],
    );
  });

  test('a rule behind a complete deny or allow', () => {
    assert.deepEqual(
      fates('Inbound', ['In 100 Deny * * > *', 'In 200 Allow Tcp * > * : 443', 'In 300 Deny Tcp * > * : 22']),
      ['In100 decides', 'In200 contradicted by In100', 'In300 shadowed by In100'],
    );
  });

  test('several rules may shadow one together', () => {
    assert.deepEqual(
      fates('Inbound', [
        'In 100 Allow Tcp 10.0.0.0/9 > * : 0-1000',
        'In 110 Allow Tcp 10.128.0.0/9 > * : 0-1000',
        'In 120 Allow Tcp 10.1.0.0-10.200.0.0 > * : 22,80',
      ]).at(2),
      'In120 shadowed by In100,In110',
    );
    assert.deepEqual(
      fates('Inbound', [
        'In 100 Allow Tcp 10.0.0.0/9 > * : 0-1000',
        'In 110 Allow Tcp 10.128.0.0/9 > * : 23-1000',
        'In 120 Allow Tcp 8.8.8.8-10.200.0.0 > * : 22',
      ]).at(2),
      'In120 decides',
    );
  });

  test('a rule that says what the rest says anyway', () => {
    assert.deepEqual(fates('Inbound', ['In 100 Allow * VirtualNetwork > VirtualNetwork']), ['In100 redundant']);
    assert.deepEqual(fates('Inbound', ['In 100 Deny Tcp Internet > * : 22', 'In 4096 Deny * * > *']), [
      'In100 redundant',
      'In4096 decides',
    ]);
    assert.deepEqual(fates('Outbound', ['Out 100 Allow * * > Internet']), ['Out100 redundant']);
  });

  test('both families count', () => {
    assert.equal(
      fates('Inbound', ['In 100 Deny * 0.0.0.0/0 > *', 'In 200 Allow Tcp * > * : 443']).at(1),
      'In200 decides',
    );
    assert.equal(
      fates('Inbound', ['In 100 Deny * 0.0.0.0/0,::/0 > *', 'In 200 Allow Tcp * > * : 443']).at(1),
      'In200 contradicted by In100',
    );
  });

  test('a rule between the families matches nothing', () => {
    assert.deepEqual(fates('Inbound', ['In 100 Allow * 10.0.0.0/8 > fd00::/8']), ['In100 never']);
  });

  test('tags: a region in its tag, and no tag in private ranges', () => {
    assert.equal(
      fates('Outbound', ['Out 100 Deny * * > Storage', 'Out 200 Allow * * > Storage.WestEurope']).at(1),
      'Out200 contradicted by Out100',
    );
    assert.equal(
      fates('Outbound', [
        'Out 100 Deny * * > Storage.WestEurope',
        'Out 200 Allow * * > Storage',
        'Out 300 Deny * * > *',
      ]).at(1),
      'Out200 decides',
    );
    assert.equal(
      fates('Outbound', ['Out 100 Deny * * > 0.0.0.0/0,::/0', 'Out 200 Allow * * > Storage']).at(1),
      'Out200 contradicted by Out100',
    );
    assert.equal(
      fates('Outbound', ['Out 100 Deny * * > 10.0.0.0/8', 'Out 200 Allow Tcp * > Storage', 'Out 300 Deny * * > *']).at(
        1,
      ),
      'Out200 decides',
    );
    assert.equal(
      fates('Outbound', ['Out 100 Deny * * > Internet', 'Out 200 Allow * * > Storage']).at(1),
      'Out200 contradicted by Out100',
    );
  });

  test('the own side of a group is always in the network', () => {
    assert.equal(
      fates('Inbound', ['In 100 Deny * * > VirtualNetwork', 'In 200 Allow Tcp * > * : 443']).at(1),
      'In200 contradicted by In100',
    );
    assert.equal(
      fates('Outbound', ['Out 100 Deny * VirtualNetwork > *', 'Out 200 Allow Tcp * > * : 443']).at(1),
      'Out200 contradicted by Out100',
    );
    assert.equal(
      fates('Inbound', ['In 100 Deny * VirtualNetwork > *', 'In 200 Allow Tcp * > * : 443']).at(1),
      'In200 decides',
    );
  });

  test('application security groups', () => {
    assert.deepEqual(fates('Inbound', ['In 100 Allow Tcp @web > @data : 1433', 'In 200 Deny * * > *']), [
      'In100 decides',
      'In200 decides',
    ]);
    assert.deepEqual(fates('Inbound', ['In 100 Allow Tcp @web > @data : 1433', 'In 200 Deny * * > *'], ['web']), [
      'In100 never',
      'In200 decides',
    ]);
    assert.equal(
      fates('Inbound', ['In 100 Deny * @web > *', 'In 200 Allow Tcp @app > * : 443', 'In 300 Deny * * > *']).at(1),
      'In200 decides',
    );
  });

  test('source ports', () => {
    assert.equal(
      fates('Inbound', [
        'In 100 Allow Tcp * > * : 443 > 443',
        'In 200 Allow Tcp * > * : 443',
        'In 300 Deny * * > *',
      ]).at(0),
      'In100 redundant',
    );
    assert.equal(
      fates('Inbound', ['In 100 Deny Tcp * > * : 0-1000 > *', 'In 200 Allow Tcp * > * : 443 > 443']).at(1),
      'In200 contradicted by In100',
    );
    assert.equal(
      fates('Inbound', ['In 100 Deny Tcp * > * : 0-400 > *', 'In 200 Allow Tcp * > * : 443 > 443']).at(1),
      'In200 decides',
    );
  });

  test('a protocol without ports has no part in a rule for some ports', () => {
    assert.equal(fates('Inbound', ['In 100 Allow Icmp * > * : 443']).at(0), 'In100 never');
  });

  test('public addresses may be those of a peered network that access is not allowed from', () => {
    assert.deepEqual(fates('Outbound', ['Out 190 Allow * * > 51.1.0.0/25']), ['Out190 decides']);
    assert.deepEqual(fates('Outbound', ['Out 190 Allow * * > Internet']), ['Out190 redundant']);
  });

  test('a host may be in several application security groups', () => {
    const rules = ['Out 190 Allow * VirtualNetwork > @app', 'Out 230 Deny Tcp * > @web', 'Out 280 Allow * * > *'];
    assert.deepEqual(fates('Outbound', rules), ['Out190 decides', 'Out230 decides', 'Out280 decides']);
    // Without members in one of both nothing is told apart.
    assert.deepEqual(fates('Outbound', rules, ['web']), ['Out190 redundant', 'Out230 never', 'Out280 decides']);
    assert.deepEqual(
      fates('Inbound', ['In 100 Deny Tcp @web > *', 'In 200 Allow Tcp @web > * : 443', 'In 300 Allow Tcp @app > *']),
      ['In100 decides', 'In200 contradicted by In100', 'In300 decides'],
    );
  });

  test('the other direction does not count', () => {
    assert.deepEqual(fates('Inbound', ['Out 100 Deny * * > *', 'In 200 Allow Tcp * > * : 443']), ['In200 decides']);
  });
});
