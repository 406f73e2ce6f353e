/**
 * For tests: random Bicep expressions of a wanted type. They are well typed; some fail when they are evaluated (an index out of range), which
 * is meant.
 */
import type { Draws } from './draws.ts';

/** `thing` is an object `{ name: string, size: int, on: bool, tags: string[], extra?: string }`, `bag` one of string properties with any keys. */
export type Type = 'string' | 'int' | 'bool' | 'strings' | 'ints' | 'thing' | 'things' | 'bag';

/** What stands for a value of a type in an expression. `late` is known to Azure only when it deploys: no name may be made of it. */
export interface Known {
  readonly text: string;
  readonly type: Type;
  readonly late: boolean;
}

export interface UserFunction {
  readonly name: string;
  readonly parameters: readonly Type[];
  readonly result: Type;
}

/** What an expression may be made of. */
export interface Surroundings {
  readonly draws: Draws;
  readonly known: readonly Known[];
  readonly functions: readonly UserFunction[];
  /** Gives names that nothing else has. */
  readonly fresh: (prefix: string) => string;
  /** False where what is known late must not be used. */
  readonly late: boolean;
}

const strings = [
  'a',
  '',
  'web',
  'App',
  'x-1',
  'b,c',
  '[x]',
  '{0}',
  "it\\'s",
  '10.0.0.0/16',
  'é',
  'Web',
  '\\${a}',
  'a\\nb',
];

type Way = (at: Surroundings, depth: number) => string;

/** An expression of a type. */
export function expression(at: Surroundings, type: Type, depth: number): string {
  const { draws } = at;
  const usable = at.known.filter((known) => known.type === type && (at.late || !known.late));
  if (depth <= 0 || draws.below(3) === 0) {
    if (usable.length > 0 && draws.below(4) > 0) return draws.pick(usable).text;
    return literal(at, type, depth);
  }
  const calls = at.functions.filter((declared) => declared.result === type);
  if (calls.length > 0 && draws.once(6)) {
    const called = draws.pick(calls);
    return `${called.name}(${called.parameters.map((parameter) => expression(at, parameter, depth - 1)).join(', ')})`;
  }
  return draws.pick(anyWays(type).concat(ways[type]))(at, depth - 1);
}

/** An expression that may stand in a text: one without objects and arrays. */
export function simple(at: Surroundings, type: 'string' | 'int' | 'bool'): string {
  return at.draws.once(4) ? `toLower(string(${expression(at, type, 0)}))` : expression(at, type, 0);
}

/** The end of a name in Azure, which has no slashes. */
export function nameEnd(at: Surroundings): string {
  const words = simple(at, 'string');
  const { draws } = at;
  const ways = ['', `-\${${simple(at, 'int')}}`, `-\${${simple(at, 'bool')}}`, `-\${uniqueString(${words})}`];
  return draws.pick([...ways, `-\${replace(${words}, '/', '_')}`]);
}

/** The expression with names known besides: of a lambda, a loop, a function. */
export function within(at: Surroundings, ...known: readonly Known[]): Surroundings {
  return { ...at, known: [...at.known, ...known] };
}

function literal(at: Surroundings, type: Type, depth: number): string {
  const { draws } = at;
  const inside = (of: Type): string => expression(at, of, depth - 1);
  switch (type) {
    case 'string':
      return `'${draws.pick(strings)}'`;
    case 'int':
      return draws.pick(['1', '0', '2', '7', '-3', '4096', '3000000000']);
    case 'bool':
      return draws.pick(['true', 'false']);
    case 'strings':
      return `[${listOf(draws, () => inside('string')).join(', ')}]`;
    case 'ints':
      return `[${listOf(draws, () => inside('int')).join(', ')}]`;
    case 'things':
      return `[${listOf(draws, () => (depth <= 0 ? thing(at, 0) : inside('thing'))).join(', ')}]`;
    case 'bag':
      return `{ ${listOf(draws, (index) => `'${draws.pick(['a', 'B', 'c d'])}${index}': ${inside('string')}`).join(', ')} }`;
    case 'thing':
      return thing(at, depth);
  }
}

function thing(at: Surroundings, depth: number): string {
  const extra = at.draws.once(3) ? `, extra: ${expression(at, 'string', depth - 1)}` : '';
  const [name, size, on, tags] = (['string', 'int', 'bool', 'strings'] as const).map((of) =>
    expression(at, of, depth - 1),
  );
  return `{ name: ${name}, size: ${size}, on: ${on}, tags: ${tags}${extra} }`;
}

function listOf(draws: Draws, make: (index: number) => string): readonly string[] {
  return Array.from({ length: draws.below(4) }, (_, index) => make(index));
}

/** Ways to any type. */
function anyWays(type: Type): readonly Way[] {
  return [
    (at, depth) =>
      `(${expression(at, 'bool', depth)} ? ${expression(at, type, depth)} : ${expression(at, type, depth)})`,
    (at, depth) => `(${maybe(at, type, depth)} ?? ${expression(at, type, depth)})`,
  ];
}

/** An expression that may be null. */
function maybe(at: Surroundings, type: Type, depth: number): string {
  const { draws } = at;
  const choice = draws.below(4);
  if (choice === 1 && type === 'string') return `${expression(at, 'thing', depth)}.?extra`;
  if (choice === 2 && type === 'string') return `${expression(at, 'bag', depth)}[?${expression(at, 'string', depth)}]`;
  if (choice === 3 && type === 'thing') return `${expression(at, 'things', depth)}[?${draws.below(3)}]`;
  return `(${expression(at, 'bool', depth)} ? ${expression(at, type, depth)} : null)`;
}

/** Calls of one function with arguments of these types. */
function call(name: string, ...types: readonly Type[]): Way {
  return (at, depth) => `${name}(${types.map((type) => expression(at, type, depth)).join(', ')})`;
}

function operator(sign: string, left: Type, right = left): Way {
  return (at, depth) => `(${expression(at, left, depth)} ${sign} ${expression(at, right, depth)})`;
}

/** A property of something, or an element. */
function member(owner: Type, access: string): Way {
  return (at, depth) => `${expression(at, owner, depth)}${access}`;
}

/** A call whose last argument is a lambda over the elements of its first. */
function withLambda(name: string, list: Type, item: Type, result: Type, index = false): Way {
  return (at, depth) => {
    const name1 = at.fresh('x');
    const name2 = at.fresh('n');
    const named = [{ text: name1, type: item, late: false }] as const;
    const inside = index ? within(at, ...named, { text: name2, type: 'int', late: false }) : within(at, ...named);
    const head = index ? `(${name1}, ${name2})` : name1;
    return `${name}(${expression(at, list, depth)}, ${head} => ${expression(inside, result, depth)})`;
  };
}

function spreadOf(type: Type, item: Type): Way {
  return (at, depth) =>
    `[${[`...${expression(at, type, depth)}`, ...listOf(at.draws, () => (at.draws.once(2) ? expression(at, item, depth) : `...${expression(at, type, depth)}`))].join(', ')}]`;
}

const ofLists = (type: Type, item: Type): readonly Way[] => [
  call('concat', type, type),
  spreadOf(type, item),
  (at, depth) => `take(${expression(at, type, depth)}, ${at.draws.below(4)})`,
  (at, depth) => `skip(${expression(at, type, depth)}, ${at.draws.below(3)})`,
  (at, depth) => `flatten([${expression(at, type, depth)}, ${expression(at, type, depth)}])`,
  withLambda('filter', type, item, 'bool'),
  withLambda('filter', type, item, 'bool', true),
];

const ways: Readonly<Record<Type, readonly Way[]>> = {
  string: [
    (at) => `'${at.draws.pick(['', 'a-', '[', '{'])}\${${simple(at, 'string')}}${at.draws.pick(['', '-b', ']', '}'])}'`,
    (at) => `'\${${simple(at, 'int')}}/\${${simple(at, 'bool')}}'`,
    call('toLower', 'string'),
    call('toUpper', 'string'),
    call('trim', 'string'),
    call('string', 'int'),
    call('string', 'bool'),
    call('string', 'thing'),
    call('uniqueString', 'string', 'string'),
    call('guid', 'string'),
    call('base64', 'string'),
    call('uriComponent', 'string'),
    call('replace', 'string', 'string', 'string'),
    (at, depth) => `join(${expression(at, 'strings', depth)}, '${at.draws.pick([',', ''])}')`,
    (at, depth) => `padLeft(${expression(at, 'string', depth)}, ${at.draws.below(6)}, '0')`,
    (at, depth) => `take(${expression(at, 'string', depth)}, ${at.draws.below(4)})`,
    (at, depth) => `format('{0}-{1}', ${expression(at, 'string', depth)}, ${expression(at, 'int', depth)})`,
    (at, depth) => `${expression(at, 'strings', depth)}[${at.draws.pick(['0', '1', '^1'])}]`,
    call('first', 'strings'),
    call('last', 'strings'),
    member('thing', '.name'),
    (at, depth) => `(${expression(at, 'thing', depth)}.?extra ?? 'none')`,
    (at, depth) => `(${expression(at, 'things', depth)}[?0].?name ?? ${expression(at, 'string', depth)})`,
    () => 'resourceGroup().location',
    () => 'subscription().subscriptionId',
  ],
  int: [
    operator('+', 'int'),
    operator('-', 'int'),
    operator('*', 'int'),
    operator('/', 'int'),
    operator('%', 'int'),
    (at, depth) => `-(${expression(at, 'int', depth)})`,
    call('length', 'strings'),
    call('length', 'string'),
    call('length', 'bag'),
    call('min', 'int', 'int'),
    call('max', 'ints'),
    call('indexOf', 'string', 'string'),
    member('thing', '.size'),
    call('first', 'ints'),
    (at, depth) => {
      const [sum, item] = [at.fresh('s'), at.fresh('x')];
      const inside = within(at, { text: sum, type: 'int', late: false }, { text: item, type: 'int', late: false });
      return `reduce(${expression(at, 'ints', depth)}, 0, (${sum}, ${item}) => ${expression(inside, 'int', depth)})`;
    },
  ],
  bool: [
    operator('==', 'string'),
    operator('!=', 'int'),
    operator('=~', 'string'),
    operator('!~', 'string'),
    operator('<', 'int'),
    operator('>=', 'int'),
    operator('&&', 'bool'),
    operator('||', 'bool'),
    (at, depth) => `!(${expression(at, 'bool', depth)})`,
    call('empty', 'string'),
    call('empty', 'strings'),
    call('contains', 'strings', 'string'),
    call('contains', 'bag', 'string'),
    call('contains', 'string', 'string'),
    call('startsWith', 'string', 'string'),
    call('endsWith', 'string', 'string'),
    member('thing', '.on'),
    operator('==', 'thing'),
    operator('==', 'strings'),
    (at, depth) => `(${maybe(at, 'string', depth)} == null)`,
  ],
  strings: [
    ...ofLists('strings', 'string'),
    withLambda('map', 'things', 'thing', 'string'),
    withLambda('map', 'strings', 'string', 'string', true),
    withLambda('map', 'ints', 'int', 'string'),
    call('union', 'strings', 'strings'),
    call('intersection', 'strings', 'strings'),
    (at, depth) => `split(${expression(at, 'string', depth)}, '${at.draws.pick(['-', ','])}')`,
    member('thing', '.tags'),
    call('objectKeys', 'bag'),
    (at, depth) => {
      const item = at.fresh('i');
      return `map(items(${expression(at, 'bag', depth)}), ${item} => '\${${item}.key}=\${${item}.value}')`;
    },
    (at, depth) => {
      const [a, b] = [at.fresh('a'), at.fresh('b')];
      return `sort(${expression(at, 'strings', depth)}, (${a}, ${b}) => ${a} < ${b})`;
    },
  ],
  ints: [
    ...ofLists('ints', 'int'),
    (at, depth) => `range(${expression(at, 'int', depth)}, ${at.draws.below(4)})`,
    withLambda('map', 'strings', 'string', 'int'),
  ],
  thing: [
    (at, depth) => `{ ...${expression(at, 'thing', depth)}, size: ${expression(at, 'int', depth)} }`,
    (at, depth) => `{ ...${expression(at, 'thing', depth)}, ...${expression(at, 'thing', depth)} }`,
    call('union', 'thing', 'thing'),
    (at, depth) => `union(${expression(at, 'thing', depth)}, { tags: ${expression(at, 'strings', depth)} })`,
    (at, depth) => `${expression(at, 'things', depth)}[0]`,
    call('first', 'things'),
  ],
  things: [...ofLists('things', 'thing'), withLambda('map', 'strings', 'string', 'thing')],
  bag: [
    call('union', 'bag', 'bag'),
    (at, depth) => `{ ...${expression(at, 'bag', depth)}, ...${expression(at, 'bag', depth)} }`,
    (at, depth) => `{ '\${${simple(at, 'string')}}': ${expression(at, 'string', depth)} }`,
    withLambda('toObject', 'strings', 'string', 'string'),
    (at, depth) => {
      const [x, y] = [at.fresh('x'), at.fresh('y')];
      const [one, two] = [x, y].map((text) => within(at, { text, type: 'thing', late: false }));
      if (one === undefined || two === undefined) return '{}';
      return `toObject(${expression(at, 'things', depth)}, ${x} => ${expression(one, 'string', depth)}, ${y} => ${expression(two, 'string', depth)})`;
    },
    withLambda('mapValues', 'bag', 'string', 'string'),
  ],
};
