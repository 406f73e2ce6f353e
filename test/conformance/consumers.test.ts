/** The consumers of the corpus: what is known of their deployments (languages, section 4.3). */
import assert from 'node:assert/strict';
import { after, suite, test } from 'node:test';
import { type ConsumerTable, consumerTable } from '../consumer-table.ts';
import { needsCorpus } from '../corpus.ts';
import { consumerSection, decidedShare, writtenSection } from '../evaluation-page.ts';

suite('consumers', needsCorpus('avm'), () => {
  let made: ConsumerTable | undefined;
  const tableOf = (): ConsumerTable => {
    made ??= consumerTable();
    return made;
  };
  after(() => {
    if (made !== undefined) console.log(consumerSection(made));
  });

  test('none fails, and all resources are seen', () => {
    const { entries, failures, instances } = tableOf();
    assert.deepEqual(failures, []);
    assert.ok(entries >= 930, `${entries} entries`);
    assert.ok(instances >= 20_000, `${instances} resources`);
  });

  const goals: readonly (readonly [title: string, share: number, count: number])[] = [
    ['publicNetworkAccess', 0.99, 1200],
    ['security rules, each value', 0.995, 6000],
    ['subnet to network security group', 0.98, 600],
    ['private endpoint target', 0.97, 500],
    ['private endpoint subnet', 0.9, 500],
  ];
  for (const [title, share, count] of goals) {
    test(`${title}: ${share * 100} % decided`, () => {
      const row = tableOf().rows.find((one) => one.title === title);
      assert.ok(row !== undefined);
      const total = Object.values(row.counts).reduce((sum, one) => sum + one, 0);
      assert.ok(total >= count, `${total} values`);
      assert.ok(
        decidedShare(row) >= share,
        `${decidedShare(row)}\n${JSON.stringify(row.unknown.slice(0, 5), null, 2)}`,
      );
    });
  }

  test('in at most 8 entries a value has too many alternatives', () => {
    assert.ok(tableOf().cutEntries.length <= 8, tableOf().cutEntries.join('\n'));
  });

  test('docs/evaluation.md says what this run gives (npm run survey -- --table renews it)', () => {
    assert.equal(writtenSection('consumers'), consumerSection(tableOf()));
  });
});
