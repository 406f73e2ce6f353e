import type { DeploymentView } from '../../deployment/view.ts';
import { Reachability } from '../reachability/reach.ts';
import { networkOf, type ReadNetwork } from './read-network.ts';
import type { NetworkSource } from './source.ts';

/** The questions that can be asked about the network of a deployment, under the run that is under way. */
export interface DeploymentReach extends ReadNetwork {
  readonly reachability: Reachability<NetworkSource>;
}

/** @throws Undecided if the network rests on more conditions than one run may. */
export function reachOf(deployment: DeploymentView): DeploymentReach {
  return deployment.remember('reachability', () => {
    const read = networkOf(deployment);
    return { ...read, reachability: new Reachability(read.network) };
  });
}
