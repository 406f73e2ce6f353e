import type { Writability } from './api-version.ts';

/** Zones of private DNS by cloud. Placeholders such as `{regionName}` stand for what isn't known while authoring. */
export interface DnsZones {
  readonly public: readonly string[];
  readonly usgov?: readonly string[];
  readonly china?: readonly string[];
}

/** State of public access while the property is omitted. */
export type WhenOmitted = 'open' | 'openWithoutPrivateEndpoint' | 'closed';

/** The property that turns public access off, where the type has one. */
export interface DisablingProperty extends Writability {
  /** Set where the property belongs to another type than the private link target. */
  readonly type?: string;
  /** Dotted path in the body, such as `properties.publicNetworkAccess`. */
  readonly path: string;
  /** The value that turns public access off, in the casing that Azure documents. */
  readonly value: string | boolean;
  /** The values that the schema knows, if it lists them. */
  readonly allowed?: readonly string[];
  /** What the service documents for an omitted property; not given if it documents nothing. */
  readonly whenOmitted?: WhenOmitted;
}

/** One row of the private link table. */
export interface PrivateLinkEntry {
  readonly type: string;
  /** Sub-resources that a private endpoint can target, in the casing to write. */
  readonly groupIds: readonly string[];
  readonly zones: DnsZones;
  /** Zones of the public cloud by group id, where a group doesn't use all of them. */
  readonly zonesByGroupId?: Readonly<Record<string, readonly string[]>>;
  readonly disable: DisablingProperty | null;
  /** Type through which a private endpoint reaches it; it is no target itself. */
  readonly reachedVia?: string;
  /** False if group ids or zones have no Microsoft source: only the disabling property may be relied on. */
  readonly verified: boolean;
}
