import { z } from 'zod';
import { INSTALL_MODES } from './vocabulary.ts';

/** The version card («Карточка версии»; domain/bitrix24.md §1, §8). A card change carries the version it describes. */
const address = z
  .string()
  .max(2000)
  .regex(/^https?:\/\/\S+$/i, { message: 'An address that begins with https:// or http://' });

const NEEDED = {
  wizard: ['appUrl', 'installUrl'],
  interface: ['appUrl'],
  callback: ['eventUrl'],
  'settings-form': ['settingsUrl'],
  archive: [],
} as const;

export const versionSchema = z
  .strictObject({
    number: z.string().min(1).max(40).describe('Number of the version'),
    whatsNew: z
      .strictObject({ ru: z.string().max(20_000).optional(), en: z.string().max(20_000).optional() })
      .default({})
      .describe('«Что нового», by language'),
    mode: z.enum(INSTALL_MODES).describe('How it is installed'),
    appUrl: address.optional().describe('«Ссылка на приложение»'),
    installUrl: address.optional().describe('«Ссылка на установочное приложение»'),
    eventUrl: address.optional().describe('Handler of the install event'),
    settingsUrl: address.optional().describe('URL_SETTINGS: where the settings form comes from'),
    // Open, since portals gain permissions; the checks tell which ones are unknown or withdrawn.
    scopes: z
      .array(
        z
          .string()
          .regex(/^[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*$/, { message: 'The code of a permission: small Latin letters, digits, "_" and "."' })
          .max(100),
      )
      .max(200)
      .default([])
      .describe('Permissions asked for'),
    placements: z
      .array(
        z
          .string()
          .regex(/^[A-Za-z0-9_]+$/)
          .max(100),
      )
      .max(200)
      .default([])
      .describe('Widget places declared'),
    menuItem: z.boolean().default(false).describe('«Добавлять свою страницу и пункт в главном меню»'),
    mobile: z.boolean().default(false).describe('«Встраиваться в BitrixMobile»'),
    userInstall: z.boolean().default(false).describe('«Может устанавливать любой пользователь»'),
  })
  .superRefine((version, context) => {
    for (const field of NEEDED[version.mode]) {
      if (version[field] === undefined) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message: `The install mode "${version.mode}" needs ${field}`,
          params: {
            ru: {
              reason: `Для способа установки «${version.mode}» поле ${field} обязательно.`,
              remedy: `Укажите адрес в ${field} или другой способ установки.`,
            },
            en: {
              reason: `The install mode "${version.mode}" needs ${field}.`,
              remedy: `Give the address in ${field} or choose another install mode.`,
            },
          },
        });
      }
    }
  });

export type Version = z.output<typeof versionSchema>;
