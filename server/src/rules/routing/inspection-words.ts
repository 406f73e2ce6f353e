import type { InspectionSign } from '../../network/claims/inspection.ts';
import type { RelatedResource } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

/** What shows that traffic is meant to be inspected, as the end of a sentence. */
export function signInWords(sign: InspectionSign): string {
  switch (sign.kind) {
    case 'firewall': {
      const isSubnet = sign.resource.isType('Microsoft.Network/virtualNetworks/subnets');
      return isSubnet
        ? `${shownName(sign.network)} has a subnet for Azure Firewall`
        : `firewall ${shownName(sign.resource)} stands in ${shownName(sign.network)}`;
    }
    case 'appliance':
      return `${shownName(sign.subnet)} sends its traffic to the appliance${sign.address === null ? '' : ` at ${sign.address}`}`;
    case 'virtualHub':
      return `virtual hub ${shownName(sign.hub)} has a firewall for it`;
    case 'contract':
      return 'zerotrust.config.json declares a hub';
    case 'peering':
      return `its network is peered like a spoke with a hub (${shownName(sign.peering)})`;
  }
}

/** The resource that the sign is, so that a person can go there. */
export function relatedToSign(sign: InspectionSign): readonly RelatedResource[] {
  const message = `${atStart(signInWords(sign))}.`;
  switch (sign.kind) {
    case 'firewall':
      return [{ resource: sign.resource, message }];
    case 'appliance':
      return [{ resource: sign.subnet, message }];
    case 'virtualHub':
      return [{ resource: sign.hub, message }];
    case 'peering':
      return [{ resource: sign.peering, message }];
    case 'contract':
      return [];
  }
}

function atStart(words: string): string {
  return words.startsWith('firewall ') || words.startsWith('virtual ') || words.startsWith('its ')
    ? `${words.charAt(0).toUpperCase()}${words.slice(1)}`
    : words;
}
