import type { Nodes } from 'mdast';
import { Fragment, useMemo, type ReactNode } from 'react';
import { isWebAddress, safeLine, safeText, splitLinks } from '../lib/safe-text.ts';
import { parseMessage } from '../lib/message-markdown.ts';
import './markdown.css';
import { OutsideLink, UntrustedText } from './Untrusted.tsx';

/**
 * A message in markdown, shown with a closed set of elements: paragraphs, headings, lists, quotes, code, emphasis, links.
 * HTML is text, pictures are not loaded but named, a link shows its address and asks before it opens.
 */
export function Markdown({ text }: { readonly text: string }) {
  const safe = safeText(text);
  const root = useMemo(() => parseMessage(safe), [safe]);
  if (root === null) return <UntrustedText text={safe} />;
  return (
    <div className="markdown selectable" dir="auto">
      {root.children.map((node, index) => (
        <Node key={index} node={node} />
      ))}
    </div>
  );
}

function Children({ of }: { readonly of: { readonly children: readonly Nodes[] } }) {
  return (
    <>
      {of.children.map((node, index) => (
        <Node key={index} node={node} />
      ))}
    </>
  );
}

function Node({ node }: { readonly node: Nodes }): ReactNode {
  switch (node.type) {
    case 'text':
      return splitLinks(node.value).map((part, index) =>
        part.kind === 'link' ? <OutsideLink key={index} url={part.url} /> : <Fragment key={index}>{part.text}</Fragment>,
      );
    case 'html':
      return <span>{node.value}</span>;
    case 'paragraph':
      return (
        <p>
          <Children of={node} />
        </p>
      );
    case 'heading':
      // Not a heading of the page: its level would disturb the outline that a screen reader walks.
      return (
        <p className="markdown-heading">
          <Children of={node} />
        </p>
      );
    case 'emphasis':
      return (
        <em>
          <Children of={node} />
        </em>
      );
    case 'strong':
      return (
        <strong>
          <Children of={node} />
        </strong>
      );
    case 'inlineCode':
      return <code className="mono">{node.value}</code>;
    case 'code':
      return (
        <pre className="mono" tabIndex={0}>
          <code>{node.value}</code>
        </pre>
      );
    case 'blockquote':
      return (
        <blockquote>
          <Children of={node} />
        </blockquote>
      );
    case 'list':
      return node.ordered === true ? (
        <ol start={node.start ?? 1}>
          <Children of={node} />
        </ol>
      ) : (
        <ul>
          <Children of={node} />
        </ul>
      );
    case 'listItem':
      return (
        <li>
          <Children of={node} />
        </li>
      );
    case 'break':
      return <br />;
    case 'thematicBreak':
      return <hr />;
    case 'link':
      return (
        <NamedLink
          url={node.url}
          isSame={node.children.length === 1 && node.children[0]?.type === 'text' && node.children[0].value === node.url}
        >
          <Children of={node} />
        </NamedLink>
      );
    case 'image':
      return (
        <span>
          {safeLine(node.alt ?? '')} <Address url={node.url} />
        </span>
      );
    // Footnotes, references and definitions name something elsewhere: shown as the words they stand for.
    case 'linkReference':
    case 'imageReference':
      return 'children' in node ? <Children of={node} /> : <span>{safeLine(node.alt ?? '')}</span>;
    case 'definition':
      return (
        <p>
          {safeLine(node.label ?? node.identifier)}: <Address url={node.url} />
        </p>
      );
    default:
      return null;
  }
}

function Address({ url }: { readonly url: string }) {
  const shown = safeLine(url);
  return isWebAddress(shown) ? <OutsideLink url={shown} /> : <span className="faint">{shown}</span>;
}

/** The words of a link are the vendor's, so the address always stands beside them. */
function NamedLink({ url, isSame, children }: { readonly url: string; readonly isSame: boolean; readonly children: ReactNode }) {
  if (isSame) return <Address url={url} />;
  return (
    <span>
      {children} (<Address url={url} />)
    </span>
  );
}
