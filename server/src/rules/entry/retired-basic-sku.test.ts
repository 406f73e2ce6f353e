import { test } from 'node:test';
import { checkBalance, checkRepair, checkRule } from '../../../../test/check-rule.ts';
import { retiredBasicSku as rule } from './retired-basic-sku.ts';

const resource = (type: string, sku: string, ...properties: readonly string[]): string => `
resource it 'Microsoft.Network/${type}@2024-05-01' = {
  name: 'it'
${sku}
  properties: {${properties.map((line) => `\n    ${line}`).join('')}
  }
}
`;
const marked = (sku: string, marker: string): string => `  sku: {\n    name: ${sku}\n//        ${marker}\n  }`;
const plain = (sku: string): string => `  sku: {\n    name: ${sku}\n  }`;

test('the Basic SKU', () => {
  checkRule(
    rule,
    resource(
      'publicIPAddresses',
      marked(
        "'Basic'",
        "^^^^^^^ error: Public IP address it has the Basic SKU, which Azure retired on 2025-09-30: it can't be deployed.",
      ),
    ),
  );
  checkRule(rule, resource('loadBalancers', marked("'basic'", '^^^^^^^ error: Load balancer it has the Basic SKU')));
});

test('no SKU', () => {
  checkRule(
    rule,
    `resource it 'Microsoft.Network/publicIPAddresses@2024-05-01' = {
//       ^^ error: Public IP address it has no SKU, so it is a Basic one
  name: 'it'
}
`,
  );
});

test('other SKUs', () => {
  for (const sku of ["'Standard'", "'StandardV2'"]) checkRule(rule, resource('publicIPAddresses', plain(sku)));
  for (const sku of ["'Standard'", "'Gateway'"]) checkRule(rule, resource('loadBalancers', plain(sku)));
});

test('a SKU that is not known, and what is only referred to', () => {
  checkRule(rule, `param sku string\n${resource('publicIPAddresses', plain('sku'))}`);
  checkRule(rule, "resource it 'Microsoft.Network/loadBalancers@2024-05-01' existing = { name: 'it' }");
});

test('one that the parameter file may choose is only possible where it is allowed', () => {
  checkRule(
    rule,
    `@allowed(['Basic', 'Standard'])\nparam sku string = 'Standard'\n${resource('publicIPAddresses', plain('sku'))}`,
  );
});

test('it becomes a Standard one, and static', () => {
  const before = resource('publicIPAddresses', plain("'Basic'"), "publicIPAllocationMethod: 'Dynamic'");
  checkRepair(
    rule,
    before,
    'Set the SKU of it to Standard',
    before.replace('Basic', 'Standard').replace('Dynamic', 'Static'),
  );
  const balancer = resource('loadBalancers', plain("'Basic'"));
  checkRepair(rule, balancer, 'Set the SKU of it to Standard', balancer.replace('Basic', 'Standard'));
});

test('fixtures are more often silent than loud', () => checkBalance(rule));
