/**
 * Where an author would close the public accesses that modules leave open (spec: evaluation, sections 5 and 9): of those that the consumers'
 * deployments omit or enable, how many stand at a text or a call of the author's, and how many have an argument there that is proven to close
 * them by evaluating the deployment again with it.
 */
import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { needsCorpus } from '../corpus.ts';
import { placesSection, writtenSection } from '../evaluation-page.ts';
import { type OpenAccess, openAccesses, ownCallers, ownFolder, ownModule } from '../owned-places.ts';

const lines: string[] = [];

after(() => console.log(lines.join('\n')));

/** The share of all accesses for which something holds. */
function share(accesses: readonly OpenAccess[], holds: (access: OpenAccess) => boolean): number {
  return accesses.filter(holds).length / accesses.length;
}

const isClosable = ({ place, lever }: OpenAccess): boolean => place === 'text' || lever !== null;

function tell(title: string, accesses: readonly OpenAccess[]): void {
  const count = (holds: (access: OpenAccess) => boolean): number => accesses.filter(holds).length;
  const probes = accesses.filter(({ lever }) => lever !== null).map(({ probe }) => probe);
  probes.sort((a, b) => a - b);
  const at = (part: number): string => (probes[Math.floor(probes.length * part)] ?? 0).toFixed(2);
  lines.push(
    `${title}: ${accesses.length} open public accesses, ${count(({ place }) => place === 'text')} decided in owned text, ` +
      `${count(({ lever }) => lever !== null)} closed by an argument of an owned call (${(share(accesses, isClosable) * 100).toFixed(1)} %), ` +
      `the rest at an owned call without one; a probe p50 ${at(0.5)} ms, p95 ${at(0.95)} ms`,
  );
}

suite('owned places', needsCorpus('avm'), () => {
  test('all modules restored: each leads to a text or a call that the consumer owns', () => {
    const accesses = openAccesses(ownFolder);
    tell('all modules restored', accesses);
    assert.ok(accesses.length >= 600);
    assert.ok(share(accesses, ({ place }) => place !== 'none') >= 0.9);
    // The rest can't be closed at the owned call by one argument: a module in between decides it, or passes nothing on.
    assert.ok(share(accesses, isClosable) >= 0.6);
    // What is renewed by `npm run survey -- --table`.
    assert.equal(writtenSection('places'), placesSection(accesses));
  });

  test('the declaring module restored: an argument that its caller passes closes it', () => {
    const accesses = openAccesses(ownCallers);
    tell('the declaring module restored', accesses);
    assert.ok(share(accesses, isClosable) >= 0.9);
  });

  test('the modules of the registry restored: a text or an argument of the repository closes it', () => {
    const accesses = openAccesses(ownModule);
    tell('the registry restored', accesses);
    assert.ok(share(accesses, isClosable) >= 0.95);
  });
});
