/** The reference networks of the articles, in both languages: who reaches whom is what the articles say, where they are right about it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { suite, test } from 'node:test';
import type { EvaluatedDeployment } from '../server/src/deployment/build.ts';
import { flowsText, tierMatrix, trafficText } from '../server/src/service/network/matrix.ts';
import { reachAnswer } from '../server/src/service/network/reach.ts';
import { deploymentOf } from './deployment.ts';

const folder = path.resolve(import.meta.dirname, '../test-fixtures/reference');

/** Each deployment of the template, by language. */
function bothOf(name: string): readonly (readonly [language: string, deployment: EvaluatedDeployment])[] {
  return ['bicep', 'json'].map((language) => {
    const text = readFileSync(path.join(folder, `${name}.${language}`), 'utf8');
    return [language, deploymentOf(text)] as const;
  });
}

function demandMatrix(name: string, expected: readonly string[]): void {
  for (const [language, deployment] of bothOf(name)) {
    const { rows, undecided, left } = tierMatrix(deployment);
    assert.deepEqual([undecided, left], [null, []], language);
    const open = rows.filter(({ flows }) => flows.length > 0);
    assert.deepEqual(
      open.map(({ from, to, flows }) => `${from} -> ${to}: ${flowsText(flows)}`),
      expected,
      language,
    );
  }
}

/** What one subnet may send to another end, with the filters and routes on the way, in lines; none if nothing passes. */
function ways(deployment: EvaluatedDeployment, from: string, to: string): readonly string[] {
  const answer = reachAnswer(deployment, { from, to, protocol: null, port: null });
  assert.ok(answer.kind === 'reach', `${from} -> ${to}`);
  return answer.segments
    .filter((segment) => segment.answer !== 'denied')
    .map((segment) => `${segment.answer} ${trafficText(segment)}: ${segment.hops.map(({ text }) => text).join('; ')}`);
}

suite('reference networks', () => {
  // "Apply Zero Trust principles to a spoke virtual network", steps 3 and 4: each tier is reached by the one before it on its own port.
  // The gateway fetches certificates and reports its health, so nothing closes its way out.
  test('a spoke with virtual machines', () => {
    demandMatrix('iaas-spoke', [
      'internet -> gateway: TCP 443',
      'gateway -> internet: any',
      'gateway -> web: TCP 443',
      'web -> app: TCP 443',
      'app -> data: TCP 1433',
      'data -> data: TCP 1433',
    ]);
  });

  // The early draft of that article, step 5: appliances in a DMZ in place of the gateway.
  test('a spoke with virtual machines behind a DMZ', () => {
    demandMatrix('iaas-dmz', [
      'internet -> gateway: TCP 443',
      'gateway -> web: TCP 443',
      'web -> app: TCP 443',
      'app -> data: TCP 1433',
      'data -> data: TCP 1433',
    ]);
  });

  // "Apply Zero Trust principles to a spoke virtual network with Azure PaaS services", steps 2 to 4.
  test('a spoke with platform services', () => {
    demandMatrix('paas-spoke', [
      'internet -> gateway: TCP 443',
      'gateway -> internet: any',
      'gateway -> endpoints: TCP 443',
      'egress -> endpoints: TCP 1433',
    ]);
  });

  // "Apply Zero Trust principles to segmenting Azure-based network communication", step 1.
  test('segments reach each other through the firewall only', () => {
    for (const [language, deployment] of bothOf('segmentation')) {
      assert.deepEqual(
        ways(deployment, 'snet-billing', 'snet-orders'),
        [
          'allowed TCP 443: nsg-billing allows it outbound: Allow-Billing-to-Orders-Outbound (105); ' +
            'The firewall passes it on (route to-orders); afw-hub allows it: billing-to-orders; ' +
            'nsg-orders allows it inbound: Allow-Billing-to-Orders-Inbound (105)',
        ],
        language,
      );
      for (const [from, to] of [
        ['snet-orders', 'snet-billing'],
        ['internet', 'snet-orders'],
        ['internet', 'snet-billing'],
        ['snet-billing', 'internet'],
      ] as const)
        assert.deepEqual(ways(deployment, from, to), [], `${language}: ${from} -> ${to}`);
      const [out = '', ...others] = ways(deployment, 'snet-orders', 'internet');
      assert.match(
        out,
        /^depends TCP 443: .*The firewall passes it on \(route to-firewall\); afw-hub may allow it: only updates may match$/,
        language,
      );
      assert.deepEqual(others, [], language);
    }
  });

  test('a question about the twins has one answer', () => {
    const questions = {
      'iaas-spoke': ['internet', 'snet-gateway', 'snet-web', 'snet-app', 'snet-data'],
      'iaas-dmz': ['internet', 'snet-dmz', 'snet-web', 'snet-business', 'snet-data'],
      'paas-spoke': ['internet', 'snet-gateway', 'snet-app', 'snet-integration', 'snet-sql'],
      segmentation: ['internet', 'snet-orders', 'snet-billing', 'AzureFirewallSubnet'],
    };
    for (const [name, ends] of Object.entries(questions)) {
      const [[, bicep], [, json]] = bothOf(name) as [[string, EvaluatedDeployment], [string, EvaluatedDeployment]];
      for (const from of ends)
        for (const to of ends)
          if (from !== to) assert.deepEqual(ways(json, from, to), ways(bicep, from, to), `${name}: ${from} -> ${to}`);
    }
  });
});
