import { AGREEMENTS, CONTACTS, INVOICES, sampleVendor, type SampleApp } from '../../../electron/demo/vendors/bitrix24/sample-apps.ts';
import type { SampleVendor } from '../../../electron/demo/vendors/sample-vendor.ts';
import { archiveVendor, jssdkVendor } from './jssdk-vendor.ts';

/** Mode D: no page, settings in a form that the portal draws; the vendor's own SQLite. */
export const REMINDERS: SampleApp = {
  name: 'bitrix24-reminders',
  code: 'tihiybereg.reminders',
  version: '1',
  company: 'ООО «Тихий берег»',
  clientId: 'app.66d2b1e4a7c905.70416283',
  clientSecret: 'Xp3mT8wQz5LsK9rYdV2nC7hGfJ1bEu6aRo4iMxBtZqNlWkSy',
  scopes: ['crm'],
  description: {
    mode: 'D',
    storage: 'sqlite',
    texts: {
      title: 'Напоминания контактам',
      purpose: 'От чьего имени напоминать',
      documentName: '',
      documentsTitle: '',
      addTitle: '',
      placeholder: '',
      installSteps: [],
    },
    defaults: { organisation: '', signature: '' },
    events: ['ONAPPUNINSTALL', 'ONAPPUPDATE', 'ONCRMCONTACTADD'],
    firstCalls: [],
    placements: [],
  },
};

/**
 * Vendors in which nothing may be found: modes A to E, b24jssdk, pages rendered by the server, a database of the vendor's own.
 */
export const CLEAN: readonly SampleVendor[] = [
  ...[INVOICES, AGREEMENTS, CONTACTS, REMINDERS].map((app) => sampleVendor(app)),
  archiveVendor(),
  jssdkVendor(),
];
