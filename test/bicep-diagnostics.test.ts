/** The ring with the Bicep compiler, where a script stands for the compiler. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, suite, test } from 'node:test';
import { bicepDiagnostics, newDiagnostics } from './bicep-diagnostics.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'zero-trust-fake-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Complains like the compiler about each line with `wrong` in it, and fails where there is `broken`. */
const fake = `#!/bin/sh
[ "$1 $2" = 'build --stdout' ] || exit 9
grep -n wrong "$3" | while IFS=: read -r line rest; do
  echo "$3($line,1) : Warning no-wrong: This is wrong. [https://aka.ms/bicep]" >&2
done
grep -q broken "$3" && { echo "$3(1,1) : Error BCP018: Expected more." >&2; exit 1; }
grep -q crash "$3" && { echo 'Unhandled exception.' >&2; exit 3; }
echo '{}'
`;

suite('diagnostics of the Bicep compiler', {
  skip: process.platform === 'win32' ? 'the script needs a shell' : false,
}, () => {
  const cli = path.join(folder, 'bicep');
  writeFileSync(cli, fake);
  chmodSync(cli, 0o755);

  test('diagnostics come without their places and links', () => {
    assert.deepEqual(bicepDiagnostics(cli, 'fine\n'), []);
    assert.deepEqual(bicepDiagnostics(cli, 'wrong\nbroken\n'), [
      'Warning no-wrong: This is wrong.',
      'Error BCP018: Expected more.',
    ]);
    assert.throws(() => bicepDiagnostics(cli, 'crash\n'), /ended with code 3: Unhandled exception/);
    assert.throws(() => bicepDiagnostics(path.join(folder, 'absent'), ''), /ENOENT/);
  });

  test('those that were there before don’t count, wherever they stand', () => {
    assert.deepEqual(newDiagnostics(cli, 'wrong\n', 'fine\nwrong\n'), []);
    assert.deepEqual(newDiagnostics(cli, 'wrong\n', 'wrong\nwrong\n'), ['Warning no-wrong: This is wrong.']);
    assert.deepEqual(newDiagnostics(cli, 'wrong\n', 'fine\n'), []);
  });

  /** What the ring says with no test to run. */
  const ring = (variables: Readonly<Record<string, string>>): ReturnType<typeof spawnSync> => {
    const { ZT_BICEP, NODE_TEST_CONTEXT, ...environment } = process.env;
    const env = { ...environment, CI: 'true', ...variables };
    const script = path.join(import.meta.dirname, '..', 'scripts', 'test.mjs');
    return spawnSync(process.execPath, [script, 'bicep', 'no such file'], { env, encoding: 'utf8' });
  };

  test('the ring says in one line that there is no compiler, and is no failure', () => {
    const { status, stdout } = ring({ PATH: '/nowhere' });
    assert.match(String(stdout), /^== bicep: not run: there is no Bicep CLI on the PATH; name it with ZT_BICEP$/m);
    assert.match(String(stdout), /^0 passed, 0 failed$/m);
    assert.equal(status, 0);
  });

  test('the ring runs with a compiler on the PATH or by name', () => {
    for (const variables of [{ PATH: folder }, { PATH: '/nowhere', ZT_BICEP: cli }])
      assert.match(String(ring(variables).stdout), /^== bicep: 0 passed, 0 failed in/m);
  });
});
