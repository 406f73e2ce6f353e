import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Refusal } from '../repair/verify.ts';
import { whyNoRepair } from './no-repair.ts';
import type { DeclaredIn } from './repairs.ts';

function why(refusal: Refusal | null, declaredIn: DeclaredIn = 'own'): string {
  const title = 'Add DenyAllInbound to nsg: blocks what AllowVnetInBound (65000) lets in; closes web -> app';
  return whyNoRepair({ repairs: [], refused: [{ title, refusal }], isWhole: true, declaredIn, judgedBy: new Map() });
}

test('why there is no repair is said with what the repair would have been, and without what would have come of it', () => {
  assert.equal(
    why(null),
    'No repair: the text has no single place for "Add DenyAllInbound to nsg"; make that change by hand.',
  );
  assert.match(why(null, 'restored'), /^No repair: the module that is called here decides it and has no parameter/);
});

test('what would be wrong elsewhere is named', () => {
  const said = "The module needs a value for the parameter 'subnet', which has none here.";
  assert.equal(
    why({ kind: 'problem', message: `main.bicep argument-missing ${said}`, said }),
    `No repair: "Add DenyAllInbound to nsg" would make the template wrong in another place (${said.slice(0, -1)}); change it by hand.`,
  );
});
