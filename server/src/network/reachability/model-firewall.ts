/** Azure Firewall with its policy; see `model.ts`. */
import type { AddressSet } from '../addresses/address-set.ts';
import type { PortSet } from '../addresses/port-set.ts';
import type { Dependency, Maybe, TrafficRule } from './model.ts';

/**
 * A network or application rule. Priorities count over the whole policy: collection groups by priority, in them collections, in them the
 * order of the rules, those of a parent policy first; IP groups are resolved by the caller.
 */
export interface FirewallRule<S> extends TrafficRule<S, 'Allow' | 'Deny'> {
  /** Set for rules that look at names (FQDNs, URLs, categories): what the address must turn out to be called. */
  readonly names: Dependency | null;
}

/** Destination translation: from the firewall's public address to a private one. */
export interface TranslationRule<S> extends TrafficRule<S, 'Allow'> {
  readonly translatedAddress: Maybe<AddressSet>;
  readonly translatedPort: Maybe<PortSet>;
}

export interface Firewall<S> {
  readonly id: string;
  readonly source: S;
  /** The id of its subnet, or null in a virtual hub. */
  readonly subnet: string | null;
  readonly privateAddress: Maybe<AddressSet>;
  readonly publicAddress: boolean;
  readonly networkRules: readonly FirewallRule<S>[];
  readonly applicationRules: readonly FirewallRule<S>[];
  readonly translations: readonly TranslationRule<S>[];
  /** Set if the policy isn't in reach. */
  readonly more: Dependency | null;
}
