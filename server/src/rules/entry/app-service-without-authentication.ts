/** App Service asks who somebody is before the app sees the request. */
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const siteType = 'Microsoft.Web/sites';
const authSettings = 'authsettingsV2';
const isRequired = 'properties.globalValidation.requireAuthentication';

interface Anonymous {
  /** The settings that don't ask for it; null if there are none. */
  readonly settings: ResourceView | null;
}

export const appServiceWithoutAuthentication: Rule<Anonymous> = {
  id: 'app-service-without-authentication',
  title: 'App Service lets requests through without signing in',
  principle: 'verify-explicitly',
  severity: 'information',
  rows: [115],
  articles: [
    { seed: 'S0', step: '6' },
    { seed: 'S2', step: '6' },
  ],
  policies: [azurePolicies.appAuthentication],
  profiles: ['paas'],
  why: `The articles have users of the app sign in with Microsoft Entra ID, so that Conditional Access and a second factor apply to it. App Service can demand that
before a request reaches the code, which then can't forget it anywhere.`,
  what: `Declare the settings authsettingsV2 of the app with an identity provider, and set requireAuthentication of globalValidation to true.`,
  exceptions: [
    'Function apps and workflows, which other services call with keys of their own.',
    'Apps with settings of the first version (authsettings).',
  ],
  equivalents: {
    checkov: ['CKV_AZURE_13', 'CKV_AZURE_56'],
    kics: ['App Service Authentication Is Not Set'],
    trivy: ['AZU-0003'],
  },
  repairs: ['Set requireAuthentication to true'],
  on: [siteType],
  examples: { bad: example(false), good: example(true) },

  find: (site) => {
    if (/functionapp|workflowapp/i.test(String(site.read('kind') ?? ''))) return null;
    const config = site.children('config');
    if (config.some((settings) => isNamed(settings, 'authsettings'))) return null;
    const settings = config.known.find((candidate) => isNamed(candidate, authSettings)) ?? null;
    if (settings !== null)
      return settings.existing || settings.read(isRequired) === true
        ? null
        : { certainty: 'certain', facts: { settings } };
    const isOpen = site.handedOut || site.mayBeDeployedAgain;
    return { certainty: isOpen ? 'possible' : 'certain', facts: { settings } };
  },

  at: (site, { settings }) =>
    settings === null
      ? { kind: 'header', resource: site, lacks: { kind: 'resource', type: `${siteType}/config`, text: authSettings } }
      : { kind: 'value', resource: settings, path: isRequired },

  say: (site, { settings }) => {
    const why = settings === null ? 'has no settings for authentication' : "doesn't require authentication";
    return `App ${shownName(site)} ${why}: requests reach its code before anybody has signed in. Have App Service ask for Microsoft Entra ID, unless the app does so everywhere itself.`;
  },

  repair: (site, { settings }) =>
    settings === null
      ? []
      : [
          {
            title: `Set requireAuthentication of ${shownName(site)} to true: who hasn't signed in is refused`,
            kind: 'review',
            intents: [{ kind: 'set', resource: settings.key, path: isRequired, value: true }],
          },
        ],
};

function isNamed(settings: ResourceView, name: string): boolean {
  return settings.name.toLowerCase() === name.toLowerCase();
}

function example(requireAuthentication: boolean): Example {
  const version = '2024-04-01';
  return resourcesExample(
    { symbol: 'site', type: siteType, version, name: 'app-orders', properties: { httpsOnly: true } },
    {
      symbol: 'settings',
      parent: 'site',
      type: `${siteType}/config`,
      version,
      name: authSettings,
      properties: {
        platform: { enabled: true },
        globalValidation: { requireAuthentication, unauthenticatedClientAction: 'RedirectToLoginPage' },
      },
    },
  );
}
