/** For tests of rules about machines: Bicep of a spoke, machines with their network interfaces, and application security groups. */

export const machineNetwork = `
resource network 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: 'spoke'
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      { name: 'one', properties: { addressPrefix: '10.0.1.0/24' } }
      { name: 'two', properties: { addressPrefix: '10.0.2.0/24' } }
    ]
  }
}
`;

/** The id of the first subnet, or the second. */
export function subnetAt(index: 0 | 1): string {
  return `network.properties.subnets[${index}].id`;
}

export interface MachineFixture {
  /** The expression of its subnet's id; the first one's where it isn't given. */
  readonly subnet?: string;
  /** The expression of the id of its application security group. */
  readonly group?: string;
  /** Further properties of the interface, each with a comma before it. */
  readonly more?: string;
  /** The value of the machine's tag tier. */
  readonly tier?: string;
}

/** A machine `vm-NAME` with the interface `nic-NAME`, declared as NAME and NAMEInterface. */
export function machine(name: string, { subnet = subnetAt(0), group, more = '', tier }: MachineFixture = {}): string {
  const groups = group === undefined ? '' : `, applicationSecurityGroups: [{ id: ${group} }]`;
  const tags = tier === undefined ? '' : `  tags: { tier: '${tier}' }\n`;
  return `
resource ${name}Interface 'Microsoft.Network/networkInterfaces@2024-05-01' = {
  name: 'nic-${name}'
  location: resourceGroup().location
  properties: {
    ipConfigurations: [{ name: 'ip', properties: { subnet: { id: ${subnet} }${groups} } }]${more}
  }
}

resource ${name} 'Microsoft.Compute/virtualMachines@2024-07-01' = {
  name: 'vm-${name}'
${tags}  properties: { networkProfile: { networkInterfaces: [{ id: ${name}Interface.id }] } }
}
`;
}

/** An application security group `asg-NAME`, declared as NAMEGroup. */
export function applicationGroup(name: string): string {
  return `
resource ${name}Group 'Microsoft.Network/applicationSecurityGroups@2024-05-01' = { name: 'asg-${name}' }
`;
}
