import { z } from 'zod';
import { ACCESSES, INSTALL_MODES, WEBHOOK_ENTITIES, type InstallMode } from './vocabulary.ts';

/** The settings of an application in the developer's account (domain/poster.md §1). A change of the card carries the version it describes. */
const address = z
  .string()
  .max(2000)
  .regex(/^https?:\/\/\S+$/i, { message: 'An address that begins with https:// or http://' });

const NEEDED: Readonly<Record<InstallMode, readonly ('redirectUri' | 'manageUrl' | 'webhookUrl')[]>> = {
  oauth: ['redirectUri'],
  manage: ['manageUrl'],
  'oauth-manage': ['redirectUri', 'manageUrl'],
  webhook: ['webhookUrl'],
  pos: [],
};

export const versionSchema = z
  .strictObject({
    number: z.string().min(1).max(40).describe('Number of the version'),
    whatsNew: z
      .strictObject({ ru: z.string().max(20_000).optional(), uk: z.string().max(20_000).optional(), en: z.string().max(20_000).optional() })
      .default({})
      .describe('What is new, by language'),
    mode: z.enum(INSTALL_MODES).describe('How it is connected'),
    redirectUri: address.optional().describe('Redirect URI of OAuth, exactly as in the developer’s account'),
    manageUrl: address.optional().describe('Manage URL: the page shown in the admin panel'),
    webhookUrl: address.optional().describe('Address for webhooks'),
    webhookEntities: z.array(z.enum(WEBHOOK_ENTITIES)).max(50).default([]).describe('Entities of which webhooks are sent'),
    accesses: z
      .array(z.enum(ACCESSES.map((access) => access.id)))
      .max(50)
      .default([])
      .describe('Accesses to the Web API'),
    pos: z
      .strictObject({
        bundleBytes: z.number().int().min(0).max(1_000_000_000).describe('Size of the bundle'),
        isProductionBuild: z.boolean().default(false).describe('Built for production'),
        testersOnly: z.boolean().default(false).describe('The switch "testers only" is still on'),
      })
      .optional()
      .describe('POS platform: the bundle on the terminal'),
  })
  .superRefine((version, context) => {
    for (const field of NEEDED[version.mode]) {
      if (version[field] === undefined) {
        context.addIssue({
          code: 'custom',
          path: [field],
          message: `The mode "${version.mode}" needs ${field}`,
          params: {
            ru: {
              reason: `Для способа подключения «${version.mode}» поле ${field} обязательно.`,
              remedy: `Укажите адрес в ${field} или другой способ подключения.`,
            },
            en: {
              reason: `The mode "${version.mode}" needs ${field}.`,
              remedy: `Give the address in ${field} or choose another mode.`,
            },
          },
        });
      }
    }
  });

export type Version = z.output<typeof versionSchema>;
