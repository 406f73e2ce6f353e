import { classifySchema } from '../syntax/arm/detect.ts';
import { type JsonObject, type JsonProperty, type JsonValue, propertyValue, valueAt } from '../syntax/arm/json-node.ts';
import type { ArmParse } from '../syntax/arm/parse-arm.ts';
import type { Declaration, Expression, FunctionDeclaration, Template, TemplateScope, TypeDeclaration } from './ir.ts';
import {
  type ArmLowering,
  type ArmNames,
  BEING_TYPED,
  holeFor,
  NO_NAMES,
  nodeFor,
  objectOrNull,
  propertiesByName,
} from './lower-arm-context.ts';
import type { EmbeddedEvaluation } from './lower-arm-module.ts';
import { lowerResources, symbolKindOf } from './lower-arm-resource.ts';
import { typeFactsOf } from './lower-arm-type.ts';
import { armTypeFormOf } from './lower-arm-type-form.ts';
import { copiesOf, lowerLoop, lowerPropertyValue, lowerValue } from './lower-arm-value.ts';
import { type LoweredFile, type ParameterAssignment, spanTableBuilder } from './lowered.ts';

/**
 * Lowers an ARM template or parameter file to the form that both languages share (spec: evaluation, section 10).
 *
 * Names of the template's structure are compared without regard to case, as ARM does. What can't be read becomes a hole with the reason; a
 * resource without a type is left out. Problems are those of the parse and, with the code `expression-syntax`, of the expressions. Never throws;
 * linear time. Other JSON gives an empty template.
 */
export function lowerArm(parsed: ArmParse): LoweredFile {
  const lowering: ArmLowering = {
    source: parsed.text,
    spans: spanTableBuilder(),
    problems: [...parsed.problems],
    expressions: parsed.kind === 'template',
    names: NO_NAMES,
    loop: null,
  };
  const root = objectOrNull(parsed.root);
  const scope = parsed.scope ?? 'resourceGroup';
  const isTemplate = root !== null && parsed.kind === 'template';
  const template: Template = isTemplate
    ? lowerTemplate(lowering, root, scope, 'inner')
    : { scope, declarations: [], foldNames: true };
  const assignments = root !== null && parsed.kind === 'parameters' ? lowerAssignments(lowering, root) : [];
  return {
    language: parsed.kind === 'parameters' ? 'arm-params' : 'arm',
    template,
    assignments,
    using: null,
    usingNode: null,
    spans: lowering.spans.finish(),
    problems: lowering.problems,
  };
}

/** Lowers a template, embedded ones too. `scope` is its scope unless its schema names one. */
function lowerTemplate(
  outer: ArmLowering,
  template: JsonObject,
  scope: TemplateScope,
  evaluation: EmbeddedEvaluation,
): Template {
  const properties = propertiesByName(template);
  const section = (name: string): JsonObject | null => objectOrNull(properties.get(name)?.children[1]);
  const schema = properties.get('$schema')?.children[1];
  const lowering: ArmLowering = { ...outer, names: namesOf(template, outer.names, evaluation) };
  const definitions = propertiesByName(section('definitions'));
  const definition = (name: string): JsonValue | null => definitions.get(name.toLowerCase())?.children[1] ?? null;

  const declarations: Declaration[] = [];
  for (const property of definitions.values()) {
    const type = objectOrNull(property.children[1]);
    if (type === null) continue;
    const form = armTypeFormOf(type, definition);
    declarations.push({
      kind: 'type',
      ...named(lowering, property),
      type: typeFactsOf(type, definition),
      ...(form && { form }),
    } satisfies TypeDeclaration);
  }
  for (const property of propertiesByName(section('parameters')).values()) {
    const parameter = objectOrNull(property.children[1]);
    if (parameter === null) continue;
    const byDefault = propertiesByName(parameter).get('defaultvalue');
    const form = armTypeFormOf(parameter, definition);
    declarations.push({
      kind: 'parameter',
      ...named(lowering, property),
      type: typeFactsOf(parameter, definition),
      ...(form && { form }),
      default: byDefault === undefined ? null : lowerPropertyValue(lowering, byDefault),
    });
  }
  const functions = properties.get('functions')?.children[1];
  if (functions?.type === 'array')
    for (const space of functions.children) declarations.push(...lowerFunctions(lowering, objectOrNull(space)));
  for (const property of propertiesByName(section('variables')).values())
    declarations.push(...lowerVariable(lowering, property));
  lowerResources(lowering, properties.get('resources')?.children[1] ?? null, lowerTemplate, declarations);
  for (const property of propertiesByName(section('outputs')).values()) {
    const output = objectOrNull(property.children[1]);
    if (output === null) continue;
    const form = armTypeFormOf(output, definition);
    declarations.push({
      kind: 'output',
      ...named(lowering, property),
      type: typeFactsOf(output, definition),
      ...(form && { form }),
      value: lowerOutput(lowering, output),
    });
  }
  return {
    scope: (schema?.type === 'string' ? classifySchema(schema.value).scope : null) ?? scope,
    declarations,
    foldNames: true,
  };
}

/** The names of a template. One whose expressions belong to the template around it has the variables of that, and its symbolic names too. */
function namesOf(template: JsonObject, outer: ArmNames, evaluation: EmbeddedEvaluation): ArmNames {
  const symbols = new Map<string, 'resource' | 'module'>();
  for (const [name, property] of propertiesByName(objectOrNull(propertyValue(template, 'resources')))) {
    const resource = objectOrNull(property.children[1]);
    if (resource !== null) symbols.set(name, symbolKindOf(resource));
  }
  let variables: ReadonlyMap<string, JsonProperty> | null = null;
  return {
    symbol: (name) => symbols.get(name.toLowerCase()) ?? outer.symbol(name),
    variable: (name) => {
      if (evaluation === 'outer') return outer.variable(name);
      variables ??= propertiesByName(objectOrNull(propertyValue(template, 'variables')));
      return variables.get(name.toLowerCase())?.children[1] ?? null;
    },
  };
}

/** A declaration is the whole property, its name the key. */
function named(
  lowering: ArmLowering,
  property: JsonProperty,
): { readonly node: number; readonly name: string; readonly nameNode: number } {
  const [key] = property.children;
  return { node: nodeFor(lowering, property), name: key.value, nameNode: nodeFor(lowering, key) };
}

/** A variable, or the variables that the elements of `variables.copy` declare. */
function lowerVariable(lowering: ArmLowering, property: JsonProperty): Declaration[] {
  const copies = copiesOf(property);
  if (copies === null)
    return [{ kind: 'variable', ...named(lowering, property), value: lowerPropertyValue(lowering, property) }];
  return copies.map(({ object, name }) => ({
    kind: 'variable',
    node: nodeFor(lowering, object),
    name: name.value,
    nameNode: nodeFor(lowering, name),
    value: lowerLoop(lowering, object, name.value, false),
  }));
}

/** The functions of one name space, called `namespace.member`. */
function lowerFunctions(lowering: ArmLowering, space: JsonObject | null): FunctionDeclaration[] {
  const nameSpace = space === null ? null : propertyValue(space, 'namespace');
  const members = space === null ? null : objectOrNull(propertyValue(space, 'members'));
  if (nameSpace?.type !== 'string') return [];
  const declarations: FunctionDeclaration[] = [];
  for (const property of propertiesByName(members).values()) {
    const member = objectOrNull(property.children[1]);
    if (member === null) continue;
    const list = propertyValue(member, 'parameters');
    const parameters = (list?.type === 'array' ? list.children : []).map((parameter) => {
      const name = parameter.type === 'object' ? propertyValue(parameter, 'name') : null;
      return name?.type === 'string' ? name.value : '';
    });
    const output = objectOrNull(propertyValue(member, 'output'));
    const value = output === null ? null : propertyValue(output, 'value');
    const { node, name, nameNode } = named(lowering, property);
    const body = value === null ? holeFor(lowering, property, BEING_TYPED) : lowerValue(lowering, value);
    declarations.push({ kind: 'function', node, name: `${nameSpace.value}.${name}`, nameNode, parameters, body });
  }
  return declarations;
}

/** `value`, or `copy` with its input; null where `condition` is false. */
function lowerOutput(lowering: ArmLowering, output: JsonObject): Expression {
  const properties = propertiesByName(output);
  const copy = objectOrNull(properties.get('copy')?.children[1]);
  const property = properties.get('value');
  const condition = properties.get('condition')?.children[1];
  const value =
    copy !== null
      ? lowerLoop(lowering, copy, null, true)
      : property === undefined
        ? holeFor(lowering, output, BEING_TYPED)
        : lowerPropertyValue(lowering, property);
  if (condition === undefined) return value;
  const node = nodeFor(lowering, output);
  const whenFalse: Expression = { kind: 'literal', node, value: null };
  return { kind: 'conditional', node, condition: lowerValue(lowering, condition), whenTrue: value, whenFalse };
}

/** The values of a parameter file: plain, a secret of a key vault, or an expression over inputs from outside. */
function lowerAssignments(lowering: ArmLowering, root: JsonObject): ParameterAssignment[] {
  const assignments: ParameterAssignment[] = [];
  for (const property of propertiesByName(objectOrNull(propertyValue(root, 'parameters'))).values()) {
    const parameter = objectOrNull(property.children[1]);
    const value = parameter === null ? null : lowerAssigned(lowering, parameter);
    assignments.push({ ...named(lowering, property), value: value ?? holeFor(lowering, property, BEING_TYPED) });
  }
  return assignments;
}

function lowerAssigned(lowering: ArmLowering, parameter: JsonObject): Expression | null {
  const value = propertyValue(parameter, 'value');
  if (value !== null) return lowerValue(lowering, value);
  const expression = propertyValue(parameter, 'expression');
  if (expression !== null) return lowerValue({ ...lowering, expressions: true }, expression);
  const reference = propertyValue(parameter, 'reference');
  return reference === null ? null : lowerSecret(lowering, reference);
}

/** `{"keyVault": {"id": ...}, "secretName": ..., "secretVersion": ...}` as a call of `getSecret` with these. */
function lowerSecret(lowering: ArmLowering, reference: JsonValue): Expression {
  const places = [['keyVault', 'id'], ['secretName'], ['secretVersion']];
  const parts = places.map((path) => valueAt(reference, path)).filter((part) => part !== null);
  const list = parts.map((part) => lowerValue(lowering, part));
  return { kind: 'call', node: nodeFor(lowering, reference), name: 'getSecret', arguments: list, target: null };
}
