/** What the rules about App Service read of an app. */
import { isWritable } from '../../azure/type-versions.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../../network/undecided.ts';
import { isGiven } from './circumstances.ts';

export const integrationPath = 'properties.virtualNetworkSubnetId';

/** The properties of an app that send all its traffic through the network, one after the other as versions of the API have them. */
export const routingSwitches = [
  'properties.vnetRouteAllEnabled',
  'properties.outboundVnetRouting.allTraffic',
  'properties.siteConfig.vnetRouteAllEnabled',
] as const;

/** The one that the app's apiVersion has. */
export function routingSwitchOf(app: ResourceView): string {
  const [onSite, allTraffic, inConfiguration] = routingSwitches;
  const canWrite = (path: string): boolean => isWritable(app.type, app.apiVersion, path) === true;
  return [onSite, allTraffic].find(canWrite) ?? inConfiguration;
}

/** Resources of a kind that configure the app, by their names. */
export function configurationsOf(app: ResourceView, type: string, name: string): readonly ResourceView[] {
  return declaredOf(app.children(type)).known.filter((child) => child.name.toLowerCase() === name);
}

/** True if the app sends traffic through a subnet, or may do so. */
export function isIntegrated(app: ResourceView): boolean {
  if (isGiven(app, integrationPath)) return true;
  const plan = planOf(app);
  // A managed instance joins the network as a plan, for all of its apps (bicep-types-az: serverfarms).
  if (plan !== null && isGiven(plan, 'properties.network.virtualNetworkSubnetId')) return true;
  return app.children('networkConfig').some(() => true) || app.children('virtualNetworkConnections').some(() => true);
}

/** True if the app stands in an App Service Environment, which is in a virtual network as it is. */
export function isInEnvironment(app: ResourceView): boolean {
  const path = 'properties.hostingEnvironmentProfile.id';
  if (isGiven(app, path)) return true;
  const plan = planOf(app);
  return plan !== null && isGiven(plan, path);
}

/** The plan of the app, if the template declares it. */
function planOf(app: ResourceView): ResourceView | null {
  const plan = app.target('properties.serverFarmId');
  return plan?.kind === 'resource' && !plan.existing ? plan : null;
}
