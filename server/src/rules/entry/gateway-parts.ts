/** The parts of an application gateway that rules ask for. */
import type { ResourceView } from '../../deployment/view.ts';

/** The paths of the elements of an array of the gateway, such as `httpListeners`. */
export function partsOf(gateway: ResourceView, array: string): readonly string[] {
  const path = `properties.${array}`;
  return [...Array(gateway.size(path)).keys()].map((index) => `${path}.${index}`);
}

/** True if the value at the path is this text, in any case, as Azure takes its enumerations. */
export function isTextAt(resource: ResourceView, path: string, text: string): boolean {
  const value = resource.read(path);
  return typeof value === 'string' && value.toLowerCase() === text.toLowerCase();
}

/** The name of the part that an id in the gateway means; null where none is given. */
export function partNameAt(gateway: ResourceView, idPath: string): string | null {
  return gateway.target(idPath)?.name.toLowerCase() ?? null;
}

/** What the parts are called, for messages. */
export function partNames(gateway: ResourceView, paths: readonly string[]): readonly string[] {
  return paths.map((path) => String(gateway.read(`${path}.name`) ?? 'without a name'));
}
