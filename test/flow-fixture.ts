/** For tests of rules about flows: Bicep of networks with groups, interfaces and public addresses, each piece in a line or a few. */

/** A network security group, declared as its name without hyphens. */
export function group(name: string, ...rules: readonly string[]): string {
  return `
resource ${symbol(name)} 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${name}'
  properties: {
    securityRules: [
${rules.map((rule) => `      ${rule}`).join('\n')}
    ]
  }
}
`;
}

/** One end of a rule: a prefix or tag, or `asg:name`. */
function side(name: 'source' | 'destination', end: string): string {
  return end.startsWith('asg:')
    ? `${name}ApplicationSecurityGroups: [{ id: ${symbol(end.slice(4))}.id }]`
    : `${name}AddressPrefix: '${end}'`;
}

interface Fields {
  readonly from?: string;
  readonly to?: string;
  readonly port?: string;
  readonly protocol?: string;
  readonly priority?: number;
}

function securityRule(name: string, direction: string, access: string, fields: Fields): string {
  const { from = '*', to = '*', port = '*', protocol = '*', priority = access === 'Deny' ? 4096 : 105 } = fields;
  return `{ name: '${name}', properties: { priority: ${priority}, direction: '${direction}', access: '${access}', protocol: '${protocol}', ${side('source', from)}, sourcePortRange: '*', ${side('destination', to)}, destinationPortRange: '${port}' } }`;
}

export const allowIn = (name: string, fields: Fields = {}): string => securityRule(name, 'Inbound', 'Allow', fields);
export const allowOut = (name: string, fields: Fields = {}): string => securityRule(name, 'Outbound', 'Allow', fields);
export const denyIn = securityRule('DenyAllInbound', 'Inbound', 'Deny', {});
export const denyOut = securityRule('DenyAllOutbound', 'Outbound', 'Deny', {});

/** A subnet for `network`; `more` are further properties. */
export function subnet(name: string, prefix: string, groupName: string | null = null, more = ''): string {
  const attached = groupName === null ? '' : `networkSecurityGroup: { id: ${symbol(groupName)}.id }`;
  return `{ name: '${name}', properties: { addressPrefix: '${prefix}', defaultOutboundAccess: false, ${[attached, more].filter(Boolean).join(', ')} } }`;
}

/** The virtual network 10.1.0.0/16, declared as `network`. */
export function network(...subnets: readonly string[]): string {
  return `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'vnet'
  properties: {
    addressSpace: { addressPrefixes: ['10.1.0.0/16'] }
    subnets: [
${subnets.map((each) => `      ${each}`).join('\n')}
    ]
  }
}
`;
}

/** A network interface in a subnet of `network`; `configuration` and `more` are further properties of its configuration and of itself. */
export function card(
  name: string,
  subnetName: string,
  configuration: readonly string[] = [],
  more: readonly string[] = [],
): string {
  return `
resource ${symbol(name)} 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: '${name}'
  properties: {
    ${more.join('\n    ')}
    ipConfigurations: [
      {
        name: 'ipconfig'
        properties: {
          subnet: { id: resourceId('Microsoft.Network/virtualNetworks/subnets', network.name, '${subnetName}') }
          ${configuration.join('\n          ')}
        }
      }
    ]
  }
}
`;
}

export const asg = (name: string): string =>
  `resource ${symbol(name)} 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = { name: '${name}' }\n`;

export const memberOf = (name: string): string => `applicationSecurityGroups: [{ id: ${symbol(name)}.id }]`;

/** A public address, declared as its name without hyphens. */
export const publicAddress = (name: string, sku = 'Standard'): string =>
  `resource ${symbol(name)} 'Microsoft.Network/publicIPAddresses@2024-05-01' = { name: '${name}', sku: { name: '${sku}' } }\n`;

export const withAddress = (name: string): string => `publicIPAddress: { id: ${symbol(name)}.id }`;

/** A template with a finding below a text, in the one line that holds `line`. */
export function found(template: string, place: string, finding: string, line = place): string {
  const lines = template.split('\n');
  const fitting = lines.filter((text) => text.includes(line));
  const at = lines.indexOf(fitting[0] ?? '');
  const start = lines[at]?.indexOf(place) ?? -1;
  if (start < 2 || fitting.length !== 1) throw new Error(`${place} stands not once, or too far left, in:\n${template}`);
  lines.splice(at + 1, 0, `//${' '.repeat(start - 2)}${'^'.repeat(place.length)} ${finding}`);
  return lines.join('\n');
}

function symbol(name: string): string {
  return name.replaceAll('-', '');
}
