/** The five articles that the rules come from, by their short names in the requirements. */
export interface Article {
  readonly title: string;
  readonly url: string;
}

export type ArticleSeed = 'S0' | 'S1' | 'S2' | 'S3' | 'S4';

/** S1 is an early draft of S2; both stand on one page today. */
export const articles: Readonly<Record<ArticleSeed, Article>> = {
  S0: {
    title: 'Apply Zero Trust principles to a spoke virtual network with Azure PaaS services',
    url: 'https://learn.microsoft.com/security/zero-trust/azure-infrastructure-paas',
  },
  S1: {
    title: 'Apply Zero Trust principles to a spoke virtual network in Azure',
    url: 'https://learn.microsoft.com/security/zero-trust/azure-infrastructure-iaas',
  },
  S2: {
    title: 'Apply Zero Trust principles to a spoke virtual network in Azure',
    url: 'https://learn.microsoft.com/security/zero-trust/azure-infrastructure-iaas',
  },
  S3: {
    title: 'Apply Zero Trust principles to segmenting Azure-based network communication',
    url: 'https://learn.microsoft.com/security/zero-trust/azure-networking-segmentation',
  },
  S4: {
    title: 'Apply Zero Trust principles to Azure networking',
    url: 'https://learn.microsoft.com/security/zero-trust/azure-networking-overview',
  },
};
