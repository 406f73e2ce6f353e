import { execFileSync } from 'node:child_process';

/** Ids of the processes that run our language server from below a folder of installed extensions. */
export function languageServersIn(extensionsFolder: string): readonly number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,args='], { encoding: 'utf8' });
  return table.split('\n').flatMap((line) => {
    const [, id, command = ''] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return id !== undefined && command.includes(extensionsFolder) && /dist\/server\.cjs/.test(command)
      ? [Number(id)]
      : [];
  });
}
