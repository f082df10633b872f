// The clause that a citation names, in its surroundings, with the quoted words marked.
import {badge} from './answer';
import {officially, place, sourceUrl} from './citing';
import type {Context} from './context';
import {h, icon, iconButton, replace, type Child} from './dom';
import {copy} from './rating';
import type {Citation, Clause, ClauseDetail} from './types';

export class Sheet {
  readonly root: HTMLElement;
  private readonly body = h('div', {class: 'scroll', tabindex: 0, role: 'region'});
  private readonly title: HTMLElement;
  private readonly close: HTMLButtonElement;
  private turn = 0;

  constructor(private readonly context: Context, onclose: () => void) {
    const {say} = context;
    this.close = iconButton('back', say('back'), onclose);
    this.title = h('h2', {}, say('clause'));
    this.body.setAttribute('aria-label', say('clause'));
    this.root = h('div', {class: 'pane sheet', hidden: true}, h('div', {class: 'head'}, this.close, this.title), this.body);
  }

  async show(citation: Citation, asOf: string): Promise<void> {
    const number = ++this.turn;
    this.root.hidden = false;
    this.close.focus();
    replace(this.body, this.head(citation), h('p', {class: 'note', role: 'status'}, this.context.say('loading')));
    let shown: Child[];
    try {
      const clause = await this.context.client.json<ClauseDetail>(path(citation));
      shown = [this.text(clause, citation, asOf), this.walk(clause, citation, asOf)];
    } catch {
      shown = [h('blockquote', {lang: 'zh-CN'}, citation.quote), h('p', {class: 'note', role: 'status'}, this.context.say('clause_lost'))];
    }
    if (number !== this.turn) return;
    replace(this.body, this.head(citation), ...shown, this.acts(citation, asOf));
    const marked = this.body.querySelector('mark');
    if (marked) marked.scrollIntoView({block: 'center'});
    else this.body.scrollTop = 0;
  }

  private head(citation: Citation): HTMLElement {
    const {say} = this.context;
    return h(
      'div',
      {class: 'of'},
      h('p', {}, badge(citation)),
      h('p', {class: 'title', lang: 'zh-CN'}, citation.document_title),
      citation.document_number && h('p', {class: 'fine', lang: 'zh-CN'}, citation.document_number),
      citation.recognised != null && h('p', {class: 'note'}, say('recognised', {percent: Math.round(citation.recognised * 100)})),
    );
  }

  private text(clause: ClauseDetail, citation: Citation, asOf: string): HTMLElement {
    const near = (one: Clause | null): Child => one && one.text && h('p', {class: 'near', lang: 'zh-CN'}, one.text);
    const found = [clause, ...clause.children].some((one) => place(one.text, citation.quote));
    const where = [...clause.path];
    return h(
      'div',
      {class: 'clause'},
      where.length > 0 && h('p', {class: 'path', lang: 'zh-CN'}, h('span', {class: 'sr'}, this.context.say('path')), where.join(' › ')),
      near(clause.previous),
      h(
        'div',
        {class: 'this', lang: 'zh-CN'},
        h('p', {class: 'label'}, clause.label, clause.page ? ` · ${this.context.say('page', {page: clause.page})}` : ''),
        h('p', {}, ...marked(clause.text, citation.quote)),
        ...clause.children.map((one) => h('p', {}, ...marked(one.text, citation.quote))),
        !found && citation.quote && h('blockquote', {}, citation.quote),
      ),
      // Below a clause that has parts its next neighbour is the first of them, shown already.
      !clause.children.length && near(clause.next),
      this.asOf(asOf),
    );
  }

  private asOf(day: string): HTMLElement {
    return h('p', {class: 'fine'}, this.context.say('as_of', {as_of: day}));
  }

  private walk(clause: ClauseDetail, citation: Citation, asOf: string): HTMLElement {
    const to = (one: Clause | null, key: string): Child =>
      one &&
      h('button', {type: 'button', class: 'reply', onclick: () => void this.show(step(citation, one), asOf)}, this.context.say(key), ' ', h('span', {lang: 'zh-CN'}, one.label));
    return h('div', {class: 'walk'}, to(clause.previous, 'previous'), to(clause.next, 'next'));
  }

  private acts(citation: Citation, asOf: string): HTMLElement {
    const {say, client, language} = this.context;
    const status = h('span', {class: 'said', role: 'status'});
    const href = sourceUrl(citation, client.base, asOf, language);
    const copying = h('button', {type: 'button', class: 'act', onclick: () => void copied()}, icon('copy'), say('copy_citation'));
    const copied = async (): Promise<void> => {
      status.textContent = say((await copy(officially(citation, say), copying)) ? 'copied' : 'copy_failed');
    };
    return h(
      'div',
      {class: 'acts'},
      href && h('a', {class: 'act', href, target: '_blank', rel: 'noopener'}, icon('open'), say('open_source')),
      copying,
      status,
    );
  }
}

function path(citation: Citation): string {
  const version = /[?&]version=([\w-]+)/.exec(citation.url)?.[1];
  const of = [citation.document_id, citation.clause_id].map(encodeURIComponent).join('/clauses/');
  return `api/v1/documents/${of}${version ? `?version=${version}` : ''}`;
}

function step(citation: Citation, to: Clause): Citation {
  return {...citation, clause_id: to.id, clause_label: to.label, page: to.page, url: to.url, quote: ''};
}

function marked(text: string, quote: string): Child[] {
  const found = place(text, quote);
  if (!found) return [text];
  return [text.slice(0, found[0]), h('mark', {}, text.slice(...found)), text.slice(found[1])];
}
