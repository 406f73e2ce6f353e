/**
 * What templates deploy that set up a whole subscription: only of these may one ask for what a subscription has once. Others leave it to whoever
 * sets up their subscription.
 */
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr, declaredOf } from '../../network/undecided.ts';
import type { Breach } from '../rule.ts';
import { diagnosticSettingType } from './activity-log.ts';
import { workspaceType } from './log-stores.ts';

/** What sets up a subscription, by what it is about. Policies may themselves bring what is asked for. */
const setup: Readonly<Record<string, 'defender' | 'logs' | 'policies'>> = {
  'Microsoft.Security/pricings': 'defender',
  'Microsoft.Security/securityContacts': 'defender',
  'Microsoft.Security/autoProvisioningSettings': 'defender',
  [diagnosticSettingType]: 'logs',
  'Microsoft.Authorization/policyAssignments': 'policies',
};

export const setupTypes: readonly string[] = Object.keys(setup);

/**
 * Whether a template that deploys this resource is meant to hold what a subscription has once; null if it isn't, and for all but the first of its
 * kind, so that it is asked for once in a deployment. A template for a single purpose isn't.
 * @param asked the type that is asked for: resources of it aren't there
 */
export function setupOf(resource: ResourceView, asked: string): Breach<null> | null {
  const { deployment } = resource;
  const declared = (type: string): readonly ResourceView[] => declaredOf(deployment.resources(type)).known;
  const isHere = (other: ResourceView): boolean => decidedOr(false, () => other.scope().kind === 'subscription');
  const types = setupTypes.filter((type) => type !== asked && declared(type).some(isHere));
  const [first] = types.slice(0, 1).flatMap((type) => declared(type).filter(isHere));
  if (!resource.is(first ?? null)) return null;
  const subjects = new Set(types.map((type) => setup[type]));
  if (declared(workspaceType).length > 0) subjects.add('logs');
  if (subjects.size === 1) return null;
  if (deployment.resources(asked).some((other) => other.scope().kind === 'subscription')) return null;
  return { certainty: subjects.has('policies') ? 'possible' : 'certain', facts: null };
}
