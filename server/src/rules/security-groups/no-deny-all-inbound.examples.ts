import { denyAllExamples } from './deny-all.examples.ts';

export const noDenyAllInboundExamples = denyAllExamples('Inbound', {
  sourceAddressPrefix: '10.0.0.0/24',
  destinationAddressPrefix: '10.0.1.0/24',
});
