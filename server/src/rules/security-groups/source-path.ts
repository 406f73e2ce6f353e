import type { ResourceView } from '../../deployment/view.ts';

/** The path in a security rule of a source that it has. */
export function sourcePath(resource: ResourceView, source: string): string {
  if (resource.read('properties.sourceAddressPrefix') === source) return 'properties.sourceAddressPrefix';
  const list = resource.read('properties.sourceAddressPrefixes');
  const index = Array.isArray(list) ? list.indexOf(source) : -1;
  return index < 0 ? 'properties.sourceAddressPrefixes' : `properties.sourceAddressPrefixes.${index}`;
}
