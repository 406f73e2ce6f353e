import { denyAllExamples } from './deny-all.examples.ts';

export const noDenyAllOutboundExamples = denyAllExamples('Outbound', {
  sourceAddressPrefix: '10.0.1.0/24',
  destinationAddressPrefix: '10.0.2.0/24',
});
