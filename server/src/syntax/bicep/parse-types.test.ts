import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertNoProblem, expectProblems, outlineOf, outlineOfType } from '../../../../test/bicep-outline.ts';

function checkTypes(cases: Readonly<Record<string, string>>): void {
  for (const [written, expected] of Object.entries(cases)) {
    for (const text of [written, written.replaceAll('\n', '\r\n')]) {
      assert.equal(outlineOfType(text), expected, text);
      assertNoProblem(`type x = ${text}`);
    }
  }
}

test('names, literals and what is attached to them', () => {
  checkTypes({
    string: 'string',
    'sys.string': '(TypeMember sys string)',
    'string[][]?': '(NullableType (ArrayType (ArrayType string)))',
    'a!?': '(NullableType (NonNullableType a))',
    'a.b[0].*[*]': '(TypeItems (TypeAdditionalProperties (TypeElement (TypeMember a b) 0)))',
    "'a'": "'a'",
    '-1': '(UnaryType - 1)',
    '!true': '(UnaryType ! true)',
    null: 'null',
    "'a${b}'": '(String b)',
  });
});

test('unions, also over lines', () => {
  checkTypes({
    "'a' | 'b'": "(UnionType 'a' 'b')",
    "| 'a'": "(UnionType 'a')",
    "\n  | 'a'\n  | 'b'": "(UnionType 'a' 'b')",
    "('a' | 'b')[]": "(ArrayType (ParenthesizedType (UnionType 'a' 'b')))",
    '-1 | null | a?': '(UnionType (UnaryType - 1) null (NullableType a))',
  });
});

test('objects and tuples', () => {
  checkTypes({
    '{}': '(ObjectType)',
    "{ a: string, 'b-c': int? }":
      "(ObjectType (ObjectTypeProperty a string) (ObjectTypeProperty 'b-c' (NullableType int)))",
    '{\n  *: string\n}': '(ObjectType (ObjectTypeProperty * string))',
    '{\n  @secure()\n  @minLength(1)\n  a: string\n}':
      '(ObjectType (ObjectTypeProperty (Decorator (FunctionCall secure)) (Decorator (FunctionCall minLength 1)) a string))',
    '[string, int]': '(TupleType (TupleTypeItem string) (TupleTypeItem int))',
    '[\n  @a()\n  string\n]': '(TupleType (TupleTypeItem (Decorator (FunctionCall a)) string))',
  });
});

test('types with arguments', () => {
  checkTypes({
    "resourceInput<'a@b'>.c": "(TypeMember (ParameterizedType resourceInput 'a@b') c)",
    'a.b<c, d>[]': '(ArrayType (ParameterizedType a b c d))',
    'a<\n  b,\n  c\n>': '(ParameterizedType a b c)',
  });
});

test('a resource as the type of a parameter or output', () => {
  assert.equal(outlineOf("param a resource 'b@c'"), "(ParameterDeclaration a (ResourceType 'b@c'))");
  assert.equal(outlineOf('output a resource = b'), '(OutputDeclaration a (ResourceType) b)');
  assert.equal(outlineOf('param a resource<b>'), '(ParameterDeclaration a (ParameterizedType resource b))');
});

test('what a type may not be', () => {
  for (const shown of [
    `type a = 'b' |
              | Expected a type after "|".
var c = 1`,
    `type a = 'b' | +
               ^ Expected a type.
var c = 1`,
    `type a = {
  b
   | Expected ":".
}`,
    `type a = b<c, >
              ^ Expected a type.`,
    `type a = b<c
            | Expected ">".`,
    `type a = b[c
            | Expected "]".`,
  ]) {
    expectProblems(shown);
  }
});
