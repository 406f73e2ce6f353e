/** Small steps of reading a network from the resources of a deployment. */
import { attemptOr } from '../../deployment/alternatives.ts';
import type { ExternalResource, Json, ResourceView } from '../../deployment/view.ts';
import { isAnyWord } from '../addresses/address.ts';
import { parseAddressSet } from '../addresses/address-set.ts';
import { everyPort, type PortSet, parsePortSet } from '../addresses/port-set.ts';
import type { Dependency, Maybe, Prefix, Protocol, Reference, RuleSide } from '../reachability/model.ts';
import { isUnknown, protocols } from '../reachability/model.ts';
import { parseRuleSide } from '../reachability/rule-side.ts';

/** Where an item of the network stands: a resource, and a path in its body if the item is a part of it. */
export interface NetworkSource {
  readonly resource: ResourceView;
  /** Dotted; empty for the resource as a whole. */
  readonly path: string;
}

export function sourceOf(resource: ResourceView, path = ''): NetworkSource {
  return { resource, path };
}

/** What a read gives, or what it depends on where it can't be decided. */
export function maybe<T>(read: () => T): Maybe<T> {
  return attemptOr<Maybe<T>>(read, ({ about }) => ({ unknown: { kind: 'parameter', name: about } }));
}

/**
 * What a read of a resource gives for a part of the network that may be unknown. Where the conditions of a deployment have too many alternatives,
 * those that only such parts rest on leave them unknown.
 */
export function part<T>(resource: ResourceView, read: () => T): Maybe<T> {
  return maybe(() => resource.deployment.dispensable(read));
}

/**
 * The id of a resource in the network: equal for all declarations of one resource, inline, by itself or `existing`. What isn't declared in the
 * deployment gets an id that no item has.
 */
export function idOf(resource: ResourceView | ExternalResource): string {
  if (resource.kind === 'external') return `outside ${resource.type.toLowerCase()}/${resource.name.toLowerCase()}`;
  if (!resource.existing && !resource.isElement) return resource.key;
  const declared = attemptOr(
    () => resource.otherDeclarations(),
    () => [],
  );
  const chosen = declared.find((other) => !other.isElement) ?? (resource.existing ? declared[0] : undefined);
  return (chosen ?? resource).key;
}

/** The id of the resource that the id at a path means; null if there is none. */
export function referenceAt(resource: ResourceView, path: string): Reference {
  return part(resource, () => {
    const target = resource.target(path);
    return target === null ? null : idOf(target);
  });
}

/** Texts at a path: one, or a list of them. What is empty is left out. */
export function textsAt(resource: ResourceView, path: string): readonly string[] {
  return textsOf(resource.read(path));
}

function textsOf(value: Json): readonly string[] {
  const values = Array.isArray(value) ? value : [value];
  return values.flatMap((item) => {
    if (typeof item === 'number') return [String(item)];
    return typeof item === 'string' && item.trim() !== '' ? [item.trim()] : [];
  });
}

/** A word of a property, folded to lower case; empty if it is omitted. */
export function wordAt(resource: ResourceView, path: string): string {
  const value = resource.read(path);
  return typeof value === 'string' ? value.toLowerCase() : typeof value === 'boolean' ? String(value) : '';
}

/** True if the property is true, also where it is written as text. */
export function isTrueAt(resource: ResourceView, path: string): boolean {
  return wordAt(resource, path) === 'true';
}

/** Prefixes as address space, subnet and route have them; what isn't a prefix is left out: Azure refuses it. */
export function prefixesOf(texts: readonly string[]): readonly Prefix[] {
  return texts.flatMap((text) => {
    const addresses = parseAddressSet([text]);
    const length = Number(/\/(\d+)$/.exec(text)?.[1] ?? (text.includes(':') ? 128 : 32));
    return addresses === null ? [] : [{ addresses, length }];
  });
}

/** The protocols of a rule; null is any. A word that Azure doesn't know is any protocol too: it is refused, so nothing rests on it. */
export function protocolsOf(words: readonly string[]): readonly Protocol[] | null {
  const known = words.flatMap((word) => protocols.filter((protocol) => protocol === word.toLowerCase()));
  return known.length === words.length && known.length > 0 ? known : null;
}

/** Ports of a rule; nothing given is every port. What isn't a port is left out: Azure refuses it. */
export function portsOf(texts: readonly string[]): PortSet {
  if (texts.length === 0 || texts.some(isAnyWord)) return everyPort;
  return parsePortSet(texts.filter((text) => parsePortSet([text]) !== null)) ?? everyPort;
}

/** Where one side of a rule stands in the body of a resource. */
export interface SidePaths {
  readonly singular: string;
  readonly plural: string;
  /** An array of ids of application security groups, or of IP groups; empty if there is none. */
  readonly groups: string;
}

/** The paths of a side of a security rule below `properties` at `base`. */
export function sidePaths(base: string, side: 'source' | 'destination'): SidePaths {
  return {
    singular: `${base}.${side}AddressPrefix`,
    plural: `${base}.${side}AddressPrefixes`,
    groups: `${base}.${side}ApplicationSecurityGroups`,
  };
}

/** A side with all that can be read of it; the rest is what it depends on. */
export function sideAt(resource: ResourceView, { singular, plural, groups }: SidePaths): RuleSide {
  let unknown: Dependency | null = null;
  const read = <T>(question: () => readonly T[]): readonly T[] => {
    const found = part(resource, question);
    if (!isUnknown(found)) return found;
    unknown ??= found.unknown;
    return [];
  };
  const texts = [...read(() => textsAt(resource, singular)), ...read(() => textsAt(resource, plural))];
  const ids = groups === '' ? [] : read(() => resource.targets(groups, 'id').map(idOf));
  return { ...parseRuleSide(texts, ids), unknown };
}

/** The indexes of the elements of an array, under the run. */
export function indexesAt(resource: ResourceView, path: string): readonly number[] {
  return [...Array(resource.size(path)).keys()];
}
