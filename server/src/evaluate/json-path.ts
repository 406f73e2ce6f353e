/** JSON paths that select one value: `$`, `.name`, `['name']` and `[0]`. Wildcards, filters and the like aren't read. */
import type { Cell } from './cell.ts';
import { isArray, isObject, type Value } from './values.ts';

const step = /\.?([A-Za-z_$][\w$-]*)|\['([^'\\]*)'\]|\["([^"\\]*)"\]|\[(\d{1,9})\]/y;

/**
 * The cell at a path inside of a JSON value; null if nothing is there or the path isn't one of these. Names respect case, as the JSON library
 * of Bicep does.
 */
export function selectJson(root: Cell, path: string, force: (cell: Cell) => Value): Cell | null {
  let cell: Cell | undefined = root;
  let at = path.startsWith('$') ? 1 : 0;
  while (at < path.length && cell !== undefined) {
    step.lastIndex = at;
    const found = step.exec(path);
    if (found === null) return null;
    at = step.lastIndex;
    const [, plain, single, double, index] = found;
    cell = childOf(force(cell), plain ?? single ?? double ?? null, Number(index));
  }
  return cell ?? null;
}

function childOf(value: Value, name: string | null, index: number): Cell | undefined {
  if (name === null) return isArray(value) ? value.items[index]?.cell : undefined;
  if (!isObject(value)) return undefined;
  const position = value.shape.keys.lastIndexOf(name);
  return position < 0 ? undefined : value.cells[position];
}
