import type { RestMethod } from './method.ts';
import { crmMethods } from './methods-crm.ts';
import { registrationsMethods } from './methods-registrations.ts';
import { storeMethods } from './methods-store.ts';
import { taskMethods } from './methods-task.ts';

/** Methods of the portal's own subject matter: CRM, tasks, application stores, registered features. */
export const domainMethods: readonly RestMethod[] = [...crmMethods, ...taskMethods, ...storeMethods, ...registrationsMethods];
