import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertNoProblem, expectProblems, outlineOf } from '../../../../test/bicep-outline.ts';
import type { BicepOptions } from './index.ts';

/** Declarations with their trees; none has a problem. */
function check(cases: Readonly<Record<string, string>>, options?: BicepOptions): void {
  for (const [written, expected] of Object.entries(cases)) {
    for (const text of [written, written.replaceAll('\n', '\r\n')]) {
      assert.equal(outlineOf(text, options), expected, text);
      assertNoProblem(text, options);
    }
  }
}

test('an empty file, blank lines and comments hold no declaration', () => {
  check({ '': '', '\n\n': '', '\n// a\n\n/* b\n*/\n': '' });
});

test('parameters, variables, outputs, metadata, scope', () => {
  check({
    'param a string': '(ParameterDeclaration a string)',
    "param a string = 'b'": "(ParameterDeclaration a string 'b')",
    'param a string? // why': '(ParameterDeclaration a (NullableType string))',
    'var a = 1': '(VariableDeclaration a 1)',
    'var a int[] = [1]': '(VariableDeclaration a (ArrayType int) (Array 1))',
    'output a string = b': '(OutputDeclaration a string b)',
    'metadata a = {}': '(MetadataDeclaration a (Object))',
    "targetScope = 'subscription'": "(TargetScope 'subscription')",
    'assert a = b == c': '(AssertDeclaration a (Binary == b c))',
    'type a = b': '(TypeDeclaration a b)',
    'var resource = 1\nvar if = 2': '(VariableDeclaration resource 1)\n(VariableDeclaration if 2)',
  });
});

test('functions', () => {
  check({
    'func a() string => b': '(FunctionDeclaration a (FunctionLambda (TypeParameterList) string b))',
    'func a(b int, c string?) int =>\n  b':
      '(FunctionDeclaration a (FunctionLambda (TypeParameterList (TypeParameter b int) (TypeParameter c (NullableType string))) int b))',
    'func a(\n  b int\n) int => b':
      '(FunctionDeclaration a (FunctionLambda (TypeParameterList (TypeParameter b int)) int b))',
  });
});

test('resources: body, condition, loop, existing', () => {
  check({
    "resource a 'b@c' = {}": "(ResourceDeclaration a 'b@c' (Object))",
    "resource a 'b@c' existing = {}": "(ResourceDeclaration existing a 'b@c' (Object))",
    "resource a 'b@c' = if (d) {}": "(ResourceDeclaration a 'b@c' (If (Parenthesized d) (Object)))",
    "resource a 'b@c' =\n  if (d) {}": "(ResourceDeclaration a 'b@c' (If (Parenthesized d) (Object)))",
    "resource a 'b@c' = [for d in e: {}]": "(ResourceDeclaration a 'b@c' (For d e (Object)))",
    "resource a 'b@c' = [for (d, i) in e: if (d.f) {}]":
      "(ResourceDeclaration a 'b@c' (For (ParameterList d i) e (If (Parenthesized (PropertyAccess d f)) (Object))))",
  });
});

test('nested resources, and properties of that name', () => {
  check({
    "resource a 'b' = {\n  resource c 'd' = {\n    name: 'c'\n  }\n  @e()\n  resource f 'g' existing = {}\n  resource: 1\n}":
      "(ResourceDeclaration a 'b' (Object (ResourceDeclaration c 'd' (Object (ObjectProperty name 'c'))) (ResourceDeclaration existing (Decorator (FunctionCall e)) f 'g' (Object)) (ObjectProperty resource 1)))",
  });
});

test('a nested resource at the start of a line belongs to its parent', () => {
  check({
    "resource a 'b' = {\nname: 'a'\nresource c 'd' = {\nname: 'c'\n}\n}\nvar x = 1":
      "(ResourceDeclaration a 'b' (Object (ObjectProperty name 'a') (ResourceDeclaration c 'd' (Object (ObjectProperty name 'c')))))\n(VariableDeclaration x 1)",
    'type a = {\n@secure()\nb: string\n}':
      '(TypeDeclaration a (ObjectType (ObjectTypeProperty (Decorator (FunctionCall secure)) b string)))',
  });
});

test('modules, tests', () => {
  check({
    "module a './b.bicep' = {}": "(ModuleDeclaration a './b.bicep' (Object))",
    "module a 'br/public:c:1' = [for d in e: {\n  name: d\n}]":
      "(ModuleDeclaration a 'br/public:c:1' (For d e (Object (ObjectProperty name d))))",
    "test a 'b.bicep' = {}": "(TestDeclaration a 'b.bicep' (Object))",
  });
});

test('imports and extensions', () => {
  check({
    "import { a, b as c, 'd' as e } from 'f'":
      "(ImportDeclaration (ImportedSymbols (ImportedSymbol a) (ImportedSymbol b (ImportAlias c)) (ImportedSymbol 'd' (ImportAlias e))) (ImportFrom 'f'))",
    "import {\n  a\n  b\n} from 'f'":
      "(ImportDeclaration (ImportedSymbols (ImportedSymbol a) (ImportedSymbol b)) (ImportFrom 'f'))",
    "import * as a from 'b'": "(ImportDeclaration (ImportWildcard (ImportAlias a)) (ImportFrom 'b'))",
    'extension a': '(ExtensionDeclaration a <missing> <missing>)',
    "extension 'a' with { b: 1 } as c":
      "(ExtensionDeclaration 'a' (ExtensionWith (Object (ObjectProperty b 1))) (ImportAlias c))",
    "import 'a' as b": "(ExtensionDeclaration 'a' <missing> (ImportAlias b))",
  });
});

test('decorators stand on lines of their own', () => {
  check({
    '@a()\n@sys.b(1)\nparam c string':
      '(ParameterDeclaration (Decorator (FunctionCall a)) (Decorator (MethodCall sys b 1)) c string)',
    '@a()\n\n// why\nparam c string': '(ParameterDeclaration (Decorator (FunctionCall a)) c string)',
    '@a({\n  b: [\n    1\n  ]\n})\nparam c string':
      '(ParameterDeclaration (Decorator (FunctionCall a (Object (ObjectProperty b (Array 1))))) c string)',
  });
});

test('parameter files', () => {
  check(
    {
      "using 'main.bicep'": "(UsingDeclaration 'main.bicep' <missing>)",
      'using none': '(UsingDeclaration none <missing>)',
      "using 'a' with {\n  b: 1\n}": "(UsingDeclaration 'a' (UsingWith (Object (ObjectProperty b 1))))",
      "extends 'a.bicepparam'": "(ExtendsDeclaration 'a.bicepparam')",
      'param a = { b: 1 }': '(ParameterAssignment a (Object (ObjectProperty b 1)))',
      'var a = 1\ntype b = int': '(VariableDeclaration a 1)\n(TypeDeclaration b int)',
      "import * as a from 'b'": "(ImportDeclaration (ImportWildcard (ImportAlias a)) (ImportFrom 'b'))",
      'extensionConfig a with { b: 1 }': '(ExtensionConfiguration a (ExtensionWith (Object (ObjectProperty b 1))))',
    },
    { language: 'bicep-params' },
  );
});

test('each language has its own declarations', () => {
  assert.equal(outlineOf("using 'a'"), "<unexpected using 'a'>");
  assert.equal(outlineOf("resource a 'b' = {}", { language: 'bicep-params' }), "<unexpected resource a 'b' = {}>");
});

test('what is missing is said once', () => {
  for (const shown of [
    `param
     | Expected the name of the parameter.`,
    `param a
       | Expected a type.`,
    `param a string =
                | Expected a value.`,
    `param a string b
               ^ Expected "=" or a new line.`,
    `var
   | Expected the name of the variable.`,
    `var a
     | Expected "=".`,
    `resource
        | Expected the symbolic name of the resource.`,
    `resource a
          | Expected a resource type, such as 'Microsoft.Web/sites@2024-04-01'.`,
    `resource a 'b'
              | Expected "=".`,
    `resource a 'b' =
                | Expected "{", "[" or "if".`,
    `module a = {}
         ^ Expected the path of the module, such as './network.bicep'.`,
    `output a string
               | Expected "=".`,
    `import
      | Expected the imported names in braces, or "* as name".`,
    `func a
      | Expected "(" before the parameters of the function.`,
    `@a() param b string
^^^^ Expected a declaration below the decorator.
     ^^^^^ Expected a new line.`,
    `foo
^^^ Expected a declaration: param, var, resource, module, output, type, func, import, metadata or targetScope.
var a = 1`,
    `var a = 1 2
          ^ Expected a new line.
var b = 1`,
    `}
^ Expected a declaration: param, var, resource, module, output, type, func, import, metadata or targetScope.
var b = 1`,
  ]) {
    expectProblems(shown);
  }
});
