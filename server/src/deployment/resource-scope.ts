/** The scopes of resources as rules see them. */
import { Undecided } from './alternatives.ts';
import { type IdentityScope, sameName, sameScope } from './identity.ts';
import type { ExternalResource, ResourceScope, ResourceView } from './view.ts';

/** Finds the resource of an identity that another one extends. */
export type ExtendedBy = (
  scope: Extract<IdentityScope, { readonly kind: 'resource' }>,
) => ResourceView | ExternalResource;

/** A view of a scope; `null` is one of which nothing is known. */
export class IdentityScopeView implements ResourceScope {
  readonly identity: IdentityScope | null;
  private readonly extendedBy: ExtendedBy;

  constructor(identity: IdentityScope | null, extendedBy: ExtendedBy) {
    this.identity = identity;
    this.extendedBy = extendedBy;
  }

  get kind(): ResourceScope['kind'] {
    return this.known().kind;
  }

  get extended(): ResourceView | ExternalResource | null {
    const scope = this.known();
    return scope.kind === 'resource' ? this.extendedBy(scope) : null;
  }

  get groupName(): string | null {
    const scope = this.known();
    const [name, ...more] = scope.kind === 'resourceGroup' ? (scope.names[1] ?? []) : [];
    return typeof name === 'string' && more.length === 0 ? name : null;
  }

  contains(other: ResourceScope): boolean {
    const inner = other instanceof IdentityScopeView ? other.identity : null;
    const answer = isWithin(inner, this.known());
    if (answer === undefined)
      throw new Undecided('which resource group it is in is not known', 'the resource group of a resource');
    return answer;
  }

  private known(): IdentityScope {
    if (this.identity !== null) return this.identity;
    throw new Undecided('where it is deployed is not known', 'where a resource is deployed');
  }
}

/** Whether all of a scope surely is in another, surely isn't, or may be. */
function isWithin(inner: IdentityScope | null, outer: IdentityScope): boolean | undefined {
  if (outer.kind === 'tenant') return true;
  if (inner === null) return undefined;
  if (inner.kind === 'resource' && outer.kind !== 'resource') return isWithin(inner.resource.scope, outer);
  if (outer.kind === 'subscription' && inner.kind === 'resourceGroup')
    return sameName(inner.names[0] ?? [], outer.names[0] ?? []);
  // Which subscriptions a management group has is seen in the tenant.
  if (outer.kind === 'managementGroup' && (inner.kind === 'resourceGroup' || inner.kind === 'subscription'))
    return undefined;
  return sameScope(inner, outer);
}
