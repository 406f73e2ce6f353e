/** An app that is integrated with a virtual network must send all its traffic there, not only that for private addresses. */
import { attempt } from '../../deployment/alternatives.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { configurationsOf, integrationPath, routingSwitches, routingSwitchOf } from './app-service.ts';
import { isGiven } from './circumstances.ts';
import { exampleApp, exampleIntegration } from './integration-example.ts';

interface PartlyRouted {
  /** The resource and path of the value that keeps traffic out of the network, or where it would be set. */
  readonly at: { readonly resource: ResourceView; readonly path: string };
  readonly isWritten: boolean;
}

/** Each of them sends what the app itself sends through the network (bicep-types-az, Microsoft.Web/sites). */
const switches = [...routingSwitches, 'properties.outboundVnetRouting.applicationTraffic'];

/** The setting of an app that did the same before there was a property for it. */
const formerSetting = 'WEBSITE_VNET_ROUTE_ALL';

function example(routing: { readonly [key: string]: boolean }): Example {
  const virtualNetworkSubnetId = { idOf: 'spoke', subnet: 'integration' };
  return resourcesExample(exampleIntegration(), exampleApp({ virtualNetworkSubnetId, ...routing }));
}

export const egressPastIntegration: Rule<PartlyRouted> = {
  id: 'egress-past-integration',
  title: 'App sends its public traffic past the virtual network that it is integrated with',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [106],
  articles: [{ seed: 'S0', step: '5' }],
  why: `Virtual network integration alone carries what an app sends to private addresses. What it sends to public ones leaves App Service
directly: no network security group, no route table and no firewall of yours sees it, so stolen data can go anywhere.`,
  what: `Send all outbound traffic through the subnet: vnetRouteAllEnabled, or outboundVnetRouting.allTraffic from API version 2024-11-01 on.
Allow in the network security group of the subnet what the app needs.`,
  equivalents: {},
  exceptions: [
    'Apps that are integrated with no virtual network.',
    'Apps in a Flex Consumption plan (functionAppConfig), for which the setting is not documented.',
    `Apps with the setting ${formerSetting}, which did the same before there was a property. Where not all settings are known it is only possible.`,
  ],
  repairs: ['Send all outbound traffic through the virtual network'],
  on: ['Microsoft.Web/sites', 'Microsoft.Web/sites/slots'],
  examples: { bad: example({}), good: example({ vnetRouteAllEnabled: true }) },

  find: (app) => {
    if (!isGiven(app, integrationPath) || !app.omits('properties.functionAppConfig') || routesByChild(app)) return null;
    const values = switches.map((path) => ({ path, value: app.read(path) }));
    if (values.some(({ value }) => isOn(value)) || hasFormerSetting(app)) return null;
    const written = values.find(({ value }) => value !== null);
    const path = written?.path ?? routingSwitchOf(app);
    // Settings that are merged with others, such as those that the app has, may hold the former one.
    const former = attempt(() => isSetByChild(app));
    if (former === true) return null;
    const isOpen = former === undefined || (app.mayBeDeployedAgain && written === undefined);
    return {
      certainty: isOpen ? 'possible' : 'certain',
      facts: { at: { resource: app, path }, isWritten: written !== undefined },
    };
  },

  at: (_app, { at }) => ({ kind: 'value', ...at }),

  say: (app, { at, isWritten }) =>
    `${at.path.replace(/^properties\./, '')} of ${shownName(app)} is ${isWritten ? 'off' : 'not set'}, so what it sends to public addresses goes past the virtual network that it is integrated with, and past every filter there. Set it to true.`,

  repair: (app, { at }) => [
    {
      title: `Send all outbound traffic of ${shownName(app)} through its virtual network: the security rules and routes of its subnet begin to count for public addresses`,
      kind: 'review',
      intents: [{ kind: 'set', resource: at.resource.key, path: at.path, value: true }],
    },
  ],
};

function isOn(value: unknown): boolean {
  return value === true || String(value).toLowerCase() === 'true';
}

function routesByChild(app: ResourceView): boolean {
  return configurationsOf(app, 'config', 'web').some((web) => isOn(web.read(routingSwitches[0])));
}

function isSetByChild(app: ResourceView): boolean {
  return configurationsOf(app, 'config', 'appsettings').some((settings) =>
    isFormerOn(settings.read(`properties.${formerSetting}`)),
  );
}

function hasFormerSetting(app: ResourceView): boolean {
  const settings = app.read('properties.siteConfig.appSettings');
  if (!Array.isArray(settings)) return false;
  return settings.some((setting) => setting?.name === formerSetting && isFormerOn(setting?.value));
}

function isFormerOn(value: unknown): boolean {
  return String(value) === '1' || isOn(value);
}
