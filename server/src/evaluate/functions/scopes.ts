/**
 * The place of deployment as functions give it: `resourceGroup()`, `subscription()`, `managementGroup()`, `tenant()`, `deployment()`,
 * `deployer()` and `environment()`. With arguments the first three name another scope, for `scope:`.
 */
import { type Call, type Implementation, unknownResult } from '../calls.ts';
import { Cell, type Frame } from '../cell.ts';
import type { DeploymentScope } from '../deployment-scope.ts';
import { withScope } from '../scope-links.ts';
import { resourceGroupScope, scopeObject, subscriptionScope } from '../scopes.ts';
import { baseTerm } from '../terms.ts';
import { partsOf } from '../texts.ts';
import { type ObjectValue, shapeOf, type TextPart, type Unknown, type Value } from '../values.ts';

type Parts = readonly TextPart[];

/** A function that gives a scope, made of the one around it and of the names it is called with; null for names it does not take. */
function ofScope(
  scopeWith: (around: DeploymentScope, names: readonly Parts[]) => DeploymentScope | null,
): Implementation {
  return (call) =>
    withScope(call, (around, settled) => {
      const names = settled.map((operand) => partsOf(call.evaluator.force(operand)));
      const scope = names.every((name) => name !== null) ? scopeWith(around, names) : null;
      if (scope === null) return unknownResult(call, settled, 'the scope is not known');
      return scopeObject(call.evaluator, call.at, scope);
    });
}

/** The scope itself if it is of that kind: what its object holds is known then. */
function ofKind(around: DeploymentScope, kind: DeploymentScope['kind']): DeploymentScope {
  return around.kind === kind ? around : { ...around, kind };
}

const resourceGroup = ofScope((around, [first, second, ...more]) => {
  if (more.length > 0) return null;
  if (first === undefined) return ofKind(around, 'resourceGroup');
  if (second === undefined) return resourceGroupScope(around, first, null);
  return resourceGroupScope(subscriptionScope(around, first), second, null);
});

const subscription = ofScope((around, [id, ...more]) => {
  if (more.length > 0) return null;
  return id === undefined ? ofKind(around, 'subscription') : subscriptionScope(around, id);
});

const managementGroup = ofScope((around, [name, ...more]) => {
  if (more.length > 0) return null;
  return { ...around, kind: 'managementGroup', managementGroup: name ?? around.managementGroup };
});

const tenant = ofScope((around, names) => (names.length > 0 ? null : ofKind(around, 'tenant')));

/** A value that Azure or whoever deploys knows: the same one wherever it is read. */
function unsaid(key: string, label: string, reason: string): Unknown {
  return { kind: 'unknown', term: baseTerm(key, '', 0, label), reason, nullable: false, oneOf: null };
}

function object(call: Call, properties: Readonly<Record<string, Value | Cell>>, rest: Unknown | null): ObjectValue {
  const cells = Object.values(properties).map((value) =>
    value instanceof Cell ? value : call.evaluator.given(call.at, value),
  );
  return { kind: 'object', shape: shapeOf(Object.keys(properties)), cells, rest };
}

/** `deployment()`: its name is that of the module where a template is one. Only what isn't deployed to a resource group has a location. */
const deployment: Implementation = (call) => {
  const frame = templateFrame(call.at.frame);
  const why = 'it is known when the template is deployed';
  const key = `deployment(${frame.path})`;
  const { name = unsaid(`${key}.name`, 'deployment().name', why), location } = frame.deployment ?? {};
  const rest = unsaid(`${key}.other`, 'deployment()', why);
  return object(call, { name, ...(location === undefined ? {} : { location }) }, rest);
};

function templateFrame(frame: Frame): Frame {
  let at = frame;
  while (at.scope === undefined && at.up !== null) at = at.up;
  return at;
}

const deployer: Implementation = (call) => {
  const own = (property: string): Unknown =>
    unsaid(`deployer().${property}`, `deployer().${property}`, 'who deploys the template is not known');
  return withScope(call, (scope) => {
    const tenantOf = scopeObject(call.evaluator, call.at, { ...scope, kind: 'tenant' });
    return object(
      call,
      {
        objectId: own('objectId'),
        tenantId: tenantOf.cells[tenantOf.shape.keys.indexOf('tenantId')] ?? own('tenantId'),
        userPrincipalName: own('userPrincipalName'),
      },
      own('other'),
    );
  });
};

type Plain = string | readonly string[] | { readonly [name: string]: Plain };

/**
 * The public cloud, which stands for any: other clouds need templates of their own for much of what these names are used for.
 * Facts: Microsoft Learn, "Deployment functions for ARM templates", `environment`.
 */
const publicCloud: { readonly [name: string]: Plain } = {
  name: 'AzureCloud',
  gallery: 'https://gallery.azure.com/',
  graph: 'https://graph.windows.net/',
  portal: 'https://portal.azure.com',
  graphAudience: 'https://graph.windows.net/',
  activeDirectoryDataLake: 'https://datalake.azure.net/',
  batch: 'https://batch.core.windows.net/',
  media: 'https://rest.media.azure.net',
  sqlManagement: 'https://management.core.windows.net:8443/',
  vmImageAliasDoc:
    'https://raw.githubusercontent.com/Azure/azure-rest-api-specs/master/arm-compute/quickstart-templates/aliases.json',
  resourceManager: 'https://management.azure.com/',
  authentication: {
    loginEndpoint: 'https://login.microsoftonline.com/',
    audiences: ['https://management.core.windows.net/', 'https://management.azure.com/'],
    tenant: 'common',
    identityProvider: 'AAD',
  },
  suffixes: {
    acrLoginServer: '.azurecr.io',
    azureDatalakeAnalyticsCatalogAndJob: 'azuredatalakeanalytics.net',
    azureDatalakeStoreFileSystem: 'azuredatalakestore.net',
    azureFrontDoorEndpointSuffix: 'azurefd.net',
    keyvaultDns: '.vault.azure.net',
    sqlServerHostname: '.database.windows.net',
    storage: 'core.windows.net',
  },
};

const environment: Implementation = (call) => plainValue(call, publicCloud);

function plainValue(call: Call, plain: Plain): Value {
  if (typeof plain === 'string') return plain;
  if (isList(plain))
    return { kind: 'array', items: plain.map((item) => call.evaluator.given(call.at, item)), rest: null };
  const properties = Object.entries(plain).map(([name, value]) => [name, plainValue(call, value)] as const);
  return object(call, Object.fromEntries(properties), null);
}

function isList(plain: Exclude<Plain, string>): plain is readonly string[] {
  return Array.isArray(plain);
}

export const scopeFunctions: Readonly<Record<string, Implementation>> = {
  resourceGroup,
  subscription,
  managementGroup,
  tenant,
  deployment,
  deployer,
  environment,
};
