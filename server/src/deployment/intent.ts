/**
 * What a repair wants of the deployment, as data. Rules state intents; `repair/` finds the place in the text and lets the language's writer
 * print it. Paths are dotted, resources are named by their key, which `ResourceView` and `Deployment` share.
 */

import type { NewElement, NewResource, NewValue } from './new-resource.ts';

/** Identifies a resource or disguised child within one deployment: its path of frames, declarations and elements. */
export type ResourceKey = string;

export type PlainValue =
  | string
  | number
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** One end of a security rule: a prefix, a tag or `*`; several prefixes; or application security groups. */
export type RuleEnd = string | readonly string[] | { readonly applicationSecurityGroups: readonly ResourceKey[] };

/** A security rule as Azure takes it; see requirements rows 33 and 35. */
export interface SecurityRuleDraft {
  readonly name: string;
  readonly properties: {
    readonly description?: string;
    readonly priority: number;
    readonly direction: 'Inbound' | 'Outbound';
    readonly access: 'Allow' | 'Deny';
    readonly protocol: string;
    readonly sourceAddressPrefix: RuleEnd;
    readonly sourcePortRange: string;
    readonly destinationAddressPrefix: RuleEnd;
    /** One range, or several. */
    readonly destinationPortRange: string | readonly string[];
  };
}

export type Intent =
  | { readonly kind: 'set'; readonly resource: ResourceKey; readonly path: string; readonly value: PlainValue }
  | { readonly kind: 'remove'; readonly resource: ResourceKey; readonly path: string }
  /** The resource has this name, and what names it in its file follows. */
  | { readonly kind: 'rename'; readonly resource: ResourceKey; readonly name: string }
  /** The property has this value, which is made of what resources and parameters give. */
  | { readonly kind: 'write'; readonly resource: ResourceKey; readonly path: string; readonly value: NewValue }
  /** The list at the path has these elements too, inline or as children, as the template does it. */
  | {
      readonly kind: 'include';
      readonly resource: ResourceKey;
      readonly path: string;
      readonly elements: readonly NewElement[];
    }
  | { readonly kind: 'declare'; readonly resource: NewResource }
  /** Takes the declaration of a resource away, or the element of its parent's array that declares it. Nothing else may name it. */
  | { readonly kind: 'removeResource'; readonly resource: ResourceKey }
  /** Adds security rules to a network security group, inline or as children, as the template does it. */
  | {
      readonly kind: 'addSecurityRules';
      readonly networkSecurityGroup: ResourceKey;
      readonly rules: readonly SecurityRuleDraft[];
    }
  /** Declares a network security group with these rules and associates it with the subnet. */
  | {
      readonly kind: 'attachNetworkSecurityGroup';
      readonly subnet: ResourceKey;
      readonly rules: readonly SecurityRuleDraft[];
    }
  /**
   * Declares a private endpoint for the resource with its DNS zone, virtual network link and zone group; what the template already has is
   * used. `dnsZones` are exact zone names; empty if the service has no zone that is known while authoring.
   */
  | {
      readonly kind: 'addPrivateEndpoint';
      readonly resource: ResourceKey;
      readonly groupId: string;
      readonly dnsZones: readonly string[];
    };

/**
 * A repair that a rule offers. `safe` changes nothing but the finding; `review` has consequences, and its title states them.
 * Intents are carried out together.
 */
export interface RepairProposal {
  readonly title: string;
  readonly kind: 'safe' | 'review';
  readonly intents: readonly Intent[];
  /** Rules whose findings of the same resource it mends too, as its title says; without that it is no repair. */
  readonly alsoMends?: readonly string[];
  /** What the title adds, by rule, where a finding of the same resource goes with it that it wasn't made for; completes "; ...". */
  readonly whenMended?: Readonly<Record<string, string>>;
  /** Set if it is meant to let traffic through that is denied; without it, a repair that does so is refused. */
  readonly opens?: true;
}
