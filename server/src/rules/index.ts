/** Every rule, in the order in which they are listed and run. */
import { blockedFlow } from './network/blocked-flow.ts';
import { defaultOutboundAccess } from './network/default-outbound-access.ts';
import { directSpokePeering } from './network/direct-spoke-peering.ts';
import { duplicateRoutePrefix } from './network/duplicate-route-prefix.ts';
import { duplicateRulePriority } from './network/duplicate-rule-priority.ts';
import { egressNotInspected } from './network/egress-not-inspected.ts';
import { exposedManagementPort } from './network/exposed-management-port.ts';
import { fixedSourcePort } from './network/fixed-source-port.ts';
import { forcedTunnelOnPremises } from './network/forced-tunnel-on-premises.ts';
import { gatewayNotInspected } from './network/gateway-not-inspected.ts';
import { gatewayRoutesPastFirewall } from './network/gateway-routes-past-firewall.ts';
import { lateralMovement } from './network/lateral-movement.ts';
import { loadBalancerAsDestination } from './network/load-balancer-as-destination.ts';
import { loadBalancerAsSource } from './network/load-balancer-as-source.ts';
import { malformedAddressPrefix } from './network/malformed-address-prefix.ts';
import { malformedPortRange } from './network/malformed-port-range.ts';
import { missingBastionRule } from './network/missing-bastion-rule.ts';
import { missingRequiredRule } from './network/missing-required-rule.ts';
import { mixedAddressFamilies } from './network/mixed-address-families.ts';
import { noDenyAllInbound } from './network/no-deny-all-inbound.ts';
import { noDenyAllOutbound } from './network/no-deny-all-outbound.ts';
import { noManagementPortsFromInternet } from './network/no-management-ports-from-internet.ts';
import { nsgFlowLog } from './network/nsg-flow-log.ts';
import { nsgWithoutEffectOnPrivateEndpoints } from './network/nsg-without-effect-on-private-endpoints.ts';
import { oneSidedRule } from './network/one-sided-rule.ts';
import { overlappingPeeredNetworks } from './network/overlapping-peered-networks.ts';
import { overlappingSubnets } from './network/overlapping-subnets.ts';
import { peeringNotInspected } from './network/peering-not-inspected.ts';
import { probesBlocked } from './network/probes-blocked.ts';
import { publicIpOnNetworkInterface } from './network/public-ip-on-network-interface.ts';
import { redundantSecurityRule } from './network/redundant-security-rule.ts';
import { reservedSubnetWithNsgOrRoute } from './network/reserved-subnet-with-nsg-or-route.ts';
import { routingIntentWithRouteTables } from './network/routing-intent-with-route-tables.ts';
import { rulePriorityOutOfRange } from './network/rule-priority-out-of-range.ts';
import { subnetOutsideAddressSpace } from './network/subnet-outside-address-space.ts';
import { subnetWithoutNsg } from './network/subnet-without-nsg.ts';
import { suspiciousPort433 } from './network/suspicious-port-433.ts';
import { tagInList } from './network/tag-in-list.ts';
import { tooWideAllow } from './network/too-wide-allow.ts';
import { undeclaredFlow } from './network/undeclared-flow.ts';
import { unknownServiceTag } from './network/unknown-service-tag.ts';
import { unreachableSecurityRule } from './network/unreachable-security-rule.ts';
import { virtualHubWithoutRoutingIntent } from './network/virtual-hub-without-routing-intent.ts';
import { webPastWaf } from './network/web-past-waf.ts';
import { windowsActivationBlocked } from './network/windows-activation-blocked.ts';
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
  duplicateRulePriority,
  rulePriorityOutOfRange,
  malformedAddressPrefix,
  malformedPortRange,
  unknownServiceTag,
  tagInList,
  mixedAddressFamilies,
  fixedSourcePort,
  suspiciousPort433,
  loadBalancerAsSource,
  loadBalancerAsDestination,
  nsgWithoutEffectOnPrivateEndpoints,
  nsgFlowLog,
  probesBlocked,
  missingRequiredRule,
  missingBastionRule,
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
