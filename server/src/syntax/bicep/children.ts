import type { Expected, Node, Skipped, TokenIndex } from './tree.ts';

const NONE: readonly Node[] = [];

/** The nodes directly below this one, in source order. */
export function childNodesOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'Program':
      return node.declarations;
    case 'Skipped':
      return node.parts;
    case 'Identifier':
    case 'Name':
    case 'TypeName':
    case 'Integer':
    case 'Boolean':
    case 'Null':
    case 'None':
      return NONE;
    case 'String':
      return node.holes;
    case 'Object':
      return inOrder(node.members, node.strays);
    case 'ObjectProperty':
      return present([node.key, node.colon, node.value]);
    case 'Spread':
      return [node.value];
    case 'Array':
      return inOrder(node.items, node.strays);
    case 'PropertyAccess':
    case 'ResourceAccess':
    case 'TypeMember':
      return [node.target, node.name];
    case 'ElementAccess':
    case 'TypeElement':
      return [node.target, node.index];
    case 'NonNullAssertion':
    case 'TypeItems':
    case 'TypeAdditionalProperties':
      return [node.target];
    case 'FunctionCall':
      return [node.name, ...inOrder(node.arguments, node.strays)];
    case 'MethodCall':
      return [node.target, node.name, ...inOrder(node.arguments, node.strays)];
    case 'Lambda':
      return [node.parameters, node.body];
    case 'ParameterList':
    case 'TypeParameterList':
      return present([...node.parameters, node.close]);
    case 'Parenthesized':
    case 'ParenthesizedType':
      return present([node.inner, node.close]);
    case 'Unary':
    case 'UnaryType':
      return [node.operand];
    case 'Binary':
      return [node.left, node.right];
    case 'Conditional':
      return present([node.condition, node.whenTrue, node.colon, node.whenFalse]);
    case 'For':
      return present([node.variables, node.inKeyword, node.source, node.colon, node.body, node.closeBracket]);
    case 'If':
      return [node.condition, node.body];
    case 'ParameterizedType':
      return [...present([node.target, node.name]), ...inOrder(node.arguments, node.strays)];
    case 'ArrayType':
      return [node.element];
    case 'NullableType':
    case 'NonNullableType':
      return [node.base];
    case 'UnionType':
      return node.members;
    case 'ObjectType':
      return inOrder(node.properties, node.strays);
    case 'ObjectTypeProperty':
      return present([...node.decorators, node.key, node.colon, node.value]);
    case 'TupleType':
      return inOrder(node.items, node.strays);
    case 'TupleTypeItem':
      return [...node.decorators, node.value];
    case 'ResourceType':
      return present([node.type]);
    case 'FunctionLambda':
      return present([node.parameters, node.returnType, node.arrow, node.body]);
    case 'TypeParameter':
      return [node.name, node.type];
    case 'Decorator':
      return [node.expression];
    case 'TargetScope':
      return present([...node.decorators, node.assignment, node.value]);
    case 'MetadataDeclaration':
    case 'AssertDeclaration':
    case 'ParameterAssignment':
    case 'TypeDeclaration':
      return present([...node.decorators, node.name, node.assignment, node.value]);
    case 'ParameterDeclaration':
      return present([...node.decorators, node.name, node.type, node.defaultValue]);
    case 'VariableDeclaration':
    case 'OutputDeclaration':
    case 'ResourceDeclaration':
      return present([...node.decorators, node.name, node.type, node.assignment, node.value]);
    case 'FunctionDeclaration':
      return [...node.decorators, node.name, node.lambda];
    case 'ModuleDeclaration':
    case 'TestDeclaration':
      return present([...node.decorators, node.name, node.path, node.assignment, node.value]);
    case 'ImportDeclaration':
      return [...node.decorators, node.imported, node.from];
    case 'ImportedSymbols':
      return inOrder(node.symbols, node.strays);
    case 'ImportedSymbol':
      return present([node.exported, node.alias]);
    case 'ImportWildcard':
      return [node.alias];
    case 'ImportAlias':
      return [node.name];
    case 'ImportFrom':
      return [node.path];
    case 'ExtensionDeclaration':
      return [...node.decorators, node.specification, node.configuration, node.alias];
    case 'ExtensionWith':
    case 'UsingWith':
      return [node.value];
    case 'MissingDeclaration':
      return node.decorators;
    case 'UsingDeclaration':
      return [...node.decorators, node.path, node.configuration];
    case 'ExtendsDeclaration':
      return [...node.decorators, node.path];
    case 'ExtensionConfiguration':
      return [...node.decorators, node.alias, node.configuration];
  }
}

/**
 * What a node consists of, in source order: nodes, and the indices of the tokens that belong to none of them. Together, over the whole
 * tree, every token comes exactly once.
 */
export function childrenOf(node: Node): readonly (Node | TokenIndex)[] {
  const children: (Node | TokenIndex)[] = [];
  let token = node.firstToken;
  for (const child of childNodesOf(node)) {
    while (token < child.firstToken) children.push(token++);
    children.push(child);
    token = child.pastToken;
  }
  while (token < node.pastToken) children.push(token++);
  return children;
}

/** Those of the parts that are nodes: a token that is where it belongs is a number. */
function present(parts: readonly (Node | Expected | null)[]): readonly Node[] {
  return parts.filter((part) => part !== null && typeof part === 'object');
}

/** The elements of a list and the `Skipped` nodes that stand between them. */
function inOrder(elements: readonly Node[], strays: readonly Skipped[]): readonly Node[] {
  if (strays.length === 0) return elements;
  const ordered: Node[] = [];
  let next = 0;
  for (const element of elements) {
    for (
      let stray = strays[next];
      stray !== undefined && stray.firstToken <= element.firstToken;
      stray = strays[++next]
    ) {
      ordered.push(stray);
    }
    ordered.push(element);
  }
  return [...ordered, ...strays.slice(next)];
}
