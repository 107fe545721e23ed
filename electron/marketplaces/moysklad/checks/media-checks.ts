import { judgeDistinct, sizeOf } from '../../card-checks/pictures.ts';
import { couldNotLook, fail, finding, judge, pass } from '../../card-checks/results.ts';
import type { AutomaticCheck, CheckFinding } from '../../marketplace.ts';
import { filesOf, videosOf } from './read-input.ts';

const MB = 1024 * 1024;
const PICTURES = ['image/png', 'image/jpeg'];

export const mediaChecks: readonly AutomaticCheck[] = [
  {
    ruleId: 'ms-icon-format-size',
    run(input) {
      const [icon] = filesOf(input, 'icon');
      if (icon === undefined) return fail('Логотипа нет.', 'There is no icon.', 'media.icon');
      if (icon.mime === 'image/svg+xml') return pass('Логотип в SVG.', 'The icon is SVG.', icon.path);
      if (!PICTURES.includes(icon.mime))
        return fail(`Формат логотипа ${icon.mime}.`, `The icon is ${icon.mime}.`, icon.path, {
          file: icon,
          suggestion: ['Подойдут SVG, PNG и JPEG.', 'SVG, PNG and JPEG will do.'],
        });
      if (icon.image === null) return couldNotLook('Логотип не удалось прочитать.', 'The icon could not be read.', icon.path);
      if (icon.image.widthPx < 300 || icon.image.heightPx < 300)
        return fail(
          `Логотип ${sizeOf(icon)}, нужно не меньше 300×300.`,
          `The icon is ${sizeOf(icon)}; at least 300×300 is needed.`,
          icon.path,
          {
            file: icon,
          },
        );
      return pass(`Логотип ${sizeOf(icon)}.`, `The icon is ${sizeOf(icon)}.`, icon.path);
    },
  },
  {
    ruleId: 'ms-icon-background',
    run(input) {
      const [icon] = filesOf(input, 'icon');
      if (icon?.image?.hasTransparentPixels === true)
        return fail('У логотипа прозрачный фон.', 'The icon has a transparent background.', icon.path, {
          file: icon,
          suggestion: ['Добавьте фон.', 'Add a background.'],
        });
      if (icon === undefined || icon.image === null)
        return couldNotLook('Фон логотипа смотрит модератор.', 'The background is for the moderator to see.', 'media.icon');
      return pass(
        'Фон есть; читаемость оценивает модератор.',
        'There is a background; how well it reads is for the moderator to judge.',
        icon.path,
      );
    },
  },
  {
    ruleId: 'ms-images-format',
    run(input) {
      const found: CheckFinding[] = [];
      const shots = filesOf(input, 'screenshot');
      for (const shot of shots) {
        const say = (ru: string, en: string): void =>
          void found.push(finding(`${shot.path}: ${ru}`, `${shot.path}: ${en}`, shot.path, { file: shot }));
        if (!PICTURES.includes(shot.mime)) say(`формат ${shot.mime}, нужен PNG или JPEG`, `${shot.mime}, PNG or JPEG is needed`);
        if (shot.sizeBytes > 2 * MB) say('больше 2 МБ', 'larger than 2 MB');
        if (shot.image === null) continue;
        const { widthPx, heightPx } = shot.image;
        if (widthPx < 1280 || heightPx < 720 || widthPx > 1920 || heightPx > 1080)
          say(`размер ${sizeOf(shot)}, нужно от 1280×720 до 1920×1080`, `${sizeOf(shot)}, 1280×720 to 1920×1080 is needed`);
        // A pixel of rounding: 1366×768 is sold as 16:9.
        if (Math.abs(widthPx / heightPx - 16 / 9) > 0.01) say(`размер ${sizeOf(shot)} не 16:9`, `${sizeOf(shot)} is not 16:9`);
      }
      return judge(found, pass(`Изображений: ${String(shots.length)}.`, `Images: ${String(shots.length)}.`));
    },
  },
  {
    ruleId: 'ms-images-count',
    run(input) {
      const count = filesOf(input, 'screenshot').length;
      if (count > 7)
        return fail(`Изображений ${String(count)}, допустимо 7.`, `There are ${String(count)} images; 7 are allowed.`, 'media.screenshots');
      return pass(`Изображений: ${String(count)}; рекомендуется от 2 до 4.`, `Images: ${String(count)}; 2 to 4 are recommended.`);
    },
  },
  { ruleId: 'ms-images-distinct', run: (input) => judgeDistinct(input, filesOf(input, 'screenshot')) },
  {
    ruleId: 'ms-video-format',
    run(input) {
      const videos = videosOf(input);
      if (videos.length === 0) return pass('Видео нет.', 'There is no video.');
      const found = videos.flatMap((file): CheckFinding[] => [
        ...(/\.(?:webm|mp4)$/i.test(file.path)
          ? []
          : [finding(`Видео не WEBM и не MP4: ${file.path}`, `The video is neither WEBM nor MP4: ${file.path}`, file.path, { file })]),
        ...(file.sizeBytes > 100 * MB
          ? [finding(`Видео больше 100 МБ: ${file.path}`, `The video is larger than 100 MB: ${file.path}`, file.path, { file })]
          : []),
      ]);
      return judge(
        found,
        couldNotLook(
          'Формат и размер верны; пропорции 16:9 смотрит модератор.',
          'Format and size are right; 16:9 is for the moderator to see.',
          videos[0]?.path ?? null,
        ),
      );
    },
  },
  {
    ruleId: 'ms-video-cover',
    run(input) {
      if (videosOf(input).length === 0) return pass('Видео нет.', 'There is no video.');
      const cover = input.files.find(
        (file) => file.role !== 'icon' && PICTURES.includes(file.mime) && /(?:^|[/_-])(?:cover|poster|обложка)/i.test(file.path),
      );
      if (cover === undefined)
        return couldNotLook(
          'Картинки с именем cover среди файлов нет: есть ли у видео обложка, смотрит модератор.',
          'No picture is named cover: whether the video has one is for the moderator to see.',
        );
      const size = cover.image;
      return size !== null && (size.widthPx < 1280 || size.heightPx < 720 || Math.abs(size.widthPx / size.heightPx - 16 / 9) > 0.01)
        ? fail(
            `Обложка ${sizeOf(cover)} не по правилам изображений.`,
            `The cover is ${sizeOf(cover)}, against the image rules.`,
            cover.path,
            { file: cover },
          )
        : pass('Обложка есть.', 'There is a cover.', cover.path);
    },
  },
];
