/** What the command line says of a network: the rules that a flow lacks, and what repairs close. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commandsIn, folderWith } from '../../../test/command-line.ts';
import { allowIn, denyIn, group, network, subnet } from '../../../test/flow-fixture.ts';

const subnets = network(subnet('snet-web', '10.1.1.0/24', 'nsg'), subnet('snet-data', '10.1.2.0/24', 'nsg'));
const sql = allowIn('Sql', { from: '10.1.1.0/24', to: '10.1.2.0/24', port: '1433', protocol: 'Tcp' });

test('reach names the rules that would admit what is denied', (context) => {
  const run = commandsIn(folderWith(context, { 'main.bicep': group('nsg', sql, denyIn) + subnets }));
  const ask = (port: string, ...words: readonly string[]): string =>
    run('reach', 'main.bicep', '--from', 'snet-web', '--to', 'snet-data', '--port', port, ...words).output;
  const denied = ask('443');
  assert.match(denied, /^snet-web does not reach snet-data\n {2}TCP 443: denied\n/);
  const line = 'nsg inbound, priority 115: allow TCP 443 from 10.1.1.0/24 to 10.1.2.0/24';
  assert.ok(denied.endsWith(`  A rule that would admit it:\n    ${line}  main.bicep:2:10\n`), denied);
  assert.deepEqual(JSON.parse(ask('443', '--format', 'json')).admittedBy, [
    {
      group: 'nsg',
      direction: 'inbound',
      priority: 115,
      protocol: 'tcp',
      port: 443,
      sources: ['10.1.1.0/24'],
      destinations: ['10.1.2.0/24'],
      file: 'main.bicep',
      range: { start: { line: 1, character: 9 }, end: { line: 1, character: 12 } },
    },
  ]);
  assert.doesNotMatch(ask('1433'), /would admit/);
  assert.equal(JSON.parse(ask('1433', '--format', 'json')).admittedBy, undefined);
});

test('fix says what its repairs close and open in the network', (context) => {
  const text = group('nsg', sql) + subnets;
  const folder = folderWith(context, { 'main.bicep': text });
  const run = commandsIn(folder);
  const line =
    'main.bicep: closes web -> web any; web -> data any but TCP 1433; data -> web any; data -> data any, opens nothing\n';
  const patch = run('fix', '--all', '--dry-run', 'main.bicep').output;
  assert.ok(patch.startsWith(`${line}--- a/main.bicep\n`), patch);
  assert.equal(readFileSync(path.join(folder, 'main.bicep'), 'utf8'), text);
  assert.ok(run('fix', '--all', 'main.bicep').output.includes(`\n${line}`));
  // Nothing left to do, or nothing of the network.
  assert.equal(run('fix', '--all', '--dry-run', 'main.bicep').output, '');
  const vault = `resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: 'kv'
  properties: { publicNetworkAccess: 'Enabled' }
}
`;
  const other = commandsIn(folderWith(context, { 'main.bicep': vault }))('fix', '--all', '--dry-run', 'main.bicep');
  assert.match(other.output, /^--- a\/main\.bicep\n/);
});
