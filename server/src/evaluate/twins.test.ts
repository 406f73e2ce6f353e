import assert from 'node:assert/strict';
import { test } from 'node:test';
import { armTemplate, innerDeployment, programFrom } from '../../../test/both-languages.ts';
import { originsOfOutputs, shownOutputs } from '../../../test/show-value.ts';

const vaultType = 'Microsoft.KeyVault/vaults@2024-11-01';
const subnetType = 'Microsoft.Network/virtualNetworks/subnets@2024-05-01';

const vault = (name: string, more = '', type = vaultType): string =>
  `resource vault '${type}' = ${more} { name: ${name}, location: 'westeurope', properties: { enableSoftDelete: true, tenantId: tenant().tenantId } }\n`;

const existing = (name: string, more = '', type = vaultType): string =>
  `resource there '${type}' existing = { name: ${name}${more} }\noutput o bool = there.properties.enableSoftDelete\n`;

function read(text: string, others: Readonly<Record<string, string>> = {}): string {
  return shownOutputs(programFrom(text, others)).o ?? '';
}

const unknown = /^<there\.properties(\.enableSoftDelete)?>$/;

test('what the same template writes of an existing resource is read back', () => {
  assert.equal(read(vault(`'n'`) + existing(`'n'`)), 'true');
  assert.equal(read(vault(`'n'`) + existing(`'N'`, '', vaultType.toLowerCase())), 'true');
  assert.equal(read(`param name string\n${vault('name')}${existing('name')}`), 'true');
  assert.equal(
    read(
      `${vault(`'n'`)}resource there '${vaultType}' existing = { name: vault.name }\noutput o string = there.location`,
    ),
    `'westeurope'`,
  );
  const text = vault(`'n'`) + existing(`'n'`);
  assert.deepEqual(
    originsOfOutputs(programFrom(text), () => text),
    { o: 'main: true' },
  );
});

test('what it does not write, and what may be another resource, stays unknown', () => {
  const cases = [
    vault(`'n'`) + existing(`'m'`),
    vault(`'n'`, '', 'Microsoft.Web/sites@2024-04-01') + existing(`'n'`),
    vault(`'n'`) + existing(`'n'`, `, scope: resourceGroup('other')`),
    `param name string\n${vault(`'n'`)}${existing('name')}`,
    `param name string\nparam other string\n${vault('name')}${existing('other')}`,
    `param c bool\n${vault(`c ? 'n' : 'm'`)}${existing(`'n'`)}`,
    `${vault(`'n'`)}${vault(`'n'`).replace('resource vault', 'resource again')}${existing(`'n'`)}`,
    `resource other '${vaultType}' existing = { name: 'n' }\n${existing(`'n'`)}`,
  ];
  for (const text of cases) assert.match(read(text), unknown, text);
  assert.match(
    read(
      `${vault(`'n'`)}resource there '${vaultType}' existing = { name: 'n' }\noutput o string = there.properties.vaultUri`,
    ),
    /^<there\.properties\.vaultUri>$/,
  );
  assert.match(
    read(`${vault(`'n'`)}resource there '${vaultType}' existing = { name: 'n' }\noutput o object = there.tags`),
    /^<there\.tags>$/,
  );
});

test('where a condition leaves the resource out, nobody knows what is there', () => {
  const value = read(`param c bool\n${vault(`'n'`, 'if (c)')}${existing(`'n'`)}`);
  assert.equal(value, '(parameter c ? true : <there.properties.enableSoftDelete>)');
  assert.match(read(`${vault(`'n'`, 'if (false)')}${existing(`'n'`)}`), unknown);
});

test('turns of a loop, and children by their whole name', () => {
  const loop = `resource all '${vaultType}' = [for n in ['m', 'n']: { name: n, properties: { enableSoftDelete: n == 'n' } }]\n`;
  assert.equal(read(loop + existing(`'n'`)), 'true');
  const network = `resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = { name: 'v' }\n`;
  const subnet = `resource subnet '${subnetType}' = { parent: network, name: 's', properties: { addressPrefix: '10.0.0.0/24' } }\n`;
  const whole = `resource there '${subnetType}' existing = { name: 'v/s' }\noutput o string = there.properties.addressPrefix\n`;
  const nested = `resource outer 'Microsoft.Network/virtualNetworks@2024-05-01' existing = {
  name: 'v'
  resource there 'subnets' existing = { name: 's' }
}
output o string = outer::there.properties.addressPrefix
`;
  for (const reader of [whole, nested]) assert.equal(read(network + subnet + reader), `'10.0.0.0/24'`);
  assert.match(read(network + subnet + whole.replace('v/s', 'w/s')), /^<there\.properties/);
});

test('a module reads what its caller writes, where both are deployed to one scope', () => {
  const call = (scope: string): string =>
    `module m 'm' = { name: 'm'${scope}, params: { name: vault.name } }\noutput o bool = m.outputs.o\n`;
  const m = `param name string\n${existing('name')}`;
  assert.equal(read(vault(`'n'`) + call(''), { m }), 'true');
  assert.equal(read(vault(`'n'`) + call(`, scope: resourceGroup()`), { m }), 'true');
  assert.match(read(vault(`'n'`) + call(`, scope: resourceGroup('other')`), { m }), unknown);
});

test('a template reads what a module writes that it calls', () => {
  const m = `param name string\n${vault('name')}`;
  const call = (more = ''): string => `module m 'm' = ${more} { name: 'm', params: { name: 'n' } }\n`;
  assert.equal(read(call() + existing(`'n'`), { m }), 'true');
  assert.equal(
    read(`param c bool\n${call('if (c)')}${existing(`'n'`)}`, { m }),
    '(parameter c ? true : <there.properties.enableSoftDelete>)',
  );
  assert.match(read(call() + existing(`'m'`), { m }), unknown);
  const beside = `module m 'm' = { name: 'm', params: { name: 'n' } }\nmodule r 'r' = { name: 'r' }\noutput o bool = r.outputs.o\n`;
  assert.equal(read(beside, { m, r: existing(`'n'`) }), 'true');
});

test('a circle through an existing resource is no fault, whatever is read first', () => {
  const m = `resource there '${vaultType}' existing = { name: 'n' }\noutput o string = there.properties.createMode\n`;
  const circle = (outputs: string): string => `module m 'm' = { name: 'm' }
resource vault '${vaultType}' = { name: 'n', properties: { createMode: m.outputs.o } }
${outputs}`;
  for (const outputs of ['output o string = m.outputs.o', 'output o string = vault.properties.createMode']) {
    const program = programFrom(circle(outputs), { m });
    assert.match(shownOutputs(program).o ?? '', /^<.*>$/);
    assert.deepEqual(program.problems, []);
  }
});

test('names that depend on what is read are compared with nothing', () => {
  const text = `module m 'm' = { name: 'm', params: { name: there.properties.next } }
resource vault '${vaultType}' = { name: 'n', properties: { next: 'o' } }
resource there '${vaultType}' existing = { name: 'n' }
output o string = there.properties.next
`;
  const m = `param name string\nresource inner '${vaultType}' = { name: name, properties: {} }\n`;
  for (const first of ['name', 'output']) {
    const program = programFrom(text, { m });
    const inner = program.instances.find(({ declaration }) => declaration.name === 'inner');
    assert.ok(inner !== undefined);
    if (first === 'name') program.evaluator.force(inner.name);
    assert.equal(shownOutputs(program).o, `'o'`);
    assert.equal(program.evaluator.force(inner.name), 'o');
    assert.deepEqual(program.problems, []);
  }
});

test('in JSON, existing resources are read by their symbolic names', () => {
  const [type, apiVersion] = vaultType.split('@');
  const resources = {
    vault: { type, apiVersion, name: 'n', properties: { enableSoftDelete: true } },
    there: { existing: true, type, apiVersion, name: 'n' },
    other: { existing: true, type, apiVersion, name: 'm' },
  };
  const outputs = {
    o: { type: 'bool', value: "[reference('there').enableSoftDelete]" },
    full: { type: 'bool', value: "[reference('there', '2024-11-01', 'full').properties.enableSoftDelete]" },
    other: { type: 'bool', value: "[reference('other').enableSoftDelete]" },
  };
  const shown = shownOutputs(programFrom(armTemplate({ languageVersion: '2.0', resources, outputs })));
  assert.deepEqual([shown.o, shown.full], ['true', 'true']);
  assert.match(shown.other ?? '', /^<.*>$/);
  const inner = innerDeployment('m', {
    languageVersion: '2.0',
    resources: { there: resources.there },
    outputs: { o: outputs.o },
  });
  const nested = {
    languageVersion: '2.0',
    resources: { vault: resources.vault, m: inner },
    outputs: { o: { type: 'bool', value: "[reference('m').outputs.o.value]" } },
  };
  assert.equal(shownOutputs(programFrom(armTemplate(nested))).o, 'true');
});

test('many that are read beside many that are declared take as many steps as there are of both', () => {
  const count = 400;
  const one = (
    index: number,
  ): string => `resource v${index} '${vaultType}' = { name: 'n${index}', properties: { id: ${index} } }
resource e${index} '${vaultType}' existing = { name: 'n${index}' }
output o${index} int = e${index}.properties.id
`;
  const program = programFrom(Array.from({ length: count }, (_, index) => one(index)).join(''));
  const outputs = shownOutputs(program);
  for (const index of [0, 7, count - 1]) assert.equal(outputs[`o${index}`], String(index));
  assert.ok(program.evaluator.stepCount < 20 * count, `${program.evaluator.stepCount} steps`);
});
