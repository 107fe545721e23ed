import { z } from 'zod';
import { mainFrame } from './descriptor/descriptor.ts';
import { readDescriptor } from './descriptor/read-descriptor.ts';
import { INSTALL_MODES } from './vocabulary.ts';

/** A version of a solution as the developer's cabinet knows it (domain/moysklad.md §1, §7, §8). Its secret keys are test data. */
const uuid = z.string().regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, { message: 'A UUID' });
const uid = z
  .string()
  .regex(/^[a-z0-9_-]+(?:\.[a-z0-9_-]+)+$/i, { message: 'alias.vendorAlias' })
  .max(200);

export const versionSchema = z
  .strictObject({
    number: z.string().min(1).max(40).describe('Number of the version'),
    whatsNew: z
      .strictObject({ ru: z.string().max(20_000).optional(), en: z.string().max(20_000).optional() })
      .default({})
      .describe('Comment with the list of changes, by language'),
    mode: z.enum(INSTALL_MODES).describe('How it is installed'),
    appId: uuid.optional().describe('appId of this version'),
    appUid: uid.optional().describe('appUid of this version'),
    published: z
      .strictObject({ appId: uuid, appUid: uid })
      .optional()
      .describe('appId and appUid of the published version, served by the same server'),
    descriptor: z.string().max(200_000).optional().describe('The descriptor, XML'),
    paid: z.boolean().default(true).describe('Has a subscription, which can end'),
    testServer: z.boolean().default(false).describe('The descriptor points to a test server'),
  })
  .superRefine((version, context) => {
    const needed = version.mode === 'phone-api' ? [] : (['appId', 'appUid', 'descriptor'] as const);
    for (const field of needed) {
      if (version[field] !== undefined) continue;
      context.addIssue({
        code: 'custom',
        path: [field],
        message: `The install mode "${version.mode}" needs ${field}`,
        params: {
          ru: { reason: `Для способа установки «${version.mode}» поле ${field} обязательно.`, remedy: `Заполните ${field}.` },
          en: { reason: `The install mode "${version.mode}" needs ${field}.`, remedy: `Fill in ${field}.` },
        },
      });
    }
    const descriptor = version.descriptor === undefined ? null : readDescriptor(version.descriptor).descriptor;
    if (descriptor === null || version.mode === 'phone-api') return;
    const hasWindow = mainFrame(descriptor) !== null;
    if (hasWindow === (version.mode === 'main-window')) return;
    context.addIssue({
      code: 'custom',
      path: ['mode'],
      message: `The descriptor has ${hasWindow ? 'a' : 'no'} main window`,
      params: {
        ru: {
          reason: hasWindow ? 'В дескрипторе есть главное окно.' : 'В дескрипторе нет главного окна.',
          remedy: 'Укажите способ установки, который соответствует дескриптору.',
        },
        en: {
          reason: hasWindow ? 'The descriptor has a main window.' : 'The descriptor has no main window.',
          remedy: 'Give the install mode that fits the descriptor.',
        },
      },
    });
  });

export type Version = z.output<typeof versionSchema>;
