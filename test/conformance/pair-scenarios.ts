/** The scenarios in which a template's Bicep and JSON are compared. */
import type { Literal, ParameterDeclaration, TypeFacts } from '../../server/src/template/ir.ts';
import type { LoweredFile } from '../../server/src/template/lowered.ts';

/**
 * `defaults` is the template as it is. In `unknown` no parameter has a value, so that every branch is compared; in `given` all scalar parameters
 * that both languages know have one, and objects and arrays have none.
 */
export const scenarioNames = ['defaults', 'unknown', 'given'] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/** Both files in a scenario. Values are chosen from what the JSON says of the types, which holds for both. */
export function inScenario(
  name: ScenarioName,
  bicep: LoweredFile,
  json: LoweredFile,
): { readonly bicep: LoweredFile; readonly json: LoweredFile } {
  if (name === 'defaults') return { bicep, json };
  const known = new Set(parametersOf(bicep).map((parameter) => parameter.name.toLowerCase()));
  const values = new Map<string, Literal['value']>();
  for (const parameter of name === 'given' ? parametersOf(json) : []) {
    const value = valueFor(parameter.name, parameter.type);
    if (value !== null && known.has(parameter.name.toLowerCase())) values.set(parameter.name.toLowerCase(), value);
  }
  return { bicep: withParameters(bicep, values), json: withParameters(json, values) };
}

function parametersOf({ template }: LoweredFile): readonly ParameterDeclaration[] {
  return template.declarations.filter((declaration) => declaration.kind === 'parameter');
}

/** A value that the type allows; null for objects and arrays. */
function valueFor(name: string, { base, allowed }: TypeFacts): Literal['value'] {
  const [first = null] = allowed ?? [];
  if (first !== null) return first;
  if (base === 'string') return `v-${name.toLowerCase()}`;
  if (base === 'int') return 3;
  return base === 'bool' ? true : null;
}

/** A file whose parameters have these values as defaults, the others none. */
function withParameters(file: LoweredFile, values: ReadonlyMap<string, Literal['value']>): LoweredFile {
  const declarations = file.template.declarations.map((declaration) => {
    if (declaration.kind !== 'parameter') return declaration;
    const value = values.get(declaration.name.toLowerCase());
    if (value !== undefined)
      return { ...declaration, default: { kind: 'literal', node: declaration.node, value } as const };
    return { ...declaration, default: null, type: { ...declaration.type, nullable: false } };
  });
  return { ...file, template: { ...file.template, declarations } };
}
