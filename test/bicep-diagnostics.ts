/** What the Bicep compiler says of a text, where its command line is installed. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** The command line of Bicep, which the ring finds; null without it. */
export const bicepCli: string | null = process.env.ZT_BICEP || null;

/**
 * Compiles a text by itself: each diagnostic as `Warning code: message`, without its place.
 * @throws if the compiler can't be started, or fails without a diagnostic
 */
export function bicepDiagnostics(cli: string, text: string): readonly string[] {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'zero-trust-bicep-'));
  try {
    const file = path.join(folder, 'main.bicep');
    writeFileSync(file, text);
    const { status, stderr, error } = spawnSync(cli, ['build', '--stdout', file], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (error !== undefined) throw error;
    const found = [
      ...stderr.matchAll(/\(\d+,\d+\) : ((?:Error|Warning|Info) [^\r\n]*?)(?: \[https:[^\r\n]*\])?\r?$/gm),
    ];
    if (status !== 0 && found.length === 0) throw new Error(`${cli} ended with code ${status}: ${stderr.trim()}`);
    return found.flatMap(([, diagnostic]) => diagnostic ?? []);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The diagnostics that stand more often after a change than before. */
export function newDiagnostics(cli: string, before: string, after: string): readonly string[] {
  const known = [...bicepDiagnostics(cli, before)];
  return bicepDiagnostics(cli, after).filter((diagnostic) => {
    const at = known.indexOf(diagnostic);
    if (at >= 0) known.splice(at, 1);
    return at < 0;
  });
}
