import type { BicepFile } from '../syntax/bicep/index.ts';
import type * as Syntax from '../syntax/bicep/tree.ts';
import type { Declaration, ImportDeclaration, ImportedSymbol, NodeId, TemplateScope } from './ir.ts';
import { type BicepLowering, constantText, holeFor, nameText, nodeFor, statementNode } from './lower-bicep-context.ts';
import { embeddedDeployment } from './lower-bicep-deployment.ts';
import { lowerExpression } from './lower-bicep-expression.ts';
import { lowerModule, lowerResource } from './lower-bicep-resource.ts';
import { type TypeReader, typeReader } from './lower-bicep-type.ts';
import { typeFormOf } from './lower-bicep-type-form.ts';
import { EXTENDED_FILE_NAME, type LoweredFile, type ParameterAssignment, spanTableBuilder } from './lowered.ts';

/**
 * Lowers a Bicep template or parameter file.
 *
 * - A declaration without a readable name (a resource: or type) is left out; a value that could not be read is a hole. Everything else
 *   survives, and the problems are the parser's.
 * - Node numbers follow the structure of the tree: equal trees give equal numbers, wherever blanks and comments stand.
 * - `extends 'path'` becomes an import of the whole file under the name `base`, which is how its parameters are read.
 * - Metadata, assertions, tests, extensions and `with` clauses deploy nothing and are passed over.
 */
export function lowerBicep(file: BicepFile, language: 'bicep' | 'bicep-params'): LoweredFile {
  const { tree } = file;
  const spans = spanTableBuilder();
  const lowering: BicepLowering = {
    text: file.text,
    tokens: file.tokens,
    spans,
    builtInNameSpaces: builtInNameSpacesOf(file),
    ownFunctions: ownFunctionsOf(file),
    pendingOuter: [],
  };
  const types = typeReader(lowering, tree);

  let scope: TemplateScope = 'resourceGroup';
  let using: string | null = null;
  let usingNode: NodeId | null = null;
  const declarations: Declaration[] = [];
  const assignments: ParameterAssignment[] = [];
  for (const syntax of tree.declarations) {
    switch (syntax.kind) {
      case 'TargetScope':
        scope = templateScopeOf(constantText(lowering, syntax.value)) ?? scope;
        break;
      case 'UsingDeclaration':
        if (using !== null) break;
        using = constantText(lowering, syntax.path);
        if (using !== null) usingNode = nodeFor(lowering, syntax.path);
        break;
      case 'ParameterAssignment': {
        const assignment = lowerAssignment(lowering, syntax);
        if (assignment !== null) assignments.push(assignment);
        break;
      }
      default: {
        const declaration = lowerDeclaration(lowering, types, syntax);
        if (declaration !== null) declarations.push(declaration);
      }
    }
  }
  for (const declaration of [...declarations]) {
    const embedded = declaration.kind === 'resource' ? embeddedDeployment(declaration, scope) : null;
    if (embedded !== null) declarations.push(embedded);
  }
  return {
    language,
    template: { scope, declarations, foldNames: false },
    assignments,
    using,
    usingNode,
    spans: spans.finish(),
    problems: file.problems,
  };
}

/** Null for what has no readable name, and for what deploys nothing. */
function lowerDeclaration(
  lowering: BicepLowering,
  types: TypeReader,
  syntax: Syntax.Declaration | Syntax.Skipped,
): Declaration | null {
  switch (syntax.kind) {
    case 'ResourceDeclaration':
      return lowerResource(lowering, syntax, null);
    case 'ModuleDeclaration':
      return lowerModule(lowering, syntax);
    case 'ImportDeclaration':
      return lowerImport(lowering, syntax);
    case 'ExtendsDeclaration':
      return lowerExtends(lowering, syntax);
    case 'ParameterDeclaration':
    case 'VariableDeclaration':
    case 'FunctionDeclaration':
    case 'TypeDeclaration':
    case 'OutputDeclaration':
      return lowerNamed(lowering, types, syntax);
    default:
      return null;
  }
}

function lowerNamed(
  lowering: BicepLowering,
  types: TypeReader,
  syntax:
    | Syntax.ParameterDeclaration
    | Syntax.VariableDeclaration
    | Syntax.FunctionDeclaration
    | Syntax.TypeDeclaration
    | Syntax.OutputDeclaration,
): Declaration | null {
  const name = nameText(lowering, syntax.name);
  if (name === null) return null;
  const node = statementNode(lowering, syntax);
  const nameNode = nodeFor(lowering, syntax.name);
  switch (syntax.kind) {
    case 'ParameterDeclaration': {
      const type = types.factsOf(syntax.type, syntax.decorators);
      // Without `=`, what follows the type is a problem and no default.
      const value = syntax.assignment < 0 ? null : syntax.defaultValue;
      const byDefault = value === null ? null : lowerExpression(lowering, value);
      const form = typeFormOf(lowering, types, syntax.type, syntax.decorators);
      return { kind: 'parameter', node, name, nameNode, type, ...(form && { form }), default: byDefault };
    }
    case 'VariableDeclaration':
      return { kind: 'variable', node, name, nameNode, value: lowerExpression(lowering, syntax.value) };
    case 'FunctionDeclaration': {
      const { lambda } = syntax;
      if (lambda.kind === 'Skipped') {
        return { kind: 'function', node, name, nameNode, parameters: [], body: holeFor(lowering, lambda) };
      }
      const parameters = functionParameters(lowering, lambda.parameters);
      return { kind: 'function', node, name, nameNode, parameters, body: lowerExpression(lowering, lambda.body) };
    }
    case 'TypeDeclaration': {
      const type = types.factsOf(syntax.value, syntax.decorators);
      const form = typeFormOf(lowering, types, syntax.value, syntax.decorators);
      return { kind: 'type', node, name, nameNode, type, ...(form && { form }) };
    }
    case 'OutputDeclaration': {
      const type = types.factsOf(syntax.type, syntax.decorators);
      const form = typeFormOf(lowering, types, syntax.type, syntax.decorators);
      const value = lowerExpression(lowering, syntax.value);
      return { kind: 'output', node, name, nameNode, type, ...(form && { form }), value };
    }
  }
}

/** A parameter that could not be read is named by the empty string, so that the others keep their places. */
function functionParameters(lowering: BicepLowering, list: Syntax.TypeParameterList): readonly string[] {
  return list.parameters.map((parameter) =>
    parameter.kind === 'Skipped' ? '' : (nameText(lowering, parameter.name) ?? ''),
  );
}

/** An import of single symbols has no name of its own; `nameNode` is the list. */
function lowerImport(lowering: BicepLowering, syntax: Syntax.ImportDeclaration): ImportDeclaration | null {
  const { imported, from } = syntax;
  const path = from.kind === 'ImportFrom' ? constantText(lowering, from.path) : null;
  if (path === null || imported.kind === 'Skipped') return null;
  const alias = imported.kind === 'ImportWildcard' ? imported.alias.name : null;
  const name = alias === null ? '' : nameText(lowering, alias);
  if (name === null) return null;
  const node = statementNode(lowering, syntax);
  const nameNode = nodeFor(lowering, alias ?? imported);
  const pathNode = from.kind === 'ImportFrom' ? nodeFor(lowering, from.path) : node;
  const symbols = imported.kind === 'ImportWildcard' ? null : importedSymbols(lowering, imported);
  return { kind: 'import', node, name, nameNode, path, pathNode, symbols };
}

function importedSymbols(lowering: BicepLowering, list: Syntax.ImportedSymbols) {
  const symbols: ImportedSymbol[] = [];
  for (const symbol of list.symbols) {
    if (symbol.kind === 'Skipped' || symbol.exported.kind === 'Skipped') continue;
    const { exported: source, alias } = symbol;
    const exported = source.kind === 'String' ? constantText(lowering, source) : nameText(lowering, source);
    const local = alias === null ? exported : nameText(lowering, alias.name);
    if (exported !== null && local !== null) symbols.push({ node: nodeFor(lowering, source), exported, local });
  }
  return symbols;
}

function lowerExtends(lowering: BicepLowering, syntax: Syntax.ExtendsDeclaration): ImportDeclaration | null {
  const path = constantText(lowering, syntax.path);
  if (path === null) return null;
  const node = statementNode(lowering, syntax);
  const nameNode = nodeFor(lowering, syntax.path);
  return { kind: 'import', node, name: EXTENDED_FILE_NAME, nameNode, path, pathNode: nameNode, symbols: null };
}

function lowerAssignment(lowering: BicepLowering, syntax: Syntax.ParameterAssignment): ParameterAssignment | null {
  const name = nameText(lowering, syntax.name);
  if (name === null) return null;
  const node = statementNode(lowering, syntax);
  const nameNode = nodeFor(lowering, syntax.name);
  return { node, name, nameNode, value: lowerExpression(lowering, syntax.value) };
}

function templateScopeOf(text: string | null): TemplateScope | null {
  switch (text) {
    case 'resourceGroup':
    case 'subscription':
    case 'managementGroup':
    case 'tenant':
      return text;
    default:
      return null;
  }
}

/** Names that the file declares functions by, or imports: what they mean there isn't known here. */
function ownFunctionsOf({ tree, text }: BicepFile): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: Syntax.NodeBase): unknown => names.add(text.slice(name.start, name.end));
  for (const declaration of tree.declarations) {
    if (declaration.kind === 'FunctionDeclaration') add(declaration.name);
    if (declaration.kind !== 'ImportDeclaration' || declaration.imported.kind !== 'ImportedSymbols') continue;
    for (const symbol of declaration.imported.symbols)
      if (symbol.kind !== 'Skipped') add(symbol.alias?.name ?? symbol.exported);
  }
  return names;
}

function builtInNameSpacesOf(file: BicepFile): ReadonlySet<string> {
  const nameSpaces = new Set(['sys', 'az']);
  for (const declaration of file.tree.declarations) {
    if (!('name' in declaration) || declaration.name.kind === 'Skipped') continue;
    nameSpaces.delete(file.text.slice(declaration.name.start, declaration.name.end));
  }
  return nameSpaces;
}
