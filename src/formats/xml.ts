/**
 * XML, bounded: no document type at all (so no external entities and no entity bombs), at most so deep,
 * and whole to the last tag, since a feed that was cut off must not look like cancelled sessions.
 */

import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { UserError } from '../core/errors.ts';
import { truncatePlain } from '../core/text.ts';
import { escape, mrkdwn } from '../slack/mrkdwn.ts';
import { MAX_DEPTH } from './limits.ts';
import { decodeEntities } from './text.ts';

export interface XmlNode {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Its own text, not that of its children. */
  readonly text: string;
  readonly children: readonly XmlNode[];
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  cdataPropName: '#cdata',
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  processEntities: false,
  maxNestedTags: MAX_DEPTH,
});

type Ordered = Readonly<Record<string, unknown>>;

const rawText = (nodes: unknown): string =>
  (Array.isArray(nodes) ? (nodes as Ordered[]) : []).map((node) => String(node['#text'] ?? '')).join('');

function toNode(name: string, ordered: Ordered): XmlNode {
  const attributes: Record<string, string> = Object.create(null);
  for (const [key, value] of Object.entries((ordered[':@'] ?? {}) as Ordered))
    attributes[key] = decodeEntities(String(value));
  const inside = Array.isArray(ordered[name]) ? (ordered[name] as Ordered[]) : [];
  let text = '';
  const children: XmlNode[] = [];
  for (const child of inside) {
    const tag = Object.keys(child).find((key) => key !== ':@') ?? '';
    if (tag === '#text') text += decodeEntities(String(child['#text']));
    else if (tag === '#cdata') text += rawText(child['#cdata']);
    else children.push(toNode(tag, child));
  }
  return { name, attributes, text, children };
}

/** The root element's name, and whether a document type comes before it; '' where there is no element. */
export function prolog(text: string): { root: string; doctype: string } {
  let doctype = '';
  for (let at = 0; at < text.length; ) {
    const open = text.indexOf('<', at);
    if (open < 0) break;
    const end = text.startsWith('<!--', open) ? '-->' : text.startsWith('<?', open) ? '?>' : '>';
    if (end === '>' && !text.startsWith('<!', open))
      return { root: /^[\w:.-]+/.exec(text.slice(open + 1, open + 100))?.[0] ?? '', doctype };
    if (/^<!DOCTYPE/i.test(text.slice(open, open + 9))) doctype = text.slice(open + 9, open + 100).trim();
    const close = text.indexOf(end, open + 2);
    if (close < 0) break;
    at = close + end.length;
  }
  return { root: '', doctype };
}

export function parseXml(text: string): XmlNode {
  if (prolog(text).doctype !== '' || /<!ENTITY/i.test(text)) throw new UserError('format.doctype');
  const valid = XMLValidator.validate(text, { allowBooleanAttributes: true });
  if (valid !== true) {
    const { code, msg, line } = valid.err;
    if (!/<\/[\w:.-]+>\s*$/.test(text.slice(-200))) throw new UserError('format.truncated');
    throw new UserError('format.broken', {
      reason: mrkdwn`XML ${escape(code)}, line ${line}: ${escape(truncatePlain(msg, 100))}`,
    });
  }
  let nodes: Ordered[];
  try {
    nodes = parser.parse(text) as Ordered[];
  } catch (error) {
    throw new UserError('format.broken', {
      reason: mrkdwn`XML: ${escape(truncatePlain(String((error as Error).message), 100))}`,
    });
  }
  for (const node of nodes) {
    const tag = Object.keys(node).find((key) => key !== ':@' && !key.startsWith('#') && !key.startsWith('?'));
    if (tag !== undefined) return toNode(tag, node);
  }
  throw new UserError('format.truncated');
}

export const childrenOf = (node: XmlNode, name: string): readonly XmlNode[] =>
  node.children.filter((child) => child.name === name);

export const childOf = (node: XmlNode | undefined, name: string): XmlNode | undefined =>
  node?.children.find((child) => child.name === name);

/** The text of the first child of that name; '' where there is none. */
export const textOf = (node: XmlNode | undefined, name: string): string =>
  childOf(node, name)?.text.trim() ?? '';
