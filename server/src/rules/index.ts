/** Every rule, in the order in which they are listed and run. */

import { publicIpOnNetworkInterface } from './entry/public-ip-on-network-interface.ts';
import { webPastWaf } from './entry/web-past-waf.ts';
import { exposedManagementPort } from './management/exposed-management-port.ts';
import { noManagementPortsFromInternet } from './management/no-management-ports-from-internet.ts';
import { noPrivateEndpoint } from './private-access/no-private-endpoint.ts';
import { noPublicNetworkAccess } from './private-access/no-public-network-access.ts';
import { defaultOutboundAccess } from './routing/default-outbound-access.ts';
import { directSpokePeering } from './routing/direct-spoke-peering.ts';
import { duplicateRoutePrefix } from './routing/duplicate-route-prefix.ts';
import { egressNotInspected } from './routing/egress-not-inspected.ts';
import { forcedTunnelOnPremises } from './routing/forced-tunnel-on-premises.ts';
import { gatewayNotInspected } from './routing/gateway-not-inspected.ts';
import { gatewayRoutesPastFirewall } from './routing/gateway-routes-past-firewall.ts';
import { overlappingPeeredNetworks } from './routing/overlapping-peered-networks.ts';
import { peeringNotInspected } from './routing/peering-not-inspected.ts';
import { routingIntentWithRouteTables } from './routing/routing-intent-with-route-tables.ts';
import { virtualHubWithoutRoutingIntent } from './routing/virtual-hub-without-routing-intent.ts';
import type { Rule } from './rule.ts';
import { anyPortInList } from './security-groups/any-port-in-list.ts';
import { applicationGroupNotSupported } from './security-groups/application-group-not-supported.ts';
import { applicationGroupsOfTwoNetworks } from './security-groups/application-groups-of-two-networks.ts';
import { duplicateRulePriority } from './security-groups/duplicate-rule-priority.ts';
import { fixedSourcePort } from './security-groups/fixed-source-port.ts';
import { loadBalancerAsDestination } from './security-groups/load-balancer-as-destination.ts';
import { loadBalancerAsSource } from './security-groups/load-balancer-as-source.ts';
import { malformedPortRange } from './security-groups/malformed-port-range.ts';
import { missingBastionRule } from './security-groups/missing-bastion-rule.ts';
import { missingRequiredRule } from './security-groups/missing-required-rule.ts';
import { mixedAddressFamilies } from './security-groups/mixed-address-families.ts';
import { noDenyAllInbound } from './security-groups/no-deny-all-inbound.ts';
import { noDenyAllOutbound } from './security-groups/no-deny-all-outbound.ts';
import { nsgFlowLog } from './security-groups/nsg-flow-log.ts';
import { platformDnsDenied } from './security-groups/platform-dns-denied.ts';
import { probesBlocked } from './security-groups/probes-blocked.ts';
import { redundantSecurityRule } from './security-groups/redundant-security-rule.ts';
import { rulePriorityOutOfRange } from './security-groups/rule-priority-out-of-range.ts';
import { suspiciousPort433 } from './security-groups/suspicious-port-433.ts';
import { tagInList } from './security-groups/tag-in-list.ts';
import { unknownServiceTag } from './security-groups/unknown-service-tag.ts';
import { unreachableSecurityRule } from './security-groups/unreachable-security-rule.ts';
import { windowsActivationBlocked } from './security-groups/windows-activation-blocked.ts';
import { malformedAddressPrefix } from './subnets/malformed-address-prefix.ts';
import { nsgWithoutEffectOnPrivateEndpoints } from './subnets/nsg-without-effect-on-private-endpoints.ts';
import { overlappingSubnets } from './subnets/overlapping-subnets.ts';
import { reservedSubnetWithNsgOrRoute } from './subnets/reserved-subnet-with-nsg-or-route.ts';
import { subnetOutsideAddressSpace } from './subnets/subnet-outside-address-space.ts';
import { subnetWithoutNsg } from './subnets/subnet-without-nsg.ts';
import { blockedFlow } from './traffic/blocked-flow.ts';
import { lateralMovement } from './traffic/lateral-movement.ts';
import { oneSidedRule } from './traffic/one-sided-rule.ts';
import { tooWideAllow } from './traffic/too-wide-allow.ts';
import { undeclaredFlow } from './traffic/undeclared-flow.ts';

export const rules: readonly Rule[] = [
  subnetWithoutNsg,
  noDenyAllInbound,
  noDenyAllOutbound,
  noPublicNetworkAccess,
  noPrivateEndpoint,
  noManagementPortsFromInternet,
  duplicateRulePriority,
  rulePriorityOutOfRange,
  malformedAddressPrefix,
  malformedPortRange,
  anyPortInList,
  unknownServiceTag,
  tagInList,
  mixedAddressFamilies,
  applicationGroupsOfTwoNetworks,
  applicationGroupNotSupported,
  fixedSourcePort,
  suspiciousPort433,
  loadBalancerAsSource,
  loadBalancerAsDestination,
  nsgWithoutEffectOnPrivateEndpoints,
  nsgFlowLog,
  probesBlocked,
  missingRequiredRule,
  missingBastionRule,
  platformDnsDenied,
  windowsActivationBlocked,
  exposedManagementPort,
  publicIpOnNetworkInterface,
  lateralMovement,
  tooWideAllow,
  undeclaredFlow,
  blockedFlow,
  oneSidedRule,
  unreachableSecurityRule,
  redundantSecurityRule,
  reservedSubnetWithNsgOrRoute,
  overlappingSubnets,
  subnetOutsideAddressSpace,
  overlappingPeeredNetworks,
  duplicateRoutePrefix,
  defaultOutboundAccess,
  egressNotInspected,
  forcedTunnelOnPremises,
  directSpokePeering,
  peeringNotInspected,
  gatewayNotInspected,
  gatewayRoutesPastFirewall,
  webPastWaf,
  virtualHubWithoutRoutingIntent,
  routingIntentWithRouteTables,
];
