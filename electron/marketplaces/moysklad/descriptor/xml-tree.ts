import { SaxesParser } from 'saxes';

export interface XmlElement {
  /** Without its prefix. */
  readonly name: string;
  /** Namespace address, "" for none. */
  readonly namespace: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text directly inside, trimmed. */
  readonly text: string;
}

const MOST_ELEMENTS = 5000;
const DEEPEST = 30;

/**
 * Reads a document strictly, namespaces included. It comes from a vendor: a document type, with which entities could be declared, is
 * refused.
 * @returns the root, or what is wrong with the document and where
 */
export function readXml(text: string): { readonly root: XmlElement } | { readonly error: string } {
  const parser = new SaxesParser({ xmlns: true });
  const open: { name: string; namespace: string; attributes: Record<string, string>; children: XmlElement[]; text: string }[] = [];
  let root: XmlElement | null = null;
  let count = 0;
  const fail = (message: string): never => {
    throw new Error(message);
  };
  parser.on('error', (error) => fail(error.message));
  parser.on('doctype', () => fail('a document type is not allowed'));
  parser.on('opentag', (tag) => {
    count += 1;
    if (count > MOST_ELEMENTS || open.length >= DEEPEST) fail('the document is too large');
    const attributes: Record<string, string> = {};
    for (const attribute of Object.values(tag.attributes)) if (attribute.prefix === '') attributes[attribute.local] = attribute.value;
    open.push({ name: tag.local, namespace: tag.uri, attributes, children: [], text: '' });
  });
  const addText = (part: string): void => {
    const current = open.at(-1);
    if (current !== undefined) current.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element === undefined) return;
    const closed: XmlElement = { ...element, text: element.text.trim() };
    const parent = open.at(-1);
    if (parent === undefined) root = closed;
    else parent.children.push(closed);
  });
  try {
    parser.write(text.replace(/^\uFEFF/, '')).close();
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
  return root === null ? { error: 'the document is empty' } : { root };
}

export function childOf(element: XmlElement | null, name: string): XmlElement | null {
  return element?.children.find((child) => child.name === name) ?? null;
}
