import { childrenOf } from '../../server/src/syntax/bicep/children.ts';
import type { BicepFile } from '../../server/src/syntax/bicep/index.ts';
import {
  NO_TOKEN,
  type Node,
  type NodeKind,
  type Skipped,
  type TokenIndex,
} from '../../server/src/syntax/bicep/tree.ts';
import { type BaselineEntry, describeToken } from './bicep-baseline.ts';

/** A node of the compiler's tree, which wraps more than ours does. */
interface CompilerNode {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly children: readonly CompilerNode[];
}

/** What a node means where it stands; the compiler has classes of its own for literals in types. */
type Role = 'value' | 'type';

const NAMES: Readonly<Record<NodeKind, string>> = {
  Program: 'ProgramSyntax',
  Skipped: 'SkippedTriviaSyntax',
  Identifier: 'IdentifierSyntax',
  Name: 'VariableAccessSyntax',
  String: 'StringSyntax',
  Integer: 'IntegerLiteralSyntax',
  Boolean: 'BooleanLiteralSyntax',
  Null: 'NullLiteralSyntax',
  None: 'NoneLiteralSyntax',
  Object: 'ObjectSyntax',
  ObjectProperty: 'ObjectPropertySyntax',
  Spread: 'SpreadExpressionSyntax',
  Array: 'ArraySyntax',
  PropertyAccess: 'PropertyAccessSyntax',
  ElementAccess: 'ArrayAccessSyntax',
  ResourceAccess: 'ResourceAccessSyntax',
  NonNullAssertion: 'NonNullAssertionSyntax',
  FunctionCall: 'FunctionCallSyntax',
  MethodCall: 'InstanceFunctionCallSyntax',
  Lambda: 'LambdaSyntax',
  ParameterList: 'VariableBlockSyntax',
  Parenthesized: 'ParenthesizedExpressionSyntax',
  Unary: 'UnaryOperationSyntax',
  Binary: 'BinaryOperationSyntax',
  Conditional: 'TernaryOperationSyntax',
  For: 'ForSyntax',
  If: 'IfConditionSyntax',
  TypeName: 'TypeVariableAccessSyntax',
  TypeMember: 'TypePropertyAccessSyntax',
  TypeElement: 'TypeArrayAccessSyntax',
  TypeItems: 'TypeItemsAccessSyntax',
  TypeAdditionalProperties: 'TypeAdditionalPropertiesAccessSyntax',
  ParameterizedType: 'ParameterizedTypeInstantiationSyntax',
  ArrayType: 'ArrayTypeSyntax',
  NullableType: 'NullableTypeSyntax',
  NonNullableType: 'NonNullableTypeSyntax',
  UnionType: 'UnionTypeSyntax',
  ObjectType: 'ObjectTypeSyntax',
  ObjectTypeProperty: 'ObjectTypePropertySyntax',
  TupleType: 'TupleTypeSyntax',
  TupleTypeItem: 'TupleTypeItemSyntax',
  ParenthesizedType: 'ParenthesizedTypeSyntax',
  UnaryType: 'UnaryTypeOperationSyntax',
  ResourceType: 'ResourceTypeSyntax',
  TypeParameter: 'TypedLocalVariableSyntax',
  TypeParameterList: 'TypedVariableBlockSyntax',
  FunctionLambda: 'TypedLambdaSyntax',
  Decorator: 'DecoratorSyntax',
  TargetScope: 'TargetScopeSyntax',
  MetadataDeclaration: 'MetadataDeclarationSyntax',
  ParameterDeclaration: 'ParameterDeclarationSyntax',
  VariableDeclaration: 'VariableDeclarationSyntax',
  TypeDeclaration: 'TypeDeclarationSyntax',
  FunctionDeclaration: 'FunctionDeclarationSyntax',
  ResourceDeclaration: 'ResourceDeclarationSyntax',
  ModuleDeclaration: 'ModuleDeclarationSyntax',
  OutputDeclaration: 'OutputDeclarationSyntax',
  ImportDeclaration: 'CompileTimeImportDeclarationSyntax',
  ImportedSymbols: 'ImportedSymbolsListSyntax',
  ImportedSymbol: 'ImportedSymbolsListItemSyntax',
  ImportWildcard: 'WildcardImportSyntax',
  ImportAlias: 'AliasAsClauseSyntax',
  ImportFrom: 'CompileTimeImportFromClauseSyntax',
  ExtensionDeclaration: 'ExtensionDeclarationSyntax',
  ExtensionWith: 'ExtensionWithClauseSyntax',
  AssertDeclaration: 'AssertDeclarationSyntax',
  TestDeclaration: 'TestDeclarationSyntax',
  MissingDeclaration: 'MissingDeclarationSyntax',
  UsingDeclaration: 'UsingDeclarationSyntax',
  UsingWith: 'UsingWithClauseSyntax',
  ExtendsDeclaration: 'ExtendsDeclarationSyntax',
  ParameterAssignment: 'ParameterAssignmentSyntax',
  ExtensionConfiguration: 'ExtensionConfigAssignmentSyntax',
};

/** The tree of a file as entries of a baseline, each node before its children. */
export function describeTree(file: BicepFile): readonly BaselineEntry[] {
  const entries: BaselineEntry[] = [];
  const write = (node: CompilerNode, indent: string, branch: string, below: string): void => {
    entries.push({ start: node.start, end: node.end, label: `${indent}${branch}${node.name}` });
    node.children.forEach((child, index) => {
      const isLast = index === node.children.length - 1;
      write(child, indent + below, isLast ? '└─' : '├─', isLast ? '  ' : '| ');
    });
  };
  write(nodeOf(file, file.tree, 'value'), '', '', '');
  return entries;
}

function nodeOf(file: BicepFile, node: Node, role: Role): CompilerNode {
  const { start, end } = node;
  const children = childrenOf(node).map((child) =>
    typeof child === 'number' ? tokenOf(file, child) : wrapped(file, node, child),
  );
  switch (node.kind) {
    case 'Name':
    case 'TypeName':
      return { name: NAMES[node.kind], start, end, children: [{ name: NAMES.Identifier, start, end, children }] };
    case 'String':
      return { name: role === 'type' ? 'StringTypeLiteralSyntax' : NAMES.String, start, end, children };
    case 'Integer':
      return { name: role === 'type' ? 'IntegerTypeLiteralSyntax' : NAMES.Integer, start, end, children };
    case 'Boolean':
      return { name: role === 'type' ? 'BooleanTypeLiteralSyntax' : NAMES.Boolean, start, end, children };
    case 'Null':
      return { name: role === 'type' ? 'NullTypeLiteralSyntax' : NAMES.Null, start, end, children };
    case 'ParameterDeclaration':
      return { name: NAMES.ParameterDeclaration, start, end, children: withDefaultValue(file, node, children) };
    case 'ObjectTypeProperty': {
      const name = node.key === null ? 'ObjectTypeAdditionalPropertiesSyntax' : NAMES.ObjectTypeProperty;
      return { name, start, end, children };
    }
    case 'ParameterizedType': {
      const name = node.target === null ? NAMES.ParameterizedType : `Instance${NAMES.ParameterizedType}`;
      return { name, start, end, children: closed(node, node.closeChevron, children) };
    }
    case 'FunctionCall':
    case 'MethodCall':
      return { name: NAMES[node.kind], start, end, children: closed(node, node.closeParen, children) };
    default:
      return { name: NAMES[node.kind], start, end, children };
  }
}

function tokenOf(file: BicepFile, token: TokenIndex): CompilerNode {
  const start = file.tokens.starts[token] ?? 0;
  const label = describeToken(file, token);
  const bar = label.indexOf(' ');
  const name = `Token(${label.slice(0, bar)})${label.slice(bar)}`;
  return { name, start, end: file.tokens.ends[token] ?? 0, children: [] };
}

/** A child in the nodes that the compiler puts around it. */
function wrapped(file: BicepFile, parent: Node, child: Node): CompilerNode {
  const plain = nodeOf(file, child, roleOf(parent, child));
  const wrapper = wrapperOf(parent, child);
  return wrapper === null ? plain : { name: wrapper, start: plain.start, end: plain.end, children: [plain] };
}

function wrapperOf(parent: Node, child: Node): string | null {
  switch (parent.kind) {
    case 'Array':
      return child.kind === 'Spread' || isRecovered(child) ? null : 'ArrayItemSyntax';
    case 'UnionType':
      return isRecovered(child) ? null : 'UnionTypeMemberSyntax';
    case 'ArrayType':
      return 'ArrayTypeMemberSyntax';
    case 'FunctionCall':
    case 'MethodCall':
      if ((parent.arguments as readonly Node[]).includes(child)) return 'FunctionArgumentSyntax';
      break;
    case 'ParameterizedType':
      if ((parent.arguments as readonly Node[]).includes(child)) return 'ParameterizedTypeArgumentSyntax';
      break;
    case 'Lambda':
      return child === parent.parameters && child.kind === 'Identifier' ? 'LocalVariableSyntax' : null;
    case 'For':
      return child === parent.variables && child.kind === 'Identifier' ? 'LocalVariableSyntax' : null;
    case 'ParameterList':
      return child.kind === 'Identifier' ? 'LocalVariableSyntax' : null;
    case 'ExtensionConfiguration':
      return child === parent.alias && child.kind === 'Skipped' ? NAMES.Identifier : null;
    default:
      break;
  }
  return child.kind === 'Skipped' && 'name' in parent && parent.name === child ? NAMES.Identifier : null;
}

/** A list's element that failed as a whole. A broken string is an element like others. */
function isRecovered(child: Node): child is Skipped {
  return child.kind === 'Skipped' && child.cause !== 'string';
}

function roleOf(parent: Node, child: Node): Role {
  switch (parent.kind) {
    case 'ParameterDeclaration':
    case 'VariableDeclaration':
    case 'OutputDeclaration':
    case 'TypeParameter':
      return child === parent.type ? 'type' : 'value';
    case 'TypeDeclaration':
    case 'ObjectTypeProperty':
    case 'TupleTypeItem':
      return child === parent.value ? 'type' : 'value';
    case 'FunctionLambda':
      return child === parent.returnType ? 'type' : 'value';
    case 'TypeElement':
      return child === parent.target ? 'type' : 'value';
    case 'TypeMember':
    case 'TypeItems':
    case 'TypeAdditionalProperties':
    case 'ParameterizedType':
    case 'ArrayType':
    case 'NullableType':
    case 'NonNullableType':
    case 'UnionType':
    case 'ParenthesizedType':
    case 'UnaryType':
      return 'type';
    default:
      return 'value';
  }
}

/** An empty node stands for the bracket that a list of arguments lacks. */
function closed(node: Node, close: TokenIndex, children: readonly CompilerNode[]): readonly CompilerNode[] {
  if (close !== NO_TOKEN) return children;
  return [...children, { name: NAMES.Skipped, start: node.end, end: node.end, children: [] }];
}

/** `= value` of a parameter is one node. */
function withDefaultValue(
  file: BicepFile,
  node: Extract<Node, { kind: 'ParameterDeclaration' }>,
  children: readonly CompilerNode[],
): readonly CompilerNode[] {
  if (node.assignment === NO_TOKEN || node.defaultValue === null) return children;
  const parts = children.slice(-2);
  const start = file.tokens.starts[node.assignment] ?? 0;
  return [
    ...children.slice(0, -2),
    { name: 'ParameterDefaultValueSyntax', start, end: node.defaultValue.end, children: parts },
  ];
}
