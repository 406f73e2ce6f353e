/** The module calls that lead to a resource. */
import type { Frame } from '../evaluate/cell.ts';
import type { ModuleCall } from '../evaluate/declared.ts';
import type { Program } from '../evaluate/program.ts';
import type { FileNode } from './deployment.ts';
import type { ResourceEntry } from './entries.ts';

export class CallPaths {
  private readonly byCallee: ReadonlyMap<Frame, ModuleCall>;

  constructor(program: Program) {
    this.byCallee = new Map(program.calls.map((call) => [call.callee, call]));
  }

  /** The call that made the template frame of a frame, and those around it, the innermost first. */
  callsAround(frame: Frame): readonly ModuleCall[] {
    const calls: ModuleCall[] = [];
    // A frame inside of an outer template, of a loop or of a nested resource lies in the frame around it.
    for (let at: Frame | null = frame; at !== null; ) {
      const call = this.byCallee.get(at);
      if (call === undefined) {
        at = at.up;
        continue;
      }
      calls.push(call);
      at = call.caller;
    }
    return calls;
  }

  /** The names of those calls. */
  of(entry: ResourceEntry | null): readonly FileNode[] {
    let at = entry;
    while (at?.kind === 'element') at = at.parent;
    if (at === null) return [];
    return this.callsAround(at.instance.frame).map(callNode);
  }
}

/** The name of the module at a call. */
export function callNode({ declaration, caller }: ModuleCall): FileNode {
  return { file: caller.file, node: declaration.nameNode };
}
