/**
 * The tree of a JSON text. Its nodes have the shape of jsonc-parser's `Node` (type, offset, length, value, parent, children, colonOffset), as a
 * discriminated union. Offsets are UTF-16 units of the file; a string's span includes its quotes, its `value` is decoded.
 */
export type JsonNode = JsonValue | JsonProperty;

export type JsonValue = JsonObject | JsonArray | JsonString | JsonNumber | JsonBoolean | JsonNull;

interface Placed {
  readonly offset: number;
  readonly length: number;
}

export interface JsonObject extends Placed {
  readonly type: 'object';
  /** True if its closing bracket is missing or something in it could not be read: it may hold more than its children. */
  readonly incomplete: boolean;
  readonly parent: JsonProperty | JsonArray | undefined;
  readonly children: readonly JsonProperty[];
}

export interface JsonArray extends Placed {
  readonly type: 'array';
  /** As of an object. */
  readonly incomplete: boolean;
  readonly parent: JsonProperty | JsonArray | undefined;
  readonly children: readonly JsonValue[];
}

/** A key with its value; the value is missing while it is being typed. `colonOffset` is -1 as long as there is no colon. */
export interface JsonProperty extends Placed {
  readonly type: 'property';
  readonly parent: JsonObject;
  readonly colonOffset: number;
  readonly children: readonly [JsonString] | readonly [JsonString, JsonValue];
}

export interface JsonString extends Placed {
  readonly type: 'string';
  readonly parent: JsonProperty | JsonArray | undefined;
  readonly value: string;
}

export interface JsonNumber extends Placed {
  readonly type: 'number';
  readonly parent: JsonProperty | JsonArray | undefined;
  readonly value: number;
}

export interface JsonBoolean extends Placed {
  readonly type: 'boolean';
  readonly parent: JsonProperty | JsonArray | undefined;
  readonly value: boolean;
}

export interface JsonNull extends Placed {
  readonly type: 'null';
  readonly parent: JsonProperty | JsonArray | undefined;
  readonly value: null;
}

/**
 * The innermost node at the offset; touching ends count, so that a cursor behind a value is in it. Null outside of the root.
 */
export function nodeAt(root: JsonNode, offset: number): JsonNode | null {
  if (offset < root.offset || offset > root.offset + root.length) return null;
  let node: JsonNode = root;
  for (;;) {
    const child: JsonNode | null = childAt(node, offset);
    if (child === null) return node;
    node = child;
  }
}

function childAt(node: JsonNode, offset: number): JsonNode | null {
  if (!('children' in node)) return null;
  const children: readonly JsonNode[] = node.children;
  let low = 0;
  let high = children.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const child = children[middle];
    if (child === undefined) return null;
    if (offset < child.offset) high = middle - 1;
    else if (offset > child.offset + child.length) low = middle + 1;
    else return child;
  }
  return null;
}

/** The steps from the root to the node: keys as written (decoded) and indexes. The path of a property is that of its value. */
export function pathTo(node: JsonNode): (string | number)[] {
  const path: (string | number)[] = [];
  let at: JsonNode | undefined = node.type === 'string' && isKey(node) ? node.parent : node;
  while (at !== undefined) {
    const parent: JsonNode | undefined = at.parent;
    if (at.type === 'property') path.push(at.children[0].value);
    else if (parent?.type === 'array') path.push(parent.children.indexOf(at));
    at = parent;
  }
  return path.reverse();
}

/** True for the string that is the key of a property. */
export function isKey(node: JsonString): boolean {
  return node.parent?.type === 'property' && node.parent.children[0] === node;
}

/** The property of an object by name, ignoring case as ARM does. Of several with the name it is the last, which wins. */
export function propertyOf(object: JsonObject, name: string): JsonProperty | null {
  for (let index = object.children.length - 1; index >= 0; index--) {
    const property = object.children[index];
    if (property !== undefined && sameName(property.children[0].value, name)) return property;
  }
  return null;
}

/** The value of a property by name, ignoring case; null if the property or its value is missing. */
export function propertyValue(object: JsonObject, name: string): JsonValue | null {
  return propertyOf(object, name)?.children[1] ?? null;
}

/** The node that a path of keys (ignoring case) and indexes leads to; null if a step is missing. */
export function valueAt(root: JsonValue, path: readonly (string | number)[]): JsonValue | null {
  let node: JsonValue | null = root;
  for (const step of path) {
    if (node === null) return null;
    if (typeof step === 'number') node = node.type === 'array' ? (node.children[step] ?? null) : null;
    else node = node.type === 'object' ? propertyValue(node, step) : null;
  }
  return node;
}

/** True if two names are equal to ARM, which ignores case. */
export function sameName(a: string, b: string): boolean {
  return a === b || (a.length === b.length && a.toLowerCase() === b.toLowerCase());
}
