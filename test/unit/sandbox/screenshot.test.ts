import { describe, expect, it } from 'vitest';
import { Masker } from '../../../electron/sandbox/masking.ts';
import { nodesWithSecrets, type DocumentSnapshot } from '../../../electron/sandbox/screenshot.ts';

const ELEMENT = 1;
const TEXT = 3;

/** A document of elements with texts and attributes, as DOMSnapshot.captureSnapshot writes it. */
function snapshot(
  nodes: readonly {
    readonly parent: number;
    readonly text?: string;
    readonly attributes?: Record<string, string>;
    readonly input?: string;
  }[],
): DocumentSnapshot {
  const strings: string[] = ['frame-1'];
  const word = (text: string): number => strings.push(text) - 1;
  const inputs = nodes.flatMap((node, index) => (node.input === undefined ? [] : [{ index, value: word(node.input) }]));
  return {
    documents: [
      {
        frameId: 0,
        nodes: {
          parentIndex: nodes.map((node) => node.parent),
          nodeType: nodes.map((node) => (node.text === undefined ? ELEMENT : TEXT)),
          nodeValue: nodes.map((node) => (node.text === undefined ? -1 : word(node.text))),
          backendNodeId: nodes.map((_node, index) => 100 + index),
          attributes: nodes.map((node) => Object.entries(node.attributes ?? {}).flatMap(([name, value]) => [word(name), word(value)])),
          inputValue: { index: inputs.map((one) => one.index), value: inputs.map((one) => one.value) },
        },
        layout: { nodeIndex: nodes.map((_node, index) => index), text: nodes.map(() => -1) },
      },
    ],
    strings,
  };
}

const found = (document: DocumentSnapshot): number[] =>
  nodesWithSecrets(document, new Masker(['secret-value'])).map((node) => node.backendNodeId);

describe('elements that show a secret', () => {
  it('are the parents of the text', () => {
    expect(
      found(
        snapshot([
          { parent: -1 },
          { parent: 0 },
          { parent: 1, text: 'the secret-value here' },
          { parent: 0 },
          { parent: 3, text: 'nothing' },
        ]),
      ),
    ).toEqual([101]);
  });

  it('are all that a split secret is spread over', () => {
    const split = snapshot([
      { parent: -1 },
      { parent: 0 },
      { parent: 1, text: 'secr' },
      { parent: 0 },
      { parent: 3, text: 'et-va' },
      { parent: 0, text: 'lue' },
      { parent: 0, text: 'after' },
    ]);
    expect(found(split).sort()).toEqual([100, 101, 103]);
  });

  it('are filled-in password fields, and other fields with a secret', () => {
    const fields = snapshot([
      { parent: -1, attributes: { type: 'password' }, input: 'anything' },
      { parent: -1, attributes: { type: 'password' }, input: '' },
      { parent: -1, attributes: { type: 'text' }, input: 'secret-value' },
      { parent: -1, attributes: { type: 'text' }, input: 'other' },
      { parent: -1, attributes: { placeholder: 'secret-value' } },
    ]);
    expect(found(fields)).toEqual([100, 102, 104]);
  });
});
