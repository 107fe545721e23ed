import type { BrowserRole } from '../../../shared/domain/install-test.ts';

/** What one vendor page showed at the end of a step. Lengths of texts are bounded where they are taken. */
export interface PageSnapshot {
  readonly stepId: string;
  readonly role: BrowserRole;
  readonly purpose: 'installer' | 'application' | 'widget' | 'popup' | 'chat';
  /** Number of the installation on this portal: 1 before the uninstallation, 2 after it. */
  readonly installNumber: number;
  readonly at: number;
  readonly url: string;
  /** HTTP status of the document; null when it was not seen. */
  readonly httpStatus: number | null;
  readonly title: string;
  /** Visible text. */
  readonly text: string;
  readonly html: string;
  /** Visible things that are not text: pictures, fields, buttons, canvases, frames. */
  readonly visibleElements: number;
  readonly layouts: readonly FrameLayout[];
  readonly brokenImages: readonly string[];
  readonly links: readonly { readonly href: string; readonly text: string }[];
  readonly checkedLinks: readonly CheckedLink[];
  /** Parts of the page asked for over plain HTTP. */
  readonly insecureParts: readonly { readonly tag: string; readonly url: string }[];
  readonly passwordFields: readonly { readonly name: string; readonly context: string }[];
  readonly fieldValues: readonly string[];
  readonly storage: readonly { readonly kind: 'local' | 'session' | 'cookie'; readonly key: string; readonly value: string }[];
  /** Cookies of the page's address that its scripts cannot read. */
  readonly hiddenCookies: readonly { readonly name: string; readonly value: string }[];
  /** Names of debugging tools found in the page. */
  readonly debugMarks: readonly string[];
}

/** Sizes in CSS pixels of the frame's root and of what it holds, in a window of the given width. */
export interface FrameLayout {
  readonly windowWidth: number;
  readonly frameWidth: number;
  readonly frameHeight: number;
  readonly contentWidth: number;
  readonly contentHeight: number;
  readonly scrollsHorizontally: boolean;
  readonly scrollsVertically: boolean;
}

export interface CheckedLink {
  readonly href: string;
  readonly status: number | null;
  readonly error: string | null;
}

/** A text answer of the vendor's server that reached the browser, unmasked; it lives in memory only. */
export interface VendorBody {
  readonly stepId: string | null;
  readonly role: BrowserRole;
  readonly url: string;
  readonly status: number;
  readonly resourceType: string;
  readonly contentType: string;
  readonly body: string;
}

/** A page that did not come into the portal's frame. */
export interface UnopenedPage {
  readonly stepId: string;
  readonly role: BrowserRole;
  readonly purpose: PageSnapshot['purpose'];
  readonly installNumber: number;
  readonly url: string;
  /** Network fault of the browser, or why the wait ended. */
  readonly reason: string;
}

/** An answer to a page of something other than a document that was an error (4xx, 5xx). */
export interface FailedResponse {
  readonly stepId: string | null;
  readonly url: string;
  readonly status: number;
  readonly resourceType: string;
}
