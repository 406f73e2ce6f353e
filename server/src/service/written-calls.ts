/** Which calls lead to a template, by the texts of the files alone: those of other deployments too. */
import type { WrittenCall } from '../repair/site.ts';
import { Dependencies } from './dependencies.ts';
import type { Scene } from './scene.ts';

/**
 * The calls of a template in the files that are known to include it, and in those that stand beside the workspace's; null if there are too many of
 * these. What templates embed is left out: it has names of its own.
 */
export function writtenCalls(
  scene: Scene,
  callers: readonly string[],
  template: string,
): readonly WrittenCall[] | null {
  const { bystanders } = scene.workspace;
  const beside = bystanders === undefined ? [] : bystanders();
  if (beside === null) return null;
  const { files } = new Dependencies(scene);
  return [...new Set([...callers, ...beside])].flatMap((caller) => {
    const lowered = scene.record(caller)?.read?.lowered;
    return (lowered?.template.declarations ?? []).flatMap((declaration): readonly WrittenCall[] => {
      if (lowered === undefined || declaration.kind !== 'module' || declaration.path === null) return [];
      const target = files.resolve(caller, declaration.path);
      return 'file' in target && target.file === template ? [{ file: caller, lowered, declaration }] : [];
    });
  });
}
