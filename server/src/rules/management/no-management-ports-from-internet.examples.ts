import { groupExample, nothingMore } from '../examples/rule-example.ts';
import type { Example, Rule } from '../rule.ts';

function example(access: string): Example {
  const rdp = { access, sourceAddressPrefix: '*', destinationPortRange: '3389' };
  return groupExample({ AllowRdp: rdp }, nothingMore, '', 'nsg-jump');
}

export const noManagementPortsFromInternetExamples: Rule['examples'] = { bad: example('Allow'), good: example('Deny') };
