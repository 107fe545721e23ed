import { judgeDistinct, sizeOf as size } from '../../card-checks/pictures.ts';
import { couldNotLook, fail, pass } from '../../card-checks/results.ts';
import type { AutomaticCheck } from '../../marketplace.ts';
import { read } from './check-texts.ts';

const PICTURES = ['image/png', 'image/jpeg'];

export const mediaChecks: readonly AutomaticCheck[] = [
  {
    ruleId: 'icon-format',
    run(input) {
      const icon = input.files.find((file) => file.role === 'icon');
      if (icon === undefined) return fail('Логотипа нет.', 'There is no logo.', 'media.icon');
      if (!PICTURES.includes(icon.mime))
        return fail(
          `Формат логотипа ${icon.mime}, допустимы JPEG и PNG.`,
          `The logo is ${icon.mime}; JPEG and PNG are allowed.`,
          icon.path,
        );
      if (icon.image === null)
        return couldNotLook('Изображение логотипа не удалось прочитать.', 'The picture of the logo could not be read.', icon.path);
      if (icon.image.hasTransparentPixels) return fail('У логотипа прозрачный фон.', 'The logo has a transparent background.', icon.path);
      return pass('Формат логотипа верный, прозрачности нет.', 'The format of the logo is right and nothing is transparent.', icon.path);
    },
  },
  {
    ruleId: 'icon-size',
    run(input) {
      const icon = input.files.find((file) => file.role === 'icon');
      if (icon === undefined) return fail('Логотипа нет.', 'There is no logo.', 'media.icon');
      if (icon.image === null)
        return couldNotLook('Размер логотипа не удалось определить.', 'The size of the logo could not be read.', icon.path);
      const { widthPx, heightPx } = icon.image;
      if (widthPx !== heightPx) return fail(`Логотип не квадратный: ${size(icon)}.`, `The logo is not square: ${size(icon)}.`, icon.path);
      if (widthPx < 250 || widthPx > 650)
        return fail(
          `Размер логотипа ${size(icon)}, допустимо от 250 до 650.`,
          `The logo is ${size(icon)}; 250 to 650 are allowed.`,
          icon.path,
        );
      return pass(`Размер логотипа ${size(icon)}.`, `The logo is ${size(icon)}.`, icon.path);
    },
  },
  {
    ruleId: 'shots-present-format',
    run(input) {
      const shots = input.files.filter((file) => file.role === 'screenshot');
      if (shots.length === 0) return fail('Скриншотов нет.', 'There are no screenshots.', 'media.screenshots');
      for (const shot of shots) {
        if (!PICTURES.includes(shot.mime))
          return fail(
            `Скриншот ${shot.path}: формат ${shot.mime}, допустимы JPEG и PNG.`,
            `Screenshot ${shot.path} is ${shot.mime}; JPEG and PNG are allowed.`,
            shot.path,
          );
        if (shot.image === null)
          return couldNotLook(`Скриншот ${shot.path} не удалось прочитать.`, `Screenshot ${shot.path} could not be read.`, shot.path);
        if (shot.image.widthPx > 1280 || shot.image.heightPx > 720)
          return fail(
            `Скриншот ${shot.path} размером ${size(shot)}, допустимо не больше 1280×720.`,
            `Screenshot ${shot.path} is ${size(shot)}; at most 1280×720 is allowed.`,
            shot.path,
          );
      }
      return pass(
        `Скриншотов: ${String(shots.length)}, формат и размер верны.`,
        `Screenshots: ${String(shots.length)}, format and size are right.`,
      );
    },
  },
  {
    ruleId: 'shots-language',
    run(input) {
      const shots = input.files.filter((file) => file.role === 'screenshot');
      for (const { language } of read(input).languages) {
        // Judged by what the vendor declared; a screenshot without a declared language may be in any.
        if (shots.length > 0 && shots.every((shot) => shot.language !== null && shot.language !== language)) {
          return fail(
            `Для языка карточки ${language} нет ни одного скриншота.`,
            `There is no screenshot for the card language ${language}.`,
            'media.screenshots',
          );
        }
      }
      return couldNotLook(
        'Язык надписей на картинках без сети не определяется: посмотрите сами.',
        'The language of texts in pictures cannot be told offline: look yourself.',
      );
    },
  },
  {
    ruleId: 'shots-distinct',
    run: (input) =>
      judgeDistinct(
        input,
        input.files.filter((file) => file.role === 'screenshot'),
      ),
  },
];
