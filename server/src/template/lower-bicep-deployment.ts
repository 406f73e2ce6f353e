/**
 * Templates that are written as objects inside of a Bicep resource of type `Microsoft.Resources/deployments` (spec: evaluation, section 10). The
 * compiler copies such an object into the JSON; the Bicep expressions in it stand there as expressions of the template around it, which is what the
 * default `outer` evaluation reads them as. Texts are never expressions: the compiler escapes those that look like one.
 */
import { classifySchema } from '../syntax/arm/detect.ts';
import type {
  Declaration,
  Expression,
  ModuleDeclaration,
  ObjectExpression,
  PropertyMember,
  ResourceDeclaration,
  TemplateScope,
} from './ir.ts';

const deploymentType = 'microsoft.resources/deployments';

/** Templates inside of each other that are read. */
const mostNested = 16;

/** What only the declaration of a resource holds, and its body therefore doesn't. */
const heldByDeclaration: ReadonlySet<string> = new Set([
  'type',
  'apiversion',
  'condition',
  'scope',
  'subscriptionid',
  'resourcegroup',
  'dependson',
  'resources',
]);

/**
 * What a deployment that is declared as a resource deploys, as a module without a name beside it. Null for other resources, and for a template
 * that is written down and has no resources.
 * @param scope the scope of the template around it
 */
export function embeddedDeployment(resource: ResourceDeclaration, scope: TemplateScope): ModuleDeclaration | null {
  if (resource.existing || resource.type.toLowerCase() !== deploymentType) return null;
  return deploymentOf(resource, resource.body, scope, 0);
}

type Envelope = Pick<ResourceDeclaration, 'node' | 'nameNode' | 'condition' | 'loop' | 'resourceName'> & {
  readonly scope: Expression | null;
};

function deploymentOf(
  { node, nameNode, condition, loop, resourceName, scope: written }: Envelope,
  resource: Expression,
  around: TemplateScope,
  depth: number,
): ModuleDeclaration | null {
  const properties = objectAt(resource, 'properties');
  const template = objectAt(properties, 'template');
  const resources = template === null ? null : resourcesIn(template);
  if (resources?.length === 0) return null;
  const scope = written ?? scopeOf(resource);
  const inScope = scope === null ? around : 'resourceGroup';
  const schema = template === null ? null : textAt(template, '$schema');
  const templateScope = (schema === null ? null : classifySchema(schema).scope) ?? inScope;
  const options = objectAt(properties, 'expressionEvaluationOptions');
  const isInner = options !== null && textAt(options, 'scope')?.toLowerCase() === 'inner';
  const declarations = resources?.flatMap((entry) => declarationsOf(entry, null, templateScope, depth)) ?? null;
  return {
    kind: 'module',
    node,
    name: '',
    nameNode,
    path: null,
    pathNode: null,
    condition,
    loop,
    scope,
    resourceName,
    // What it is given matters where nobody knows what it deploys; no text in its template names a parameter.
    body:
      declarations === null ? without(properties ?? resource, 'templateLink') : { kind: 'object', node, members: [] },
    inline:
      declarations === null || depth >= mostNested
        ? null
        : {
            template: { scope: templateScope, declarations, foldNames: false },
            evaluation: isInner ? 'inner' : 'outer',
          },
  };
}

/** A resource as it stands in an array, or under its symbolic name. */
interface Entry {
  readonly value: Expression;
  readonly property: PropertyMember | null;
}

/** Null if they aren't written down. */
function resourcesIn(template: ObjectExpression): readonly Entry[] | null {
  if (template.members.some((member) => member.kind !== 'property')) return null;
  const resources = memberOf(template, 'resources')?.value;
  if (resources === undefined) return [];
  if (resources.kind === 'array') {
    if (resources.items.some((item) => item.kind === 'spread')) return null;
    return resources.items.map(({ value }) => ({ value, property: null }));
  }
  if (resources.kind !== 'object' || resources.members.some((member) => member.kind !== 'property')) return null;
  return resources.members.flatMap((member) =>
    member.kind === 'property' ? [{ value: member.value, property: member }] : [],
  );
}

function declarationsOf(
  { value, property }: Entry,
  parent: ResourceDeclaration | null,
  scope: TemplateScope,
  depth: number,
): readonly Declaration[] {
  const { node } = value;
  const object = value.kind === 'object' ? value : null;
  const typeMember = object === null ? undefined : memberOf(object, 'type');
  const written = object === null ? null : textAt(object, 'type');
  const name = object === null ? undefined : memberOf(object, 'name')?.value;
  const isCopied = object !== null && memberOf(object, 'copy') !== undefined;
  const nameNode = property?.keyNode ?? name?.node ?? node;
  const resourceName: Expression = name ?? { kind: 'hole', node, reason: 'the resource has no name' };
  const conditionOf = object === null ? undefined : memberOf(object, 'condition');
  const envelope: Envelope = {
    node: property?.node ?? node,
    nameNode,
    condition: conditionOf?.value ?? null,
    loop: null,
    resourceName,
    scope: object === null ? null : (scopeOf(object) ?? memberOf(object, 'scope')?.value ?? null),
  };
  // No text can say `copyIndex()`, so the turns of a copy are all alike, or what is written isn't an object at all.
  if (object === null || typeMember === undefined || written === null || isCopied) {
    const body: Expression = { kind: 'hole', node, reason: 'what it deploys is not known' };
    return [{ kind: 'module', name: '', path: null, pathNode: null, body, inline: null, ...envelope }];
  }
  if (written.toLowerCase() === deploymentType) {
    const inner = deploymentOf(envelope, object, scope, depth + 1);
    return inner === null ? [] : [inner];
  }
  const isChild = parent !== null && !written.includes('.');
  const nested: ResourceDeclaration[] = [];
  const declaration: ResourceDeclaration = {
    kind: 'resource',
    ...envelope,
    name: property?.key ?? '',
    symbolicName: property?.key ?? null,
    type: isChild ? `${parent.type}/${written}` : written,
    apiVersion: textAt(object, 'apiVersion'),
    typeNode: typeMember.value.node,
    existing: memberOf(object, 'existing') !== undefined,
    parent: isChild ? { kind: 'surrounding', declaration: parent } : null,
    body: {
      ...object,
      members: object.members.filter(
        (member) => member.kind !== 'property' || !heldByDeclaration.has(member.key.toLowerCase()),
      ),
    },
    // Names and ids in texts order what is deployed, and say nothing of what it is.
    dependsOn: [],
    nested,
  };
  const others: Declaration[] = [];
  for (const entry of resourcesIn(object) ?? []) {
    for (const child of depth < mostNested ? declarationsOf(entry, declaration, scope, depth + 1) : []) {
      if (child.kind === 'resource' && child.parent !== null) nested.push(child);
      else others.push(child);
    }
  }
  return [declaration, ...others];
}

/** The scope that a deployment names by a resource group or a subscription. */
function scopeOf(resource: Expression): Expression | null {
  if (resource.kind !== 'object') return null;
  const group = memberOf(resource, 'resourceGroup')?.value;
  const subscription = memberOf(resource, 'subscriptionId')?.value;
  if (group === undefined && subscription === undefined) return null;
  const keys = [subscription, group].filter((key) => key !== undefined);
  const name = group === undefined ? 'subscription' : 'resourceGroup';
  return {
    kind: 'call',
    node: (group ?? subscription ?? resource).node,
    name,
    arguments: keys,
    target: null,
    isBuiltIn: true,
  };
}

/** Names of the structure of a template are compared without regard to case. */
function memberOf({ members }: ObjectExpression, name: string): PropertyMember | undefined {
  return members.findLast(
    (member): member is PropertyMember => member.kind === 'property' && member.key.toLowerCase() === name.toLowerCase(),
  );
}

function objectAt(owner: Expression | null, name: string): ObjectExpression | null {
  const value = owner?.kind === 'object' ? memberOf(owner, name)?.value : undefined;
  return value?.kind === 'object' ? value : null;
}

function textAt(owner: ObjectExpression, name: string): string | null {
  const value = memberOf(owner, name)?.value;
  return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : null;
}

function without(expression: Expression, name: string): Expression {
  if (expression.kind !== 'object') return expression;
  const left = expression.members.filter(
    (member) => member.kind !== 'property' || member.key.toLowerCase() !== name.toLowerCase(),
  );
  return { ...expression, members: left };
}
