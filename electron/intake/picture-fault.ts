import { LIMITS } from '../../shared/limits.ts';
import type { Wording } from './import-problem.ts';

/** What a check needs to know of a picture. */
export interface PictureFacts {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly hasTransparentPixels: boolean;
  readonly isAnimated: boolean;
}

/** What is wrong with a picture; turned into a problem with its path by the caller. */
export class PictureFault extends Error {
  readonly wording: Wording;
  constructor(wording: Wording) {
    super(wording.en.reason);
    this.name = 'PictureFault';
    this.wording = wording;
  }
}

/** Throws PictureFault for pictures without pixels or with too many. */
export function checkPixels(widthPx: number, heightPx: number): void {
  if (widthPx === 0 || heightPx === 0) damaged('нулевой размер', 'it has no size');
  if (widthPx * heightPx > LIMITS.imagePixels) {
    const limit = LIMITS.imagePixels / 1_000_000;
    throw new PictureFault({
      ru: { reason: `Картинка ${widthPx} × ${heightPx} больше ${limit} мегапикселей.`, remedy: 'Уменьшите её размеры в пикселях.' },
      en: { reason: `The picture of ${widthPx} × ${heightPx} exceeds ${limit} megapixels.`, remedy: 'Reduce its size in pixels.' },
    });
  }
}

/** Throws PictureFault. The parts complete the sentence "The picture is damaged: …". */
export function damaged(ru: string, en: string): never {
  throw new PictureFault({
    ru: { reason: `Картинка повреждена: ${ru}.`, remedy: 'Откройте её в графическом редакторе и сохраните заново.' },
    en: { reason: `The picture is damaged: ${en}.`, remedy: 'Open it in a picture editor and save it again.' },
  });
}
