/** For tests of rules: Bicep of a network security group that is attached to a subnet. */

/** Fields of a security rule that differ from a deny of everything inbound. */
export type RuleFields = Readonly<Record<string, string | number | readonly string[]>>;

const denyAll: RuleFields = {
  priority: 4096,
  direction: 'Inbound',
  access: 'Deny',
  protocol: '*',
  sourceAddressPrefix: '*',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '*',
};

/** A security rule that denies all inbound traffic, with other fields as given; an empty list or text drops the field. */
export function securityRule(name: string, fields: RuleFields = {}): string {
  const properties = Object.entries({ ...denyAll, ...fields }).map(([key, value]) => `${key}: ${bicep(value)}`);
  return `{ name: '${name}', properties: { ${properties.join(', ')} } }`;
}

/** A network security group with these rules, declared as `group`. */
export function securityGroup(...rules: readonly string[]): string {
  return `
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg'
  properties: {
    securityRules: [
${rules.map((rule) => `      ${rule}`).join('\n')}
    ]
  }
}
`;
}

/** A virtual network with one subnet that has the group; `more` are further properties of the subnet. */
export function subnetOf(group: string, name = 'app', more = ''): string {
  return `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    subnets: [
      { name: '${name}', properties: { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: ${group} } ${more} } }
    ]
  }
}
`;
}

function bicep(value: string | number | readonly string[]): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `'${value}'`;
  return `[${value.map((item) => `'${item}'`).join(', ')}]`;
}
