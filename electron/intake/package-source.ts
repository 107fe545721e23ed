import type { ImportProblem, PackageSource } from '../../shared/domain/incoming-submission.ts';
import { findPackages } from './find-packages.ts';
import { readPackage, type MarketplaceFormat } from './read-package.ts';

export interface PackageSourceOptions {
  readonly marketplaces: readonly MarketplaceFormat[];
  readonly now?: () => number;
  /** Told of every package that was read with warnings. */
  readonly onWarnings?: (packagePath: string, warnings: readonly ImportProblem[]) => void;
}

/** Intake as the desk sees it. */
export function createPackageSource(options: PackageSourceOptions): PackageSource {
  const now = options.now ?? Date.now;
  return {
    find: findPackages,
    async read(packagePath, signal) {
      const reading = await readPackage(packagePath, { marketplaces: options.marketplaces, now, signal });
      if (reading.kind === 'read' && reading.warnings && reading.warnings.length > 0) options.onWarnings?.(packagePath, reading.warnings);
      return reading;
    },
  };
}
