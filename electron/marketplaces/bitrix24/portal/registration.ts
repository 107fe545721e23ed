import { z } from 'zod';

/**
 * What a simulated Bitrix24 portal has to know about one version of a solution in order to offer, install and remove it.
 * Mirrors the «Карточка версии» of the vendor's cabinet (domain/bitrix24.md §1, §8).
 */

/**
 * How a version installs (domain/bitrix24.md §1): A own page and installation wizard, B own page without wizard,
 * C no page, install event to a handler, D as C with a settings form, E static archive.
 */
export const BITRIX24_MODES = ['A', 'B', 'C', 'D', 'E'] as const;
export type Bitrix24Mode = (typeof BITRIX24_MODES)[number];

/** L local, F free, D demo, T trial, P paid, S by subscription (§2; "S" is what current portals add for Market plans). */
export const BITRIX24_STATUSES = ['L', 'F', 'D', 'T', 'P', 'S'] as const;
export type Bitrix24Status = (typeof BITRIX24_STATUSES)[number];

const webAddress = z
  .url({ protocol: /^https?$/ })
  .max(2000)
  .refine((address) => !address.includes('#'), { message: 'must not contain a fragment' });

const texts = z.strictObject({
  description: z.string().max(20_000).default(''),
  installation: z.string().max(20_000).default(''),
  support: z.string().max(20_000).default(''),
  whatsNew: z.string().max(20_000).default(''),
});

export const bitrix24RegistrationSchema = z
  .strictObject({
    /** `partner.code`. */
    code: z
      .string()
      .min(1)
      .max(100)
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/),
    name: z.string().min(1).max(300),
    vendorName: z.string().min(1).max(300),
    /** Portals count versions 1, 2, 3…; other spellings are passed on as they are. */
    version: z.string().min(1).max(40),
    mode: z.enum(BITRIX24_MODES),
    /** «Ссылка на приложение»; modes A and B. */
    appUrl: webAddress.nullable().default(null),
    /** «Ссылка на установочное приложение»; mode A. */
    installUrl: webAddress.nullable().default(null),
    /** URL of the install event handler; modes C and D. */
    eventUrl: webAddress.nullable().default(null),
    /** URL_SETTINGS; mode D. */
    settingsUrl: webAddress.nullable().default(null),
    /** Zip file on this machine; mode E. */
    archivePath: z.string().min(1).nullable().default(null),
    clientId: z.string().min(1).max(200),
    clientSecret: z.string().min(1).max(200),
    scopes: z.array(z.string().regex(/^[a-z0-9_.]+$/)).max(200),
    /** Placement codes declared in the version card. */
    placements: z
      .array(z.string().regex(/^[A-Za-z0-9_]+$/))
      .max(200)
      .default([]),
    /** «Может устанавливать любой пользователь». */
    userInstall: z.boolean().default(false),
    status: z.enum(BITRIX24_STATUSES).default('F'),
    /** Texts of the catalogue card by language ("ru", "en"). */
    texts: z.record(z.string().max(10), texts).default({}),
    /** Icon shown on the card: a PNG or JPEG file on this machine. */
    iconPath: z.string().min(1).nullable().default(null),
  })
  .superRefine((registration, context) => {
    const required = {
      A: ['appUrl', 'installUrl'],
      B: ['appUrl'],
      C: ['eventUrl'],
      D: ['settingsUrl'],
      E: ['archivePath'],
    } as const satisfies Record<Bitrix24Mode, readonly string[]>;
    for (const field of required[registration.mode]) {
      if (registration[field] === null) {
        context.addIssue({ code: 'custom', path: [field], message: `mode ${registration.mode} needs ${field}` });
      }
    }
    if (registration.mode === 'B' && registration.installUrl !== null) {
      context.addIssue({ code: 'custom', path: ['installUrl'], message: 'mode B has no installer; use mode A' });
    }
  });

export type Bitrix24Registration = z.output<typeof bitrix24RegistrationSchema>;
/** Same with the defaulted fields optional: what callers write. */
export type Bitrix24RegistrationInput = z.input<typeof bitrix24RegistrationSchema>;
