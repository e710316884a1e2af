/** TwiML as a phone follows it: the verbs that a call of Callboard uses, in order. Pure. */
import { XMLParser } from 'fast-xml-parser';

export interface GatherVerb {
  readonly verb: 'gather';
  /** What is said while digits may be pressed. */
  readonly said: readonly string[];
  readonly action: string | undefined;
  readonly method: 'GET' | 'POST';
  /** Ends the gathering by itself; without it, the finish key or the silence does. */
  readonly numDigits: number | undefined;
  readonly finishOnKey: string;
  /** Seconds of silence after the last word or digit. */
  readonly timeout: number;
  readonly actionOnEmptyResult: boolean;
}

export type Verb =
  | { readonly verb: 'say'; readonly text: string }
  | { readonly verb: 'redirect'; readonly url: string; readonly method: 'GET' | 'POST' }
  | { readonly verb: 'message'; readonly text: string }
  | { readonly verb: 'hangup' }
  | GatherVerb;

/** What Twilio would answer with error 12100 or 12200: no TwiML at all. */
export class NotTwiml extends Error {
  override readonly name = 'NotTwiml';
}

type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
});

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? '';
const childrenOf = (node: Node): readonly Node[] => (node[nameOf(node)] ?? []) as readonly Node[];
const attributesOf = (node: Node): Readonly<Record<string, string>> =>
  (node[':@'] ?? {}) as Readonly<Record<string, string>>;

/** All text inside, whatever markup (`<break/>`, `<prosody>`) is around it, as one line. */
const textOf = (nodes: readonly Node[]): string =>
  nodes
    .map((node) => (nameOf(node) === '#text' ? String(node['#text']) : ` ${textOf(childrenOf(node))} `))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

const methodOf = (text: string | undefined): 'GET' | 'POST' =>
  text?.toUpperCase() === 'GET' ? 'GET' : 'POST';

/** `Say` and `Play` as text, repeated as often as `loop` says (0 stands for ever; twice is enough here). */
function spoken(node: Node): string[] {
  const text = nameOf(node) === 'Play' ? `♪ ${textOf(childrenOf(node))}` : textOf(childrenOf(node));
  const loop = Number(attributesOf(node)['loop'] ?? 1);
  return Array.from({ length: loop === 0 ? 2 : loop }, () => text);
}

function verbOf(node: Node): Verb[] {
  const attributes = attributesOf(node);
  switch (nameOf(node)) {
    case 'Say':
    case 'Play':
      return spoken(node).map((text) => ({ verb: 'say', text }));
    case 'Redirect':
      return [{ verb: 'redirect', url: textOf(childrenOf(node)), method: methodOf(attributes['method']) }];
    case 'Message':
      return [{ verb: 'message', text: messageText(childrenOf(node)) }];
    case 'Hangup':
    case 'Reject':
      return [{ verb: 'hangup' }];
    case 'Gather':
      return [
        {
          verb: 'gather',
          said: childrenOf(node)
            .filter((child) => ['Say', 'Play'].includes(nameOf(child)))
            .flatMap(spoken),
          action: attributes['action'],
          method: methodOf(attributes['method']),
          numDigits: attributes['numDigits'] === undefined ? undefined : Number(attributes['numDigits']),
          finishOnKey: attributes['finishOnKey'] ?? '#',
          timeout: Number(attributes['timeout'] ?? 5),
          actionOnEmptyResult: attributes['actionOnEmptyResult'] === 'true',
        },
      ];
    case 'Pause':
    case '#text':
    case '#comment':
      return [];
    default:
      return [{ verb: 'say', text: `(${nameOf(node)} is nothing that a phone of the sandbox can do)` }];
  }
}

/** A `<Message>` holds its text directly or in `<Body>`; line breaks are part of a text. */
function messageText(nodes: readonly Node[]): string {
  const body = nodes.find((node) => nameOf(node) === 'Body');
  const raw = (body ? childrenOf(body) : nodes).map((node) => String(node['#text'] ?? '')).join('');
  return raw.trim();
}

export function parseTwiml(xml: string): Verb[] {
  let nodes: readonly Node[];
  try {
    nodes = parser.parse(xml) as readonly Node[];
  } catch (error) {
    throw new NotTwiml((error as Error).message);
  }
  const response = nodes.find((node) => nameOf(node) === 'Response');
  if (!response) throw new NotTwiml('there is no <Response>');
  return childrenOf(response).flatMap(verbOf);
}
