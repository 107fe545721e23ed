import type { CDPSession, Frame, Page } from 'playwright';
import type { Masker } from './masking.ts';
import type { PictureMark } from './run-context.ts';

/**
 * A picture of the page in which secrets are blacked out before it is taken. Secrets are looked for outside the page, in a snapshot of its
 * document, and never handed to it. Text painted on a canvas or inside a picture cannot be read and is not masked.
 * @param marks places to outline
 * @returns JPEG bytes, or null when the page does not answer or a secret could not be covered.
 */
export async function takePicture(
  page: Page,
  devTools: CDPSession,
  masker: Masker,
  marks: readonly PictureMark[] = [],
): Promise<Buffer | null> {
  return Promise.race([
    (marks.length > 0 ? marked(page, devTools, masker, marks) : covered(page, devTools, masker)).catch(() => null),
    new Promise<null>((resolve) => {
      setTimeout(() => resolve(null), PICTURE_LIMIT_MS);
    }),
  ]);
}

async function marked(page: Page, devTools: CDPSession, masker: Masker, marks: readonly PictureMark[]): Promise<Buffer | null> {
  const { frameTree } = await devTools.send('Page.getFrameTree');
  const { executionContextId } = await devTools.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id, worldName: WORLD });
  const { result } = await devTools.send('Runtime.evaluate', {
    contextId: executionContextId,
    expression: `(${PUT_MARKS})(${JSON.stringify(marks)})`,
  });
  try {
    return await covered(page, devTools, masker);
  } finally {
    const objectId = result.objectId;
    if (objectId !== undefined) {
      await devTools
        .send('Runtime.callFunctionOn', { objectId, functionDeclaration: 'function () { this.remove(); }' })
        .catch(() => undefined);
    }
  }
}

const PICTURE_LIMIT_MS = 4_000;
const ROUNDS = 3;
const WORLD = 'evidence';

async function covered(page: Page, devTools: CDPSession, masker: Masker): Promise<Buffer | null> {
  const sessions = await sessionsOf(page, devTools);
  const [plain, found] = await Promise.all([capture(devTools), findSecrets(sessions, masker)]);
  if (found.length === 0) return plain;
  const covers: Cover[] = [];
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const open = (await findSecrets(sessions, masker)).filter((node) => !covers.some((cover) => isSame(cover.node, node)));
      covers.push(...(await Promise.all(open.map(putCover))));
      const picture = await capture(devTools);
      const after = await findSecrets(sessions, masker);
      if (after.every((node) => covers.some((cover) => isSame(cover.node, node)))) return picture;
    }
    return null;
  } finally {
    await Promise.all(covers.map((cover) => cover.remove().catch(() => undefined)));
  }
}

async function capture(devTools: CDPSession): Promise<Buffer> {
  const { data } = await devTools.send('Page.captureScreenshot', { format: 'jpeg', quality: 75, optimizeForSpeed: true });
  return Buffer.from(data, 'base64');
}

/** The page's own session and one for every frame that lives in a process of its own. */
async function sessionsOf(page: Page, devTools: CDPSession): Promise<CDPSession[]> {
  const own = await Promise.all(page.frames().map((frame) => (frame === page.mainFrame() ? null : sessionOfFrame(page, frame))));
  return [devTools, ...own.filter((session) => session !== null)];
}

const frameSessions = new WeakMap<Frame, { readonly url: string; readonly session: Promise<CDPSession | null> }>();

function sessionOfFrame(page: Page, frame: Frame): Promise<CDPSession | null> {
  const known = frameSessions.get(frame);
  // Another site may be another process; the same address is the same one.
  if (known?.url === frame.url()) return known.session;
  const session = page
    .context()
    .newCDPSession(frame)
    .catch(() => null);
  frameSessions.set(frame, { url: frame.url(), session });
  return session;
}

interface SecretNode {
  readonly session: CDPSession;
  readonly frameId: string;
  readonly backendNodeId: number;
}

interface Cover {
  readonly node: SecretNode;
  remove(): Promise<void>;
}

function isSame(a: SecretNode, b: SecretNode): boolean {
  return a.session === b.session && a.backendNodeId === b.backendNodeId;
}

async function findSecrets(sessions: readonly CDPSession[], masker: Masker): Promise<SecretNode[]> {
  const found = await Promise.all(
    sessions.map(async (session) => {
      const snapshot = await session.send('DOMSnapshot.captureSnapshot', { computedStyles: [] }).catch((error: unknown) => {
        // A frame that left meanwhile shows nothing; the page itself must answer.
        if (session === sessions[0]) throw error;
        return null;
      });
      return snapshot ? nodesWithSecrets(snapshot, masker).map((node) => ({ session, ...node })) : [];
    }),
  );
  return found.flat();
}

const ELEMENT = 1;
const TEXT = 3;

/** The part of DOMSnapshot.captureSnapshot's answer that is read here; numbers are indexes into `strings`. */
export interface DocumentSnapshot {
  readonly strings: readonly string[];
  readonly documents: readonly {
    readonly frameId: number;
    readonly nodes: {
      readonly parentIndex?: readonly number[];
      readonly nodeType?: readonly number[];
      readonly nodeName?: readonly number[];
      readonly nodeValue?: readonly number[];
      readonly backendNodeId?: readonly number[];
      readonly attributes?: readonly (readonly number[])[];
      readonly inputValue?: { readonly index: readonly number[]; readonly value: readonly number[] };
      readonly textValue?: { readonly index: readonly number[]; readonly value: readonly number[] };
    };
    readonly layout: { readonly nodeIndex: readonly number[]; readonly text: readonly number[] };
  }[];
}

/** Elements that show a secret, also one that is split over several elements, and filled-in password fields. */
export function nodesWithSecrets(
  snapshot: DocumentSnapshot,
  masker: Masker,
): { readonly frameId: string; readonly backendNodeId: number }[] {
  const word = (index: number | undefined): string => (index === undefined || index < 0 ? '' : (snapshot.strings[index] ?? ''));
  return snapshot.documents.flatMap((document) => {
    const { nodes } = document;
    const marked = new Set<number>();
    // Hidden fields and the like have no place in the picture.
    const drawn = new Set(document.layout.nodeIndex);
    const elementOf = (index: number): number => (nodes.nodeType?.[index] === ELEMENT ? index : (nodes.parentIndex?.[index] ?? -1));

    let shown = '';
    const pieces: { readonly start: number; readonly node: number }[] = [];
    document.layout.nodeIndex.forEach((node, position) => {
      const text = nodes.nodeType?.[node] === TEXT ? word(nodes.nodeValue?.[node]) : word(document.layout.text[position]);
      if (text === '') return;
      pieces.push({ start: shown.length, node });
      shown += text;
    });
    for (const [start, end] of masker.places(shown)) {
      pieces.forEach((piece, position) => {
        const pieceEnd = pieces[position + 1]?.start ?? shown.length;
        if (piece.start < end && pieceEnd > start) marked.add(elementOf(piece.node));
      });
    }

    for (const values of [nodes.inputValue, nodes.textValue]) {
      values?.index.forEach((node, position) => {
        const value = word(values.value[position]);
        if (value === '' || !drawn.has(node)) return;
        if (isPasswordField(nodes.attributes?.[node], word) || masker.places(value).length > 0) marked.add(node);
      });
    }
    nodes.attributes?.forEach((attributes, node) => {
      if (!drawn.has(node)) return;
      for (let at = 0; at + 1 < attributes.length; at += 2) {
        if (!SHOWN_ATTRIBUTES.has(word(attributes[at])) || masker.places(word(attributes[at + 1])).length === 0) continue;
        marked.add(node);
      }
    });

    return [...marked].flatMap((node) => {
      const backendNodeId = nodes.backendNodeId?.[node];
      return backendNodeId === undefined ? [] : [{ frameId: word(document.frameId), backendNodeId }];
    });
  });
}

const SHOWN_ATTRIBUTES = new Set(['placeholder', 'value', 'alt', 'label']);

function isPasswordField(attributes: readonly number[] | undefined, word: (index: number | undefined) => string): boolean {
  if (!attributes) return false;
  for (let at = 0; at + 1 < attributes.length; at += 2) {
    if (word(attributes[at]) === 'type' && word(attributes[at + 1]).toLowerCase() === 'password') return true;
  }
  return false;
}

// Runs inside the page, in a world of its own where the page's scripts cannot have replaced anything.
const PUT_COVER = `function () {
  const element = this.nodeType === 1 ? this : this.parentElement;
  if (!element) return null;
  const before = element.getAttribute('style');
  const hide = element.namespaceURI === 'http://www.w3.org/1999/xhtml'
    ? { background: '#000', filter: 'brightness(0)', color: 'transparent', '-webkit-text-fill-color': 'transparent', transition: 'none', animation: 'none' }
    : { visibility: 'hidden' };
  for (const [name, value] of Object.entries(hide)) element.style.setProperty(name, value, 'important');
  return { before };
}`;
const REMOVE_COVER = `function (before) {
  const element = this.nodeType === 1 ? this : this.parentElement;
  if (before === null) element.removeAttribute('style'); else element.setAttribute('style', before);
}`;

const PUT_MARKS = `(marks) => {
  const host = document.createElement('div');
  host.style.setProperty('all', 'initial', 'important');
  const root = host.attachShadow({ mode: 'closed' });
  for (const { x, y, width, height } of marks) {
    const box = document.createElement('div');
    box.style.cssText = 'position:fixed;box-sizing:border-box;z-index:2147483647;pointer-events:none;border:3px solid #e5003c;border-radius:3px;'
      + 'left:' + (x - 4) + 'px;top:' + (y - 4) + 'px;width:' + (width + 8) + 'px;height:' + (height + 8) + 'px';
    root.append(box);
  }
  document.documentElement.append(host);
  return host;
}`;

async function putCover(node: SecretNode): Promise<Cover> {
  const { session } = node;
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId: node.frameId, worldName: WORLD });
  const { object } = await session.send('DOM.resolveNode', { backendNodeId: node.backendNodeId, executionContextId });
  const objectId = object.objectId;
  if (objectId === undefined) throw new Error('the element is gone');
  const { result } = await session.send('Runtime.callFunctionOn', { objectId, functionDeclaration: PUT_COVER, returnByValue: true });
  const { before } = (result.value ?? { before: null }) as { before: string | null };
  return {
    node,
    remove: async () => {
      await session.send('Runtime.callFunctionOn', { objectId, functionDeclaration: REMOVE_COVER, arguments: [{ value: before }] });
      await session.send('Runtime.releaseObject', { objectId });
    },
  };
}
