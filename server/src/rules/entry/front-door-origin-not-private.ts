/** Front Door reaches its origins by Private Link. */
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr } from '../../network/undecided.ts';
import { exampleFrontDoor, exampleFrontDoorPart } from '../examples/entry-example.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { frontDoorProfile, frontDoorSku } from './front-door-terms.ts';

const path = 'properties.sharedPrivateLinkResource';

/** Ends of the names of services that Front Door reaches by Private Link (Learn, frontdoor/private-link). */
const linkable = ['.azurewebsites.net', '.core.windows.net', '.azure-api.net', '.azurecontainerapps.io'];

interface Open {
  /** True if the profile is of a SKU that can't use Private Link. */
  readonly isStandard: boolean;
}

export const frontDoorOriginNotPrivate: Rule<Open> = {
  id: 'front-door-origin-not-private',
  title: 'Front Door reaches an origin over its public endpoint',
  principle: 'assume-breach',
  severity: 'information',
  rows: [131],
  articles: [{ seed: 'S3', step: '3' }],
  policies: [azurePolicies.frontDoorPrivateOrigin],
  profiles: ['paas', 'hub'],
  why: `An origin that Front Door reaches over its public endpoint is open to everybody else too: whoever knows its name goes past the firewall at the front.
With Private Link the origin can close its public endpoint.`,
  what: `Set sharedPrivateLinkResource of the origin, with the SKU Premium_AzureFrontDoor, approve the connection, and disable public network access of the
origin. Until then, let the origin take requests of AzureFrontDoor.Backend with the header X-Azure-FDID of this profile only.`,
  exceptions: ['Origins whose name is known not to be one of a service that Front Door reaches by Private Link.'],
  equivalents: {},
  repairs: [],
  on: [`${frontDoorProfile}/originGroups/origins`],
  examples: {
    bad: example({}),
    good: example({
      sharedPrivateLinkResource: {
        privateLink: { id: { expression: "resourceId('Microsoft.Web/sites', 'app-orders')" } },
        privateLinkLocation: 'westeurope',
        groupId: 'sites',
        requestMessage: 'Front Door',
      },
    }),
  },

  find: (origin) => {
    if (!origin.omits(`${path}.privateLink.id`) || !decidedOr(true, () => isLinkable(origin))) return null;
    const profile = origin.parent()?.parent() ?? null;
    const isStandard = profile !== null && decidedOr(false, () => frontDoorSku(profile) === 'standard');
    return { certainty: decidedOr(false, () => isLinkable(origin)) ? 'certain' : 'possible', facts: { isStandard } };
  },

  at: (origin) => ({ kind: 'header', resource: origin, lacks: { kind: 'value', path } }),

  say: (origin, { isStandard }) =>
    `Front Door reaches origin ${shownName(origin)} over its public endpoint, which others reach too, past the firewall at the front. Use Private Link${isStandard ? ', which needs the SKU Premium_AzureFrontDoor' : ''}, and close the public endpoint.`,

  repair: () => [],
};

function isLinkable(origin: ResourceView): boolean {
  const host = String(origin.read('properties.hostName')).toLowerCase();
  return linkable.some((end) => host.endsWith(end));
}

function example(more: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample(
    exampleFrontDoor,
    exampleFrontDoorPart('group', 'door', 'originGroups', 'orders', {
      loadBalancingSettings: { sampleSize: 4, successfulSamplesRequired: 3 },
    }),
    exampleFrontDoorPart('origin', 'group', 'originGroups/origins', 'app', {
      hostName: 'app-orders.azurewebsites.net',
      ...more,
    }),
  );
}
