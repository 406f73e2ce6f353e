import type { JsonArray, JsonNode, JsonObject, JsonProperty, JsonString, JsonValue } from './json-node.ts';

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** An object or array whose end hasn't been read yet. */
export interface Container {
  readonly node: Writable<JsonObject> | Writable<JsonArray>;
  readonly children: JsonNode[];
  /** Indentation of the line on which it begins, and where that line begins. */
  readonly indentation: number;
  readonly lineStart: number;
  /** Its opening bracket is missing. */
  readonly implicit: boolean;
}

/** A scalar value before it has its place in the tree. */
export type JsonScalar = Exclude<JsonValue, JsonObject | JsonArray>;

/** Puts a JSON tree together, from the root down. It knows the shape of the tree and nothing of the text. */
export class JsonTreeBuilder {
  root: JsonValue | null = null;
  /** The containers that are open, outermost first. */
  readonly containers: Container[] = [];
  /** The innermost of them. */
  top: Container | undefined;
  /** The property that the next value belongs to. */
  property: Writable<JsonProperty> | undefined;

  private objects = 0;

  /** True if an object or array is open. */
  has(type: 'object' | 'array'): boolean {
    return (type === 'object' ? this.objects : this.containers.length - this.objects) > 0;
  }

  /** The container around the innermost. */
  get outer(): Container | undefined {
    return this.containers[this.containers.length - 2];
  }

  /** Begins a property of the innermost object. */
  addKey(key: JsonString): void {
    const object = this.top;
    if (object?.node.type !== 'object') return;
    const { offset, length } = key;
    this.property = { type: 'property', offset, length, parent: object.node, colonOffset: -1, children: [key] };
    (key as Writable<JsonString>).parent = this.property;
    object.children.push(this.property);
  }

  addScalar(scalar: JsonScalar): void {
    this.attach(scalar);
    this.endProperty(scalar.offset + scalar.length);
  }

  /** Opens a container where the next value belongs. Where none belongs, inside an object, it is read and belongs to nothing. */
  open(
    type: 'object' | 'array',
    offset: number,
    layout: Pick<Container, 'indentation' | 'lineStart'>,
    implicit = false,
  ): void {
    const children: never[] = [];
    const node: Writable<JsonObject> | Writable<JsonArray> =
      type === 'object'
        ? { type, offset, length: 0, parent: undefined, incomplete: false, children }
        : { type, offset, length: 0, parent: undefined, incomplete: false, children };
    this.attach(node);
    this.top = { node, children, ...layout, implicit };
    this.containers.push(this.top);
    if (type === 'object') this.objects++;
    this.property = undefined;
  }

  /** Closes the innermost container at the offset `end`. */
  close(end: number): void {
    const container = this.containers.pop();
    if (container === undefined) return;
    if (container.node.type === 'object') this.objects--;
    container.node.length = end - container.node.offset;
    this.top = this.containers[this.containers.length - 1];
    const { parent } = container.node;
    this.property = parent?.type === 'property' ? parent : undefined;
    this.endProperty(end);
  }

  /** Ends the current property, with its value or without, at the offset `end`. */
  endProperty(end: number): void {
    if (this.property !== undefined) this.property.length = end - this.property.offset;
    this.property = undefined;
  }

  /** The last item of the innermost array, or the last property of the innermost object. */
  lastChild(): JsonNode | undefined {
    return this.top?.children[this.top.children.length - 1];
  }

  /** Takes back the last item of the innermost array. */
  removeLastItem(): void {
    if (this.top?.node.type === 'array') this.top.children.pop();
  }

  /** Takes back the value of a property; the property then ends behind its colon. */
  removeValue(property: JsonProperty): void {
    const writable: Writable<JsonProperty> = property;
    writable.children = [property.children[0]];
    writable.length = property.colonOffset + 1 - property.offset;
  }

  /** Says that part of the innermost container, or of the root once it is closed, could not be read. */
  markIncomplete(): void {
    const node: Writable<JsonValue> | null = this.top?.node ?? this.root;
    if (node?.type === 'object' || node?.type === 'array') node.incomplete = true;
  }

  private attach(value: JsonValue): void {
    const writable: Writable<JsonValue> = value;
    if (this.top === undefined) {
      this.root ??= value;
    } else if (this.top.node.type === 'array') {
      writable.parent = this.top.node;
      this.top.children.push(value);
    } else if (this.property !== undefined) {
      writable.parent = this.property;
      this.property.children = [this.property.children[0], value];
    }
  }
}
