// Prints the conversation alone: a copy beside the page, which is hidden on paper for as long as it takes.
import {asText} from './answer';
import type {Context} from './context';
import {h} from './dom';
import type {Turn} from './types';

const PAPER = ':host{all:initial!important;display:none!important}p{font:11pt/1.7 serif;white-space:pre-wrap;overflow-wrap:anywhere}h2{font:700 12pt/1.6 sans-serif;margin:1.2em 0 .3em}@media print{:host{display:block!important}}';
const PAGE = '@media print{body,policy-assistant{display:none!important}html{overflow:visible!important;height:auto!important;background:none!important}}';

export function print(turns: Turn[], context: Context): void {
  const sheet = h('div', {class: 'policy-assistant-print', 'aria-hidden': 'true'});
  const root = sheet.attachShadow({mode: 'open'});
  root.adoptedStyleSheets = [styles(PAPER)];
  for (const {question, answer} of turns) {
    root.append(h('h2', {}, `${context.say('you')}：${question}`), h('p', {}, asText(answer, context)));
  }
  root.append(h('p', {}, `${context.say('footer')} ${context.client.base}`));
  const before = document.adoptedStyleSheets;
  document.adoptedStyleSheets = [...before, styles(PAGE)];
  document.documentElement.append(sheet);
  const done = (): void => {
    sheet.remove();
    document.adoptedStyleSheets = before;
  };
  window.addEventListener('afterprint', done, {once: true});
  window.print();
}

export function styles(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}
