/** Resources that a repair declares, and values that name resources, as data: which text says so is left to `repair/`. */
import { attempt } from './alternatives.ts';
import type { ResourceKey } from './intent.ts';
import type { ResourceView } from './view.ts';

/** A value to be written: plain, or made of what resources and parameters give. */
export type NewValue =
  | string
  | number
  | boolean
  | null
  | readonly NewValue[]
  | { readonly [key: string]: NewValue }
  | Reference;

/** A resource of the deployment, or one that the same repair declares; equal new resources are one. */
export type Target = ResourceKey | NewResource;

export type Reference =
  | { readonly take: 'id'; readonly of: Target }
  /** The id of an element of its parent's array that the same repair writes, such as a subnet. */
  | { readonly take: 'childId'; readonly of: ResourceKey; readonly child: string; readonly name: string }
  /** The last segment of the name. */
  | { readonly take: 'name'; readonly of: ResourceKey }
  /**
   * What Azure says of a deployed resource, at a path below its properties such as `ipConfigurations[0].properties.privateIPAddress`; where the text
   * can't read that, what `otherwise` asks for.
   */
  | {
      readonly take: 'property';
      readonly of: ResourceKey;
      readonly path: string;
      readonly otherwise: AskedParameter;
    }
  /** What the text says at a path of another resource; where that can't be repeated, what `otherwise` asks for. */
  | {
      readonly take: 'written';
      readonly of: ResourceKey;
      readonly path: string;
      readonly otherwise: AskedParameter;
    }
  /** Texts behind each other. */
  | { readonly take: 'text'; readonly parts: readonly NewValue[] }
  | AskedParameter;

/** What whoever deploys the template has to say. */
export interface AskedParameter {
  readonly take: 'parameter';
  readonly name: string;
  /** What it is, for the parameter's description, without a full stop: `Private IP address of the firewall`. */
  readonly description: string;
}

export interface NewResource {
  /** Full type, as Azure's documentation writes it. */
  readonly type: string;
  readonly name: NewValue;
  /** What a symbolic name is made of, the kind of resource last. */
  readonly words: readonly string[];
  /** The resource that it belongs to: it stands behind that one, and is deployed where and when that is. */
  readonly beside: ResourceKey;
  /** Resources of its kind that come before it: it stands behind the last of those that stand behind the one that it belongs to. */
  readonly after?: readonly ResourceKey[];
  /** The resource that it is a child of. */
  readonly parent?: Target;
  /** The resource that it extends. */
  readonly scope?: ResourceKey;
  /** Where it is, if not where that one is: of a global service, or a part of the subscription itself, which has neither location nor tags. */
  readonly place?: 'global' | 'subscription';
  /** What stands between tags and properties, in the order of Azure's documentation. */
  readonly settings?: Readonly<Record<string, NewValue>>;
  readonly properties: { readonly [key: string]: NewValue } | null;
}

/** An element of a list that a resource has. With a name it may also be declared as a child of its own, where Azure has both. */
export interface NewElement {
  readonly name?: string;
  readonly value: { readonly [key: string]: NewValue };
}

export function isReference(value: NewValue): value is Reference {
  return typeof value === 'object' && value !== null && 'take' in value;
}

/**
 * What a new resource is called that is one subnet's own, and where it stands: `vnet-web-nsg`, beside the subnet, in the order of the subnets.
 * @param path where a subnet names such a resource
 */
export function besideSubnet(
  subnet: ResourceView,
  suffix: string,
  path: string,
): Pick<NewResource, 'name' | 'words' | 'beside' | 'after'> {
  const network = subnet.parent();
  const ofNetwork: readonly NewValue[] = network === null ? [] : [{ take: 'name', of: network.key }, '-'];
  const parts = [...ofNetwork, { take: 'name', of: subnet.key } as const, `-${suffix}`];
  const subnets = network === null ? [] : network.children('subnets').known;
  const position = subnets.findIndex((other) => other.is(subnet));
  const after = subnets.slice(0, Math.max(0, position)).flatMap((other) => {
    const target = attempt(() => other.target(path));
    return target?.kind === 'resource' ? [target.key] : [];
  });
  return { name: { take: 'text', parts }, words: [subnet.label, suffix], beside: subnet.key, after };
}
