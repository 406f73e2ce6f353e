/** JSON as it is written: like `JSON.stringify` with an indentation of two, and whole numbers of any size as they are. */
export type Writable =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | readonly Writable[]
  | { readonly [key: string]: Writable };

/** Properties that are undefined are left out. The value's depth must be bounded: it is written recursively. */
export function jsonText(value: Writable, indent = ''): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const inside = `${indent}  `;
  const lines = isList(value)
    ? value.map((item) => jsonText(item, inside))
    : Object.entries(value).flatMap(([key, item]) =>
        item === undefined ? [] : [`${JSON.stringify(key)}: ${jsonText(item, inside)}`],
      );
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  return lines.length === 0 ? open + close : `${open}\n${inside}${lines.join(`,\n${inside}`)}\n${indent}${close}`;
}

function isList(value: object): value is readonly Writable[] {
  return Array.isArray(value);
}
