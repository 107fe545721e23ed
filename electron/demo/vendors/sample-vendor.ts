/**
 * What a sample vendor is: a small company's server that knows nothing of the workstation. It shares with the simulated
 * portal only the client id and the client secret, as a real vendor does after registering the solution in the cabinet.
 */
export interface VendorOptions {
  /** 0 picks a free port. */
  readonly port: number;
  /** Interface to listen on; also the host name in the vendor's own address. */
  readonly host: string;
  /** Folder with one file for each portal that installed the solution. */
  readonly dataDir: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** PEM of an authority to trust besides the public ones; null when the portal speaks plain HTTP. */
  readonly ca: string | null;
}

export interface RunningVendor {
  /** e.g. http://127.0.0.1:41235 */
  readonly address: string;
  stop(): Promise<void>;
}

/** What a vendor fills into the version card of the cabinet; addresses are absolute. */
export interface SampleRegistration {
  readonly code: string;
  readonly name: string;
  readonly vendorName: string;
  readonly version: string;
  /** A own page with an installation wizard, B own page, C no page but a callback, D the same with a settings form, E an archive of files. */
  readonly mode: 'A' | 'B' | 'C' | 'D' | 'E';
  readonly appUrl: string | null;
  readonly installUrl: string | null;
  readonly eventUrl: string | null;
  /** Mode D. */
  readonly settingsUrl?: string;
  /** Mode E: the zip file. */
  readonly archivePath?: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scopes: string[];
  readonly placements: string[];
}

export interface SampleVendor<Registration extends { readonly code: string; readonly version: string } = SampleRegistration> {
  /** Name on the command line, e.g. "bitrix24-invoices". */
  readonly name: string;
  readonly marketplace: string;
  readonly title: string;
  readonly company: string;
  /** Invented keys, the same in the demo's test data. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** The version card of this vendor when its server answers at `address`. */
  registration(address: string): Registration;
  start(options: VendorOptions): Promise<RunningVendor>;
}
