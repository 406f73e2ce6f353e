/** Which calls of a file lead to a template, by their text alone: those of other deployments too. */
import type { WrittenCall } from '../repair/site.ts';
import { Dependencies } from './dependencies.ts';
import type { Scene } from './scene.ts';

/** The calls of `template` that the file `caller` itself makes; none in the templates that it embeds, which have names of their own. */
export function writtenCalls(scene: Scene, caller: string, template: string): readonly WrittenCall[] {
  const lowered = scene.record(caller)?.read?.lowered;
  if (lowered === undefined) return [];
  const { files } = new Dependencies(scene);
  return lowered.template.declarations.flatMap((declaration): readonly WrittenCall[] => {
    if (declaration.kind !== 'module' || declaration.path === null) return [];
    const target = files.resolve(caller, declaration.path);
    return 'file' in target && target.file === template ? [{ file: caller, lowered, declaration }] : [];
  });
}
