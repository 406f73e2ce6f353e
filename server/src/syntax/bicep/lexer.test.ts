import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lex } from './lexer.ts';
import { TokenKind, tokenAt, tokenText } from './token-kinds.ts';

const NAMES = new Map(Object.entries(TokenKind).map(([name, kind]) => [kind as number, name]));

/** Tokens as `Kind text`, line breaks escaped, without the end of file. */
function tokensOf(text: string, yields = true): string[] {
  const { tokens } = lex(text, yields);
  return [...tokens.kinds.subarray(0, -1)].map(
    (kind, token) => `${NAMES.get(kind)} ${JSON.stringify(tokenText(text, tokens, token)).slice(1, -1)}`,
  );
}

function problemsOf(text: string, yields = true): string[] {
  return lex(text, yields).problems.map(({ span, message }) => `${span.start}-${span.end} ${message}`);
}

test('an empty text, blanks and a byte order mark are an end of file with trivia before it', () => {
  for (const text of ['', ' \t ', '\uFEFF', '\uFEFF  ']) {
    const { tokens, problems } = lex(text, true);
    assert.deepEqual([...tokens.kinds], [TokenKind.EndOfFile]);
    assert.equal(tokens.starts[0], text.length);
    assert.deepEqual(problems, []);
  }
});

test('a byte order mark anywhere else is not part of the language', () => {
  assert.deepEqual(tokensOf('a\uFEFFb'), ['Identifier a', 'Unrecognized \uFEFF', 'Identifier b']);
});

test('a run of line breaks is one token, of whatever kind they are', () => {
  assert.deepEqual(tokensOf('a\n\r\n\r\rb\r\n \n'), [
    'Identifier a',
    'NewLine \\n\\r\\n\\r\\r',
    'Identifier b',
    'NewLine \\r\\n',
    'NewLine \\n',
  ]);
});

test('only true, false and null are keywords', () => {
  assert.deepEqual(tokensOf('true false null True nulls resource if for in'), [
    'TrueKeyword true',
    'FalseKeyword false',
    'NullKeyword null',
    'Identifier True',
    'Identifier nulls',
    'Identifier resource',
    'Identifier if',
    'Identifier for',
    'Identifier in',
  ]);
});

test('every operator and bracket', () => {
  const operators = '{ } ( ) [ ] , . ? : ; = + - * / % ! < > <= >= == != =~ !~ && || ?? :: => | ... ^ @'.split(' ');
  const found = tokensOf(operators.join(' '));
  assert.equal(found.length, operators.length);
  assert.ok(found.every((token) => !token.startsWith('Unrecognized')));
  assert.deepEqual(tokensOf('a.?b[?c]...d..e'), [
    'Identifier a',
    'Dot .',
    'Question ?',
    'Identifier b',
    'LeftSquare [',
    'Question ?',
    'Identifier c',
    'RightSquare ]',
    'Ellipsis ...',
    'Identifier d',
    'Dot .',
    'Dot .',
    'Identifier e',
  ]);
});

test('digits end an integer, and a word may not begin with one', () => {
  assert.deepEqual(tokensOf('12ab 1.5'), ['Integer 12', 'Identifier ab', 'Integer 1', 'Dot .', 'Integer 5']);
});

test('what is no token is unrecognized, one character at a time', () => {
  assert.deepEqual(tokensOf('a " & $$ é'), [
    'Identifier a',
    'Unrecognized \\"',
    'Unrecognized &',
    'Unrecognized $$',
    'Unrecognized é',
  ]);
  assert.deepEqual(problemsOf('"'), ["0-1 Double quotes don't begin a string; use single quotes."]);
});

test('a name of 256 characters is too long', () => {
  assert.deepEqual(problemsOf('a'.repeat(255)), []);
  assert.deepEqual(problemsOf('a'.repeat(256)), ['0-256 A name may have at most 255 characters.']);
});

test('holes split strings, also nested ones', () => {
  assert.deepEqual(tokensOf(`'a\${b}c\${'d\${e}'}'`), [
    "StringLeftPiece 'a${",
    'Identifier b',
    'StringMiddlePiece }c${',
    "StringLeftPiece 'd${",
    'Identifier e',
    "StringRightPiece }'",
    "StringRightPiece }'",
  ]);
});

test('an escaped dollar and a dollar without brace open no hole', () => {
  assert.deepEqual(tokensOf(`'\\\${a} $b $'`), ["StringComplete '\\\\${a} $b $'"]);
});

test('multi-line strings: quotes inside, and holes by the number of dollars', () => {
  assert.deepEqual(tokensOf(`'''a'b''c'''''`), ["StringComplete '''a'b''c'''''"]);
  assert.deepEqual(tokensOf(`'''\${a}\n'''`), ["StringComplete '''${a}\\n'''"]);
  assert.deepEqual(tokensOf(`$$'''\${a}$$\${b}'''`), [
    "StringLeftPiece $$'''${a}$$${",
    'Identifier b',
    "StringRightPiece }'''",
  ]);
});

test('a string ends with its line', () => {
  for (const lineBreak of ['\n', '\r\n', '\r']) {
    const text = `'abc${lineBreak}'d'`;
    assert.deepEqual(tokensOf(text)[0], "StringComplete 'abc");
    assert.deepEqual(tokensOf(text)[2], "StringComplete 'd'");
    assert.deepEqual(problemsOf(text), ['0-4 The string is not closed at the end of the line.']);
  }
});

test('a hole ends with its line: an empty piece closes the string', () => {
  assert.deepEqual(tokensOf(`'a\${b\nc`), [
    "StringLeftPiece 'a${",
    'Identifier b',
    'StringRightPiece ',
    'NewLine \\n',
    'Identifier c',
  ]);
  assert.deepEqual(problemsOf(`'a\${b\nc`), ['5-5 The string is not closed at the end of the line.']);
});

test('a brace inside a hole has its own closing brace, except for the compiler', () => {
  const text = `'\${{}}'`;
  assert.deepEqual(tokensOf(text, true).at(-1), "StringRightPiece }'");
  assert.deepEqual(tokensOf(text, false).slice(2), ['RightBrace }', 'RightBrace }', "StringComplete '"]);
});

test('escapes that exist are silent, the others are marked', () => {
  assert.deepEqual(problemsOf(String.raw`'\n\r\t\\\'\$\u{1F60A}\u{0}'`), []);
  assert.deepEqual(problemsOf(String.raw`'a\qb'`), [
    "2-4 This escape doesn't exist; \\n, \\r, \\t, \\\\, \\', \\$ and \\u{...} do.",
  ]);
  for (const [wrong, length] of [
    ['\\u12', 2],
    ['\\u{}', 3],
    ['\\u{12', 5],
    ['\\u{110000}', 10],
  ] as const) {
    assert.deepEqual(problemsOf(`'${wrong}'`), [
      `1-${1 + length} A Unicode escape has the form \\u{1F60A}, with at most 10FFFF between the braces.`,
    ]);
  }
});

test('a backslash at the end of the line ends the string, except for the compiler', () => {
  assert.deepEqual(tokensOf("'a\\\nb'", true).slice(0, 2), ["StringComplete 'a\\\\", 'NewLine \\n']);
  assert.deepEqual(tokensOf("'a\\\nb'", false), ["StringComplete 'a\\\\\\nb'"]);
});

test('comments and directives are trivia', () => {
  const text = 'a // b\n/* c\n */ d /* e */ f\n  #disable-next-line x-1 Y_2\ng';
  const { comments, directives } = lex(text, true);
  assert.deepEqual(tokensOf(text), [
    'Identifier a',
    'NewLine \\n',
    'Identifier d',
    'Identifier f',
    'NewLine \\n',
    'NewLine \\n',
    'Identifier g',
  ]);
  assert.deepEqual(
    comments.map(({ kind, start, end }) => `${kind} ${text.slice(start, end)}`),
    ['line // b', 'block /* c\n */', 'block /* e */'],
  );
  assert.deepEqual(
    directives.map(({ start, end }) => text.slice(start, end)),
    ['#disable-next-line x-1 Y_2'],
  );
});

test('/*/ does not close itself, and comments do not nest', () => {
  assert.deepEqual(tokensOf('/*/ a */ b /* /* */ c'), ['Identifier b', 'Identifier c']);
});

test('a comment or string that is never closed gives way to the next declaration', () => {
  assert.deepEqual(tokensOf('/* a\n\nparam b string', true)[0], 'NewLine \\n\\n');
  assert.deepEqual(tokensOf("'''a\r\nparam b string", true).slice(0, 2), ["StringComplete '''a", 'NewLine \\r\\n']);
  assert.deepEqual(tokensOf('/* a\n\nparam b string', false), []);
});

test('the token at an offset, or the next one', () => {
  const text = 'ab  cd';
  const { tokens } = lex(text, true);
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5, 6].map((offset) => tokenText(text, tokens, tokenAt(tokens, offset))),
    ['ab', 'ab', 'cd', 'cd', 'cd', 'cd', ''],
  );
});
