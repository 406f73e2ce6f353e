/** Binds the names of a template in a frame. */
import { bind } from './bindings.ts';
import { bindingKey, Cell } from './cell.ts';
import { declareModule } from './declare-module.ts';
import { declareResource } from './declare-resource.ts';
import type { Declared } from './declared.ts';
import type { Around, Place, Sharing } from './declaring.ts';
import { declareFunctions, declareImport } from './imports.ts';
import { bindParameter } from './module-arguments.ts';
import { addResource, namedAround } from './named-resources.ts';

/**
 * Binds all names of a template; parameters that are bound already keep their arguments. What the declarations make is added once all
 * names are bound, so that the array of a loop may read what any other declaration gives.
 */
export function declareTemplate(sharing: Sharing, around: Around, place: Place): Declared {
  const { template, frame } = place;
  const declared: Declared[] = [];
  if (!place.isOuter) declareFunctions(template, frame);
  for (const declaration of template.declarations) {
    switch (declaration.kind) {
      case 'parameter': {
        if (place.isOuter || frame.bindings.has(bindingKey(frame, 'parameter', declaration.name))) break;
        bindParameter(sharing, declaration, template, frame, null);
        break;
      }
      case 'variable': {
        if (place.isOuter) break;
        const cell = new Cell(declaration.value, frame);
        bind(frame, 'variable', declaration.name, { kind: 'variable', cell, node: declaration.node });
        break;
      }
      case 'import':
        declareImport(sharing, declaration, frame);
        break;
      case 'module':
        declared.push(declareModule(sharing, around, declaration, place));
        break;
      case 'resource': {
        const made = declareResource(around, declaration, frame, declared.length);
        declared.push(made);
        const resources = namedAround(frame);
        if (resources !== null) addResource(resources, declaration, made);
        break;
      }
      default:
        break;
    }
  }
  return (into) => {
    for (const collect of declared) collect(into);
  };
}
