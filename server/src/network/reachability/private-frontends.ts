/** The private addresses of load balancers, and the machines behind them. */
import { type AddressSet, overlapAddresses } from '../addresses/address-set.ts';
import { isUnknown, type Network } from './model.ts';
import type { LoadBalancer, LoadBalancingRule } from './model-entries.ts';

/** A rule of a load balancer with a private frontend of which the address is known. */
export interface Frontend<S> {
  readonly balancer: LoadBalancer<S>;
  readonly rule: LoadBalancingRule<S>;
  readonly addresses: AddressSet;
}

/** The private frontends of a network; those without a static address can't be told from other addresses of their subnet. */
export function privateFrontends<S>({ loadBalancers }: Pick<Network<S>, 'loadBalancers'>): readonly Frontend<S>[] {
  return loadBalancers.flatMap((balancer) =>
    balancer.rules.flatMap((rule) =>
      rule.frontend === 'private' && rule.frontendAddresses !== null
        ? [{ balancer, rule, addresses: rule.frontendAddresses }]
        : [],
    ),
  );
}

/** The interfaces behind a frontend, by id; none if they aren't known. */
export function backendsOf({ rule: { backends } }: Frontend<unknown>): readonly string[] {
  return isUnknown(backends) ? [] : backends;
}

/** The frontends that some of the addresses are of. */
export function frontendsAt<S>(frontends: readonly Frontend<S>[], addresses: AddressSet): readonly Frontend<S>[] {
  return frontends.filter((frontend) => overlapAddresses(frontend.addresses, addresses));
}
