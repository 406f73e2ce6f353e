/** Every rule, in the order in which they are listed and run. */
import { noDenyAllInbound } from './network/no-deny-all-inbound.ts';
import { noDenyAllOutbound } from './network/no-deny-all-outbound.ts';
import { noManagementPortsFromInternet } from './network/no-management-ports-from-internet.ts';
import { subnetWithoutNsg } from './network/subnet-without-nsg.ts';
import { noPrivateEndpoint } from './paas/no-private-endpoint.ts';
import { noPublicNetworkAccess } from './paas/no-public-network-access.ts';
import type { Rule } from './rule.ts';

export const rules: readonly Rule[] = [
  subnetWithoutNsg,
  noDenyAllInbound,
  noDenyAllOutbound,
  noPublicNetworkAccess,
  noPrivateEndpoint,
  noManagementPortsFromInternet,
];
