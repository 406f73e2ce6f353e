import assert from 'node:assert/strict';
import { test } from 'node:test';
import { servicePort } from './service-ports.ts';

test('the port of a service by group id, in any case; none where it is not known', () => {
  assert.equal(servicePort('blob'), 443);
  assert.equal(servicePort('file'), 445);
  assert.equal(servicePort('sqlServer'), 1433);
  assert.equal(servicePort('REDISENTERPRISE'), 10_000);
  // Service Bus and Event Hubs have AMQP, Kafka and HTTPS; `Sql` is of Synapse and of Cosmos DB.
  assert.equal(servicePort('namespace'), null);
  assert.equal(servicePort('Sql'), null);
});
