import { createHash } from 'node:crypto';
import type { PosterClient } from './poster-client.ts';

/** What a vendor's server does; faulty vendors change one thing. */
export interface Behaviour {
  readonly manageVerify: (applicationId: string, secret: string, code: string) => string;
  readonly hidesSpinner: boolean;
  readonly checksWebhookVerify: boolean;
  readonly remembersEvents: boolean;
  readonly detachesOnRemoval: boolean;
  /** Asks the API by itself every now and then. */
  readonly polls: boolean;
  readonly keepsFirstToken: boolean;
  readonly looksBeforeCreating: boolean;
  readonly webhookStatus: number;
  readonly webhookDelayMs: number;
  readonly redirectUriOf: (registered: string) => string;
  /** HTML added to every page. */
  readonly pageExtra: (context: { readonly secret: string }) => string;
  /** What happens when a person of the account opens the page; throws for a broken server. */
  readonly onOpen: (client: PosterClient, person: { readonly roleId: number }) => Promise<void>;
  /** What else happens when an account connects. */
  readonly onConnect: (client: PosterClient) => Promise<void>;
  /** Shows stack traces. */
  readonly isDebug: boolean;
  readonly orderCurrency: (accountCurrency: string) => string;
  readonly exchangesInBrowser: boolean;
  readonly asksForToken: boolean;
  readonly isBlankFor: (roleId: number) => boolean;
}

const nothing = (): Promise<void> => Promise.resolve();

export const PROPER: Behaviour = {
  manageVerify: (applicationId, secret, code) => createHash('md5').update(`${applicationId}:${secret}:${code}`).digest('hex'),
  hidesSpinner: true,
  checksWebhookVerify: true,
  remembersEvents: true,
  detachesOnRemoval: true,
  polls: false,
  keepsFirstToken: false,
  looksBeforeCreating: true,
  webhookStatus: 200,
  webhookDelayMs: 0,
  redirectUriOf: (registered) => registered,
  pageExtra: () => '',
  onOpen: nothing,
  onConnect: nothing,
  isDebug: false,
  orderCurrency: (currency) => currency,
  exchangesInBrowser: false,
  asksForToken: false,
  isBlankFor: () => false,
};
