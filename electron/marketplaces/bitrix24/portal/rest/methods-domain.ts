import type { RestMethod } from './method.ts';

/** Methods of the portal's own subject matter: CRM, tasks, application stores. */
export const domainMethods: readonly RestMethod[] = [];
