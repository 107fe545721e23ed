import { bitrix24 } from './bitrix24/bitrix24.ts';
import type { Marketplace } from './marketplace.ts';
import { moysklad } from './moysklad/moysklad.ts';
import { poster } from './poster/poster.ts';

/** Every marketplace that this build knows; a new one is a folder beside them and a line here. */
export const marketplaces: readonly Marketplace[] = [bitrix24, moysklad, poster];
