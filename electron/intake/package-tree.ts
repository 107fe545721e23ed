import { isManifest, MANIFEST_NAME, quoted, refuse } from './import-problem.ts';
import type { PackageFile } from './package-files.ts';

/** Finds the manifest, at the root or in the single top folder, and names all files from there. */
export class PackageTree {
  readonly files: readonly PackageFile[];
  private readonly prefix: string;

  /** @param place name of the archive or folder, for the message. Throws Refusal when there is no manifest. */
  constructor(files: readonly PackageFile[], place: string) {
    if (files.some((file) => isManifest(file.path))) {
      this.prefix = '';
      this.files = files;
      return;
    }
    const tops = new Set(files.map((file) => file.path.split('/', 1)[0] ?? ''));
    const [top] = tops;
    if (top !== undefined && tops.size === 1 && files.some((file) => isManifest(file.path.slice(top.length + 1)))) {
      this.prefix = `${top}/`;
      this.files = files.map((file) => ({ ...file, path: file.path.slice(this.prefix.length) }));
      return;
    }
    const deeper = files.find((file) => file.path.split('/').at(-1)?.toLowerCase() === MANIFEST_NAME);
    if (deeper) {
      refuse(place, {
        ru: {
          reason: `Файл ${MANIFEST_NAME} лежит не на месте или назван иначе: «${quoted(deeper.path)}».`,
          remedy: `Положите его в корень пакета (или в единственную верхнюю папку) под именем ${MANIFEST_NAME}, строчными буквами.`,
        },
        en: {
          reason: `The file ${MANIFEST_NAME} is in the wrong place or differently named: "${quoted(deeper.path)}".`,
          remedy: `Put it at the root of the package (or in its single top folder) under the name ${MANIFEST_NAME}, in lower case.`,
        },
      });
    }
    refuse(place, {
      ru: {
        reason: `В пакете нет файла ${MANIFEST_NAME}.`,
        remedy: 'Добавьте его в корень пакета; формат описан в docs/submission-package.md.',
      },
      en: {
        reason: `The package has no ${MANIFEST_NAME}.`,
        remedy: 'Add it at the root of the package; the format is described in docs/submission-package.md.',
      },
    });
  }

  /** @returns the name as it stands in the archive or folder. */
  fullName(path: string): string {
    return this.prefix + path;
  }
}
