/**
 * The networks that the articles describe, with the mistakes of their texts (requirements, section 0 and 1.1): each is found, in both languages. The
 * same networks with the corrections are the reference, in which nothing is found.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import { type Contract, noContract } from '../server/src/config/contract.ts';
import { profilesOf } from '../server/src/config/profiles.ts';
import { runRules } from '../server/src/rules/engine.ts';
import type { Finding } from '../server/src/rules/finding.ts';
import { rules } from '../server/src/rules/index.ts';
import { contractOf, deploymentOf } from './deployment.ts';

const fixtures = path.resolve(import.meta.dirname, '../test-fixtures');
const languages = ['bicep', 'json'] as const;

function textOf(folder: string, name: string, language: string): string {
  return readFileSync(path.join(fixtures, folder, `${name}.${language}`), 'utf8');
}

function findingsOf(ruleId: string, text: string, contract: Contract = noContract): readonly Finding[] {
  const rule = rules.find(({ id }) => id === ruleId);
  assert.ok(rule, ruleId);
  return runRules([rule], deploymentOf(text, contract), {}).findings;
}

/** The resources in which a rule finds something, by name, each once. */
function foundBy(ruleId: string, text: string): readonly string[] {
  return [...new Set(findingsOf(ruleId, text).map(({ resource }) => resource.name))].sort();
}

/** A text with the first piece of it replaced behind a place. */
function replacedAfter(text: string, place: string, from: string, to: string): string {
  const at = text.indexOf(from, text.indexOf(place));
  assert.ok(text.includes(place) && at > 0, place);
  return text.slice(0, at) + to + text.slice(at + from.length);
}

/** A mistake with the rule that finds it and where. */
type Mistakes = readonly (readonly [mistake: string, ruleId: string, names: readonly string[]])[];

function demandFound(name: string, mistakes: Mistakes): void {
  for (const language of languages) {
    const text = textOf('articles', name, language);
    for (const [mistake, ruleId, names] of mistakes)
      assert.deepEqual(foundBy(ruleId, text), [...names].sort(), `${language}: ${mistake}`);
  }
}

/** The inbound and the outbound rule of a name. */
const both = (...names: readonly string[]): readonly string[] =>
  names.flatMap((name) => [`${name}Inbound`, `${name}Outbound`]);

suite('mistakes of the articles', () => {
  test('the draft about virtual machines, with a DMZ', () => {
    demandFound('iaas-dmz', [
      ['0.5: three rules have priority 105', 'duplicate-rule-priority', both('AllowSQLLBtoSQLVM', 'AllowSQLVMtoSQLVM')],
      [
        '0.4, 1.1-d: clients have ports of their own',
        'fixed-source-port',
        both(
          'AllowInternettoDMZLB',
          'AllowDMZtoWebLB',
          'AllowWebtoBusinessLB',
          'AllowBusinesstoSQLLB',
          'AllowSQLLBtoSQLVM',
          'AllowSQLVMtoSQLVM',
        ),
      ],
      ['1.1-a: HTTPS is 443', 'suspicious-port-433', both('AllowDMZtoWebLB')],
      ['0.3, 1.1-c: a balancer is no source', 'load-balancer-as-source', both('AllowSQLLBtoSQLVM')],
      [
        '0.3, 1.1-c: nor is it a destination behind itself',
        'load-balancer-as-destination',
        ['AllowDMZtoWebLBInbound', 'AllowWebtoBusinessLBInbound', 'AllowBusinesstoSQLLBInbound'],
      ],
      [
        '1.1-h: the mirrored rule belongs to the group of the clients',
        'unreachable-security-rule',
        [
          'AllowInternettoDMZLBOutbound',
          'AllowDMZtoWebLBOutbound',
          'AllowWebtoBusinessLBOutbound',
          'AllowBusinesstoSQLLBOutbound',
        ],
      ],
      ['row 38: probes need a rule', 'probes-blocked', ['nsg-dmz', 'nsg-web', 'nsg-business', 'nsg-data']],
      ['0.7: flow logs are those of virtual networks', 'nsg-flow-log', ['nsg-data']],
    ]);
  });

  test('the article about virtual machines', () => {
    const dash = (...names: readonly string[]): readonly string[] => both(...names.map((name) => `${name}-`));
    demandFound('iaas-spoke', [
      [
        '0.5: rules have priority 105',
        'duplicate-rule-priority',
        dash('Allow-Web-Tier-to-App-LB', 'Allow-App-Tier-to-Data-LB', 'Allow-SQL-VM-to-SQL-VM'),
      ],
      [
        '0.4, 1.1-d: clients have ports of their own',
        'fixed-source-port',
        dash(
          'Allow-App-GW-to-Web',
          'Allow-Web-Tier-to-App-LB',
          'Allow-App-LB-to-App-VMs',
          'Allow-App-Tier-to-Data-LB',
          'Allow-SQL-LB-to-SQL-VMs',
          'Allow-SQL-VM-to-SQL-VM',
        ),
      ],
      ['1.1-a: HTTPS is 443', 'suspicious-port-433', ['agw-spoke', ...dash('Allow-App-GW-to-Web')]],
      [
        '0.3, 1.1-c: a balancer is no source',
        'load-balancer-as-source',
        dash('Allow-App-LB-to-App-VMs', 'Allow-SQL-LB-to-SQL-VMs'),
      ],
      [
        '1.1-b, 1.1-h: rules in the group of the wrong tier',
        'unreachable-security-rule',
        ['Allow-App-Tier-to-Data-LB-Inbound', 'Allow-Web-Tier-to-App-LB-Inbound', 'Allow-App-GW-to-Web-Outbound'],
      ],
      ['row 38: probes need a rule', 'probes-blocked', ['nsg-app', 'nsg-data']],
      ['1.1-m, row 85: the gateway needs rules of its own', 'missing-required-rule', ['nsg-gateway']],
      ['0.7: flow logs are those of virtual networks', 'nsg-flow-log', ['nsg-data']],
    ]);
  });

  test('the article about platform services', () => {
    demandFound('paas-spoke', [
      [
        '0.4, 1.1-d: clients have ports of their own',
        'fixed-source-port',
        ['AllowGWtoAppInbound', 'AllowApptoSQLDBOutbound', 'AllowApptoSQLDBInbound'],
      ],
      ['1.1-e: the app is no SQL server', 'wrong-endpoint-port', ['AllowGWtoAppInbound']],
      ['0.1: endpoints pass groups by', 'nsg-without-effect-on-private-endpoints', ['snet-app', 'snet-sql']],
      ['1.1-m, row 85: the gateway needs rules of its own', 'missing-required-rule', ['nsg-gateway']],
      ['0.7: flow logs are those of virtual networks', 'nsg-flow-log', ['nsg-sql']],
    ]);
  });

  // The service "MS SQL" of the table makes 1433 of it, where the app listens at 443. It shows once the gateway is open and groups count for endpoints.
  test('1.1-e: the app behind the gateway is blocked by the port of SQL', () => {
    const contract = contractOf('gateway -> endpoints: tcp/443');
    for (const language of languages) {
      const quote = language === 'bicep' ? "'" : '"';
      const quoted = (word: string): string => (language === 'bicep' ? word : `"${word}"`);
      const end = language === 'bicep' ? '' : ',';
      const text = textOf('articles', 'paas-spoke', language);
      const open = replacedAfter(text, 'DenyAllOutbound', `${quote}Deny${quote}`, `${quote}Allow${quote}`);
      const policies = `${quoted('privateEndpointNetworkPolicies')}: ${quote}Enabled${quote}${end}\n`;
      const enforced = ['10.1.1.0/24', '10.1.3.0/24'].reduce((before, prefix) => {
        const given = `${quoted('addressPrefix')}: ${quote}${prefix}${quote}`;
        return replacedAfter(before, 'vnet-spoke', given, `${policies}${given}`);
      }, open);
      const [first, ...others] = findingsOf('blocked-flow', enforced, contract);
      assert.deepEqual(others, [], language);
      assert.match(first?.message ?? '', /TCP 443.*DenyAllInbound \(4096\) of nsg-app/, language);
    }
  });

  test('what the article about segmentation has as default behavior', () => {
    demandFound('segmentation', [
      ['row 16, 127: subnets are open to each other', 'subnet-without-nsg', ['snet-orders', 'snet-billing']],
      ['row 123: networks are peered with each other', 'direct-spoke-peering', ['to-billing']],
      ['row 149: a machine has its own firewall alone', 'public-ip-on-network-interface', ['nic-orders']],
      ['1.1-n: machines do reach the Internet by default', 'default-outbound-access', ['snet-billing']],
    ]);
  });
});

suite('reference networks', () => {
  const recommended = rules.filter((rule) => profilesOf(rule).includes('recommended'));
  for (const name of ['iaas-spoke', 'iaas-dmz', 'paas-spoke', 'segmentation'])
    test(`nothing is found in ${name}`, () => {
      for (const language of languages) {
        const { findings } = runRules(recommended, deploymentOf(textOf('reference', name, language)), {});
        assert.deepEqual(
          findings.map(({ ruleId, message }) => `${ruleId}: ${message}`),
          [],
          language,
        );
      }
    });
});
