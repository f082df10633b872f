// The small Markdown that answers are written in: paragraphs, lists, quotes, bold, links, markers. All else is text.
import {type Child, fill, h} from './dom';

export interface Links {
  /** What stands for the marker `[n]`; null where there is no such source. */
  marker(index: number): Node | null;
  /** The address that a link may open; null where it may not. */
  address(url: string): string | null;
}

const ITEM = /^\s*(?:[-*+]|(\d+)[.)])\s+(.*)$/;
const INLINE = /\*\*(.+?)\*\*|\[(\d+)\]|\[([^\]]+)\]\(([^)\s]+)\)/g;

export function markdown(text: string, links: Links): DocumentFragment {
  const out = document.createDocumentFragment();
  for (const block of text.split(/\n\s*\n/)) fill(out, ...blocks(block.split('\n'), links));
  return out;
}

function blocks(lines: string[], links: Links): Child[] {
  const made: Child[] = [];
  for (let at = 0; at < lines.length; ) {
    const kind = kindOf(lines[at]!);
    const start = at;
    while (at < lines.length && kindOf(lines[at]!) === kind) at++;
    const part = lines.slice(start, at);
    if (kind === 'item') made.push(list(part, links));
    else if (kind === 'quote') made.push(h('blockquote', {lang: 'zh-CN'}, ...rows(part.map((l) => l.replace(/^\s*>\s?/, '')), links)));
    else if (part.join('').trim()) made.push(h('p', {}, ...rows(part.map((l) => l.replace(/^#{1,6}\s+/, '')), links)));
  }
  return made;
}

function kindOf(line: string): string {
  return ITEM.test(line) ? 'item' : /^\s*>/.test(line) ? 'quote' : 'text';
}

function list(lines: string[], links: Links): HTMLElement {
  const first = ITEM.exec(lines[0]!);
  const made = first?.[1] ? h('ol', {start: first[1]}) : h('ul');
  for (const line of lines) made.append(h('li', {}, ...inline(ITEM.exec(line)?.[2] ?? line, links)));
  return made;
}

function rows(lines: string[], links: Links): Child[] {
  return lines.flatMap((line, n) => (n ? [h('br'), ...inline(line, links)] : inline(line, links)));
}

function inline(text: string, links: Links): Child[] {
  const made: Child[] = [];
  let done = 0;
  for (const found of text.matchAll(INLINE)) {
    made.push(text.slice(done, found.index), piece(found, links));
    done = found.index! + found[0].length;
  }
  return [...made, text.slice(done)];
}

function piece(found: RegExpMatchArray, links: Links): Child {
  const [whole, bold, index, words, url] = found;
  if (bold !== undefined) return h('strong', {}, ...inline(bold, links));
  if (index !== undefined) return links.marker(Number(index)) ?? whole;
  const href = links.address(url!);
  return href ? h('a', {href, target: '_blank', rel: 'noopener noreferrer'}, words!) : whole;
}
