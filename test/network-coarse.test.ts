/**
 * Where the conditions of a network have too many alternatives, parts of it that rest on them are unknown. What is certain then must be so
 * whatever the conditions are: each case is asked again with all of its parameters given.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runAlternatives } from '../server/src/deployment/alternatives.ts';
import { networkOf } from '../server/src/network/reading/read-network.ts';
import { reachAnswer } from '../server/src/service/network/reach.ts';
import { deploymentOf } from './deployment.ts';
import { isProof, Random } from './laws/random.ts';

const conditionCount = 10;
const cases = isProof ? 400 : 12;
const assignments = isProof ? 24 : 6;

const subnets = ['web', 'app', 'data'];
const prefixes = [
  '10.0.1.0/24',
  '10.0.2.0/24',
  '10.0.3.0/24',
  '10.0.0.0/16',
  '10.0.1.4',
  '*',
  'VirtualNetwork',
  'Internet',
];
const ports = ['*', '443', '22', '80-90', '1024-65535'];

/** A template whose fields rest on the parameters `p0`, `p1` and so on. */
function templateOf(random: Random): string {
  const maybe = (of: () => string, share: number): string =>
    random.chance(share) ? `p${random.between(0, conditionCount - 1)} ? ${of()} : ${of()}` : of();
  const word = (words: readonly string[]): string => `'${random.pick(words)}'`;
  const rule = (index: number): string => {
    const side = (name: string): string =>
      random.chance(0.3)
        ? `${name}Prefixes: ${maybe(() => `[${word(prefixes.slice(0, 5))}, ${word(prefixes.slice(0, 5))}]`, 0.4)}`
        : `${name}Prefix: ${maybe(() => word(prefixes), 0.4)}`;
    return `{
        name: 'r${index}'
        properties: {
          priority: ${maybe(() => String(100 + 10 * random.between(0, 9) + index), 0.2)}
          direction: ${maybe(() => word(['Inbound', 'Outbound']), 0.1)}
          access: ${maybe(() => word(['Allow', 'Deny']), 0.3)}
          protocol: ${maybe(() => word(['Tcp', '*', 'Udp']), 0.2)}
          ${side('sourceAddress')}
          ${side('destinationAddress')}
          sourcePortRange: '*'
          destinationPortRange: ${maybe(() => word(ports), 0.4)}
        }
      }`;
  };
  const group = (name: string): string => `
resource ${name} 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${name}'
  properties: {
    securityRules: [
      ${Array.from({ length: random.between(2, 5) }, (_, index) => rule(index)).join('\n      ')}
    ]
  }
}`;
  const hop = (): string =>
    random.pick([`nextHopType: 'None'`, `nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.1.4'`]);
  const route = `{ name: 'all', properties: { addressPrefix: ${maybe(() => word(['0.0.0.0/0', '10.0.3.0/24']), 0.5)}, ${hop()} } }`;
  const groupId = (): string => random.pick(['one.id', 'two.id', 'null']);
  const subnet = (name: string, index: number): string => `{
        name: '${name}'
        properties: {
          addressPrefix: '10.0.${index + 1}.0/24'
          defaultOutboundAccess: ${maybe(() => random.pick(['true', 'false']), 0.3)}
          networkSecurityGroup: ${maybe(() => `{ id: ${groupId()} }`, 0.4)}
          ${random.chance(0.4) ? `routeTable: ${maybe(() => random.pick(['{ id: table.id }', 'null']), 0.5)}` : ''}
        }
      }`;
  return `${group('one')}
${group('two')}
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'table'
  properties: { routes: [ ${route} ] }
}
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: [ '10.0.0.0/16' ] }
    subnets: [
      ${subnets.map(subnet).join('\n      ')}
    ]
  }
}
`;
}

/** What surely passes, or surely doesn't, as `protocol port answer` at some ports of each segment. */
function certain(text: string): ReadonlyMap<string, string> {
  const deployment = deploymentOf(text);
  const said = new Map<string, string>();
  const ends = [...subnets, 'internet'];
  for (const from of ends)
    for (const to of ends) {
      if (from === to) continue;
      const answer = reachAnswer(deployment, { from, to, protocol: null, port: null });
      if (answer.kind !== 'reach') continue;
      for (const {
        protocol,
        ports: [first, last],
        answer: own,
      } of answer.segments)
        for (const port of [0, 22, 80, 85, 443, 444, 5000])
          if (first <= port && port <= last) said.set(`${from} > ${to} ${protocol} ${port}`, own);
    }
  return said;
}

test('what is certain with parts left unknown is so under every assignment', () => {
  const random = new Random('coarse networks');
  let compared = 0;
  let coarse = 0;
  for (let index = 0; index < cases; index++) {
    const body = templateOf(random);
    const names = Array.from({ length: conditionCount }, (_, at) => `p${at}`);
    const open = names.map((name) => `param ${name} bool\n`).join('') + body;
    const deployment = deploymentOf(open);
    const outcomes = runAlternatives(deployment.run, () => networkOf(deployment.view));
    const isCoarse = outcomes.some((outcome) => outcome.kind === 'decided' && hasUnknown(outcome.value.network));
    if (isCoarse) coarse++;
    const answers = certain(open);
    for (let at = 0; at < assignments; at++) {
      const given = names.map((name) => `var ${name} = ${random.chance(0.5)}\n`).join('');
      const exact = certain(given + body);
      for (const [key, answer] of answers) {
        if (answer === 'depends') continue;
        compared++;
        assert.equal(exact.get(key) ?? 'denied', answer, `${key}\n${given}${open}`);
      }
    }
  }
  assert.ok(coarse > cases / 3, `${coarse} of ${cases} cases had too many alternatives`);
  assert.ok(compared > cases * assignments * 20, `${compared} comparisons`);
});

function hasUnknown(network: unknown): boolean {
  const text = JSON.stringify(network, (key, value) =>
    key === 'source' ? undefined : typeof value === 'bigint' ? String(value) : value,
  );
  return text.includes('"unknown":{');
}
