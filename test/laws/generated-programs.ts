/** For tests: random Bicep programs of one or more files, without errors that the compiler would find. */
import type { Draws } from './draws.ts';
import {
  expression,
  type Known,
  nameEnd,
  type Surroundings,
  type Type,
  type UserFunction,
  within,
} from './generated-expressions.ts';

/** Files by name. */
export type ProgramFiles = Readonly<Record<string, string>>;

export const mainFile = 'main.bicep';

/** How deep expressions are nested. */
const depth = 3;

const types: readonly Type[] = ['string', 'int', 'bool', 'strings', 'ints', 'thing', 'things', 'bag'];

const written: Readonly<Record<Type, string>> = {
  string: 'string',
  int: 'int',
  bool: 'bool',
  strings: 'string[]',
  ints: 'int[]',
  thing: 'object',
  things: 'object[]',
  bag: 'object',
};

const elementOf: Readonly<Partial<Record<Type, Type>>> = { strings: 'string', ints: 'int', things: 'thing' };

export function generatedProgram(draws: Draws): ProgramFiles {
  const files: Record<string, string> = {};
  new Writer(draws, files, 0).write(mainFile);
  return files;
}

interface Parameter {
  readonly name: string;
  readonly type: Type;
  readonly isRequired: boolean;
}

interface Interface {
  readonly parameters: readonly Parameter[];
  readonly outputs: readonly { readonly name: string; readonly type: Type }[];
}

/** Names that a resource of each kind has in Azure, and what its children are called. */
const kinds = [
  { type: 'Microsoft.Storage/storageAccounts', version: '2023-05-01', child: 'blobServices' },
  { type: 'Microsoft.Network/virtualNetworks', version: '2024-05-01', child: 'subnets' },
  { type: 'Microsoft.Network/networkSecurityGroups', version: '2024-05-01', child: 'securityRules' },
] as const;

/** Writes one file, and the modules that it calls. */
class Writer {
  private readonly draws: Draws;
  private readonly files: Record<string, string>;
  private readonly level: number;
  private readonly lines: string[] = [];
  private readonly known: Known[] = [];
  private readonly functions: UserFunction[] = [];
  private readonly parameters: Parameter[] = [];
  private readonly outputs: { readonly name: string; readonly type: Type }[] = [];
  private names = 0;

  constructor(draws: Draws, files: Record<string, string>, level: number) {
    this.draws = draws;
    this.files = files;
    this.level = level;
  }

  write(file: string): Interface {
    this.files[file] = '';
    const sections: readonly (() => void)[] = [
      () => this.library(),
      () => this.userFunction(),
      () => this.parameter(),
      () => this.variable(),
      () => this.resource(),
      () => this.module(),
      () => this.variable(),
      () => this.output(),
    ];
    for (const section of sections) for (let count = this.draws.below(4); count > 0; count--) section();
    this.files[file] = `${this.lines.join('\n')}\n`;
    return { parameters: this.parameters, outputs: this.outputs };
  }

  private readonly fresh = (prefix: string): string => `${prefix}${++this.names}`;

  private at(late: boolean): Surroundings {
    return { draws: this.draws, known: this.known, functions: this.functions, fresh: this.fresh, late };
  }

  private expression(type: Type, late = false): string {
    return expression(this.at(late), type, depth);
  }

  /** A file of functions and variables that this one imports from. */
  private library(): void {
    if (!this.draws.once(3)) return;
    const file = `library${Object.keys(this.files).length}.bicep`;
    const [type, parameter] = [this.draws.pick(types), this.draws.pick(types)];
    const constants: Surroundings = { draws: this.draws, known: [], functions: [], fresh: this.fresh, late: false };
    const name = this.fresh('shared');
    const called = this.fresh('helper');
    const inside = within(constants, { text: 'a', type: parameter, late: false });
    this.files[file] = [
      `@export()\nvar ${name} = ${expression(constants, type, depth)}`,
      `@export()\nfunc ${called}(a ${written[parameter]}) ${written[type]} => ${expression(inside, type, depth)}`,
      '',
    ].join('\n');
    const alias = this.draws.once(2) ? this.fresh('named') : null;
    this.lines.push(`import { ${name}${alias === null ? '' : ` as ${alias}`}, ${called} } from '${file}'`);
    this.known.push({ text: alias ?? name, type, late: false });
    this.functions.push({ name: called, parameters: [parameter], result: type });
  }

  private userFunction(): void {
    const name = this.fresh('f');
    const parameters = Array.from({ length: this.draws.below(3) }, () => this.draws.pick(types));
    const result = this.draws.pick(types);
    const known = parameters.map((type): Known => ({ text: this.fresh('q'), type, late: false }));
    const inside: Surroundings = { ...this.at(false), known };
    const list = known.map(({ text, type }) => `${text} ${written[type]}`).join(', ');
    this.lines.push(`func ${name}(${list}) ${written[result]} => ${expression(inside, result, depth)}`);
    this.functions.push({ name, parameters, result });
  }

  private parameter(): void {
    const { draws } = this;
    const type = draws.pick(types);
    const name = this.fresh('p');
    const alias = type === 'string' && draws.once(4) ? this.fresh('kind') : null;
    if (alias !== null) this.lines.push(`type ${alias} = 'a' | 'web' | 'App'`);
    if (type === 'string' && alias === null && draws.once(5)) this.lines.push(`@allowed(['a', 'web'])`);
    const isRequired = draws.once(3);
    const usual = alias === null ? this.expression(type) : "'web'";
    this.lines.push(`param ${name} ${alias ?? written[type]}${isRequired ? '' : ` = ${usual}`}`);
    this.known.push({ text: name, type, late: false });
    this.parameters.push({ name, type, isRequired });
    if (!draws.once(5)) return;
    const optional = this.fresh('o');
    this.lines.push(`param ${optional} ${written[type]}?`);
    this.known.push({ text: `(${optional} ?? ${literalOf(type)})`, type, late: false });
    this.parameters.push({ name: optional, type, isRequired: false });
  }

  private variable(): void {
    const { draws } = this;
    const type = draws.pick(types);
    const name = this.fresh('v');
    const item = elementOf[type];
    const isLoop = item !== undefined && draws.once(2);
    const late = !isLoop && draws.once(3);
    this.lines.push(`var ${name} = ${isLoop ? this.loop(item, false) : this.expression(type, late)}`);
    this.known.push({ text: name, type, late });
  }

  /** `[for (x, i) in source: body]`. */
  private loop(body: Type, late: boolean): string {
    const { header, inside } = this.header(this.at(late));
    return `[${header}: ${expression(inside, body, depth - 1)}]`;
  }

  /** @param two whether the array surely has two elements, so that both may be referred to */
  private header(at: Surroundings, two = false): { readonly header: string; readonly inside: Surroundings } {
    const { draws } = this;
    const source = two ? 'strings' : draws.pick(['strings', 'ints', 'things'] as const);
    const item: Known = { text: this.fresh('x'), type: elementOf[source] ?? 'string', late: false };
    const index: Known = { text: this.fresh('i'), type: 'int', late: false };
    const early = { ...at, late: false };
    const [one, other] = two ? [expression(early, 'string', 1), expression(early, 'string', 1)] : [];
    const over = two ? `[${one}, ${other}]` : expression(early, source, depth - 1);
    if (draws.once(2)) {
      return { header: `for (${item.text}, ${index.text}) in ${over}`, inside: within(at, item, index) };
    }
    return { header: `for ${item.text} in ${over}`, inside: within(at, item) };
  }

  private properties(at: Surroundings): string {
    const { draws } = this;
    const members: string[] = [];
    for (let count = draws.below(4); count > 0; count--) {
      const name = this.fresh('m');
      if (draws.once(3)) {
        const outer = this.header(at);
        const inner = this.header(outer.inside);
        const body = draws.once(2)
          ? `{ name: ${expression(outer.inside, 'string', 1)}, ${this.fresh('n')}: [${inner.header}: ${expression(inner.inside, draws.pick(types), 1)}] }`
          : expression(outer.inside, draws.pick(types), 2);
        members.push(`${name}: [${outer.header}: ${body}]`);
      } else members.push(`${name}: ${expression(at, draws.pick(types), depth)}`);
    }
    return `{ ${members.join(', ')} }`;
  }

  private resource(): void {
    const { draws } = this;
    const kind = draws.pick(kinds);
    const symbol = this.fresh('r');
    const unique = (inside: Surroundings, name = symbol): string => `'${name}${nameEnd(inside)}'`;
    const declared = `resource ${symbol} '${kind.type}@${kind.version}'`;
    const way = draws.below(5);
    if (way === 4) {
      this.lines.push(`${declared} existing = { name: ${unique(this.at(false))} }`);
      this.known.push(
        { text: `${symbol}.name`, type: 'string', late: false },
        { text: `${symbol}.id`, type: 'string', late: false },
      );
      return;
    }
    if (way === 3) {
      const two = draws.once(2);
      const { header, inside } = this.header(this.at(false), two);
      const filter = draws.once(2) ? `if (${expression(inside, 'bool', 2)}) ` : '';
      const body = { ...inside, late: true };
      this.lines.push(
        `${declared} = [${header}: ${filter}{ name: ${unique(inside)}, properties: ${this.properties(body)} }]`,
      );
      if (two) this.known.push({ text: `${symbol}[0].id`, type: 'string', late: false });
      if (two) this.known.push({ text: `${symbol}[1].name`, type: 'string', late: false });
      return;
    }
    const condition = way === 2 ? `if (${this.expression('bool')}) ` : '';
    const nested = draws.once(3) ? this.nested(kind.child) : '';
    const location = this.expression('string', true);
    const shown = this.expression('thing', true);
    this.lines.push(
      `${declared} = ${condition}{\n  name: ${unique(this.at(false))}\n  location: ${location}\n  properties: { shown: ${shown}, more: ${this.properties(this.at(true))} }${nested}\n}`,
    );
    if (draws.once(3)) {
      const child = this.fresh('c');
      this.lines.push(
        `resource ${child} '${kind.type}/${kind.child}@${kind.version}' = {\n  parent: ${symbol}\n  name: ${unique(this.at(false), child)}\n  properties: ${this.properties(this.at(true))}\n}`,
      );
      this.known.push({ text: `${child}.id`, type: 'string', late: false });
    }
    this.known.push(
      { text: `${symbol}.id`, type: 'string', late: false },
      { text: `${symbol}.name`, type: 'string', late: false },
      { text: `${symbol}.location`, type: 'string', late: true },
      { text: `${symbol}.properties.shown`, type: 'thing', late: true },
      { text: `${symbol}.properties.state`, type: 'string', late: true },
    );
  }

  private nested(type: string): string {
    const child = this.fresh('k');
    const name = nameEnd(this.at(false));
    return `\n  resource ${child} '${type}' = {\n    name: '${child}${name}'\n    properties: ${this.properties(this.at(true))}\n  }`;
  }

  private module(): void {
    const { draws } = this;
    if (this.level >= 3 || Object.keys(this.files).length >= 6) return;
    const file = `module${Object.keys(this.files).length}.bicep`;
    const callee = new Writer(draws, this.files, this.level + 1).write(file);
    for (let calls = 1 + draws.below(2); calls > 0; calls--) this.call(file, callee);
  }

  private call(file: string, { parameters, outputs }: Interface): void {
    const { draws } = this;
    const symbol = this.fresh('d');
    const looped = draws.once(4) ? this.header(this.at(true), true) : null;
    const inside = looped?.inside ?? this.at(true);
    const values = parameters
      .filter(({ isRequired }) => isRequired || draws.once(2))
      .map(({ name, type }) => {
        const item = elementOf[type];
        if (item === undefined || !draws.once(3)) return `${name}: ${expression(inside, type, depth)}`;
        const { header, inside: body } = this.header(inside);
        return `${name}: [${header}: ${expression(body, item, 2)}]`;
      });
    const name = `name: '${symbol}${looped === null ? '' : nameEnd({ ...inside, late: false })}'`;
    const scope = draws.once(6) ? `, scope: resourceGroup('g${nameEnd({ ...inside, late: false })}')` : '';
    const condition = looped === null && draws.once(4) ? `if (${this.expression('bool')}) ` : '';
    const body = `{ ${name}${scope}, params: { ${values.join(', ')} } }`;
    const value = looped === null ? `${condition}${body}` : `[${looped.header}: ${body}]`;
    this.lines.push(`module ${symbol} '${file}' = ${value}`);
    for (const { name: output, type } of outputs) {
      const access = looped === null ? '' : `[${draws.below(2)}]`;
      this.known.push({ text: `${symbol}${access}.outputs.${output}`, type, late: true });
    }
  }

  private output(): void {
    const { draws } = this;
    const type = draws.pick(types);
    const name = this.fresh('u');
    const item = elementOf[type];
    const value = item !== undefined && draws.once(3) ? this.loop(item, true) : this.expression(type, true);
    this.lines.push(`output ${name} ${written[type]} = ${value}`);
    this.outputs.push({ name, type });
  }
}

function literalOf(type: Type): string {
  return { string: "''", int: '0', bool: 'false', strings: '[]', ints: '[]', thing: '{}', things: '[]', bag: '{}' }[
    type
  ];
}
