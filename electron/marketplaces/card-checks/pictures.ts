import type { CheckFinding, CheckInput, CheckResult, InspectedFile } from '../marketplace.ts';
import { couldNotLook, finding, judge, pass } from './results.ts';

export function sizeOf(file: InspectedFile): string {
  return file.image === null ? '?' : `${String(file.image.widthPx)}×${String(file.image.heightPx)}`;
}

/**
 * Below this the sharpest tenth of a picture has no edge that a screen would draw. Drawn interfaces lie above 300, the same
 * pictures scaled up four times below 60; tried on generated pictures only, so the rules that use it only hint.
 */
export const BLURRED_BELOW = 60;
/** Of 256 bits. Screens of one application differ in dozens, the same screen saved again or cropped by a few pixels in a few. */
export const NEAR_DUPLICATE_BITS = 6;

function bitsBetween(a: string, b: string): number {
  let bits = 0;
  for (let i = 0; i < a.length; i += 8) {
    let x = (Number.parseInt(a.slice(i, i + 8), 16) ^ Number.parseInt(b.slice(i, i + 8), 16)) >>> 0;
    for (; x !== 0; x &= x - 1) bits += 1;
  }
  return bits;
}

export function* blurred(input: CheckInput, files: readonly InspectedFile[]): Iterable<CheckFinding> {
  for (const file of files) {
    const sharpness = input.looks?.files.get(file.sha256)?.sharpness ?? null;
    if (sharpness !== null && sharpness < BLURRED_BELOW)
      yield finding(`Картинка нечёткая: ${file.path}`, `The picture is blurred: ${file.path}`, file.path, {
        file,
        suggestion: ['Загрузите картинку без увеличения и сжатия.', 'Upload the picture without enlarging or compressing it.'],
      });
  }
}

/** Pictures that show nearly the same; two languages may show the same screen. */
export function* nearDuplicates(input: CheckInput, files: readonly InspectedFile[]): Iterable<CheckFinding> {
  const seen: { readonly file: InspectedFile; readonly fingerprint: string }[] = [];
  for (const file of files) {
    const fingerprint = input.looks?.files.get(file.sha256)?.fingerprint ?? null;
    if (fingerprint === null) continue;
    const twin = seen.find(
      (each) => each.file.language === file.language && bitsBetween(each.fingerprint, fingerprint) <= NEAR_DUPLICATE_BITS,
    );
    if (twin !== undefined)
      yield finding(
        `Картинка ${file.path} почти повторяет ${twin.file.path}.`,
        `The picture ${file.path} nearly repeats ${twin.file.path}.`,
        file.path,
        { file, suggestion: ['Покажите на ней другое или уберите её.', 'Show something else on it or remove it.'] },
      );
    seen.push({ file, fingerprint });
  }
}

/** Sharp and different pictures. */
export function judgeDistinct(input: CheckInput, files: readonly InspectedFile[]): CheckResult {
  const unseen = files.filter((file) => (input.looks?.files.get(file.sha256)?.fingerprint ?? null) === null);
  return judge(
    [...blurred(input, files), ...nearDuplicates(input, files)],
    unseen.length === 0
      ? pass('Картинки чёткие и разные.', 'The pictures are sharp and different.')
      : couldNotLook('Картинки ещё не рассмотрены.', 'The pictures have not been looked at yet.', unseen[0]?.path ?? null),
  );
}
