/** The type of what an expression gives, by its text: whatever value it has, if it has one that is known and isn't null. */
import type { Expression, TypeFacts } from '../template/ir.ts';
import { type Frame, lookUp } from './cell.ts';
import { meansDeclared, userFunctionOf } from './functions/user.ts';
import type { Scalar } from './values.ts';

type Base = Exclude<TypeFacts['base'], 'any'>;

/** Names of functions in lower case. Source: Azure documentation, template functions. */
const functionsByBase: Readonly<Record<Base, string>> = {
  string: `base64 base64tostring datauri datauritostring datetimeadd datetimefromepoch extensionresourceid format guid join
    managementgroupresourceid newguid padleft replace resourceid string subscriptionresourceid substring tenantresourceid tolower toupper trim
    uniquestring uri uricomponent uricomponenttostring utcnow`,
  bool: 'bool contains empty endswith equals greater greaterorequals less lessorequals not startswith',
  int: 'add datetimetoepoch div indexof int lastindexof length mod mul sub',
  array: 'array createarray filter flatten items map objectkeys range sort split',
  object: 'createobject groupby mapvalues shallowmerge toobject',
};

const baseOfFunction: ReadonlyMap<string, Base> = new Map(
  (Object.keys(functionsByBase) as Base[]).flatMap((base) =>
    functionsByBase[base].split(/\s+/).map((name): [string, Base] => [name, base]),
  ),
);

/** Variables that stand for each other and are followed. */
const mostNames = 8;

/** The type in all alternatives; null if the text doesn't tell. Of what a frame binds nothing is evaluated; without one names tell nothing. */
export function baseOf(expression: Expression, frame: Frame | null, names = 0): Base | null {
  switch (expression.kind) {
    case 'text':
      return 'string';
    case 'object':
      return 'object';
    case 'array':
    case 'loop':
      return 'array';
    case 'both':
    case 'either':
      return 'bool';
    case 'literal':
      return baseOfScalar(expression.value);
    case 'call':
      return frame === null ? null : baseOfCall(expression, frame, names);
    case 'name': {
      const found = frame === null || names >= mostNames ? undefined : lookUp(frame, expression.space, expression.name);
      if (found?.binding.kind !== 'variable') return null;
      const { cell } = found.binding;
      // A cell that was made with its value, such as an item of a loop, has the expression that it was made by.
      return cell.value === undefined ? baseOf(cell.expression, cell.frame, names + 1) : null;
    }
    default:
      return null;
  }
}

function baseOfCall(expression: Extract<Expression, { kind: 'call' }>, frame: Frame, names: number): Base | null {
  if (expression.target !== null || meansDeclared(frame, expression) || userFunctionOf(frame, expression) !== null)
    return null;
  const name = expression.name.toLowerCase();
  const known = baseOfFunction.get(name);
  if (known !== undefined) return known;
  if (name !== 'union') return null;
  // It gives what its arguments are, all of them the same.
  const bases = expression.arguments.map((operand) => baseOf(operand, frame, names));
  const [first = null] = bases;
  return bases.every((base) => base === first) ? first : null;
}

function baseOfScalar(value: Scalar): Base | null {
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'bool';
    case 'number':
    case 'bigint':
      return 'int';
    default:
      return null;
  }
}
