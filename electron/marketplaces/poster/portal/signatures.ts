import { createHash } from 'node:crypto';

function md5(text: string): string {
  return createHash('md5').update(text, 'utf8').digest('hex');
}

/** `verify` of the manage exchange: md5("application_id:application_secret:code") (domain/poster.md §3). */
export function manageVerify(applicationId: string, applicationSecret: string, code: string): string {
  return md5(`${applicationId}:${applicationSecret}:${code}`);
}

export interface SignedWebhook {
  readonly account: string;
  readonly object: string;
  readonly object_id: number;
  readonly action: string;
  /** JSON as text; absent for most entities. */
  readonly data?: string;
  /** Unix seconds, as text. */
  readonly time: string;
}

/** `verify` of a webhook: account;object;object_id;action[;data];time;secret (domain/poster.md §5). */
export function webhookVerify(webhook: SignedWebhook, applicationSecret: string): string {
  const { account, object, object_id: objectId, action, data, time } = webhook;
  return md5([account, object, String(objectId), action, ...(data === undefined ? [] : [data]), time, applicationSecret].join(';'));
}
