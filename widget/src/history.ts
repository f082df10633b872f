// Earlier conversations of this browser.
import type {Context} from './context';
import {h, iconButton, replace} from './dom';
import {type Kept, MOST, type Store} from './store';

interface Ends {
  open(kept: Kept): void;
  removed(kept: Kept): void;
  close(): void;
}

export class History {
  readonly root: HTMLElement;
  private readonly body = h('div', {class: 'scroll', tabindex: 0, role: 'region'});
  private readonly back: HTMLButtonElement;

  constructor(private readonly context: Context, private readonly store: Store, private readonly ends: Ends) {
    const {say} = context;
    this.back = iconButton('back', say('back'), ends.close);
    this.body.setAttribute('aria-label', say('history_title'));
    this.root = h('div', {class: 'pane history', hidden: true}, h('div', {class: 'head'}, this.back, h('h2', {}, say('history_title'))), this.body);
  }

  show(): void {
    this.root.hidden = false;
    this.draw();
    this.back.focus();
  }

  draw(): void {
    const {say} = this.context;
    const kept = this.store.list();
    replace(
      this.body,
      h('p', {class: 'note'}, this.store.keeps ? say('history_note', {count: MOST}) : say('no_storage')),
      kept.length ? h('ul', {}, ...kept.map((one) => this.row(one))) : h('p', {}, say('history_empty')),
      kept.length > 0 && h('button', {type: 'button', class: 'reply', onclick: () => this.drop(kept)}, say('history_clear')),
    );
  }

  private row(kept: Kept): HTMLElement {
    const {say} = this.context;
    const question = kept.turns[0]?.question ?? '';
    const open = h(
      'button',
      {type: 'button', class: 'past', onclick: () => this.ends.open(kept)},
      h('span', {}, question),
      h('span', {class: 'fine'}, when(kept.at)),
    );
    return h('li', {}, open, iconButton('bin', say('history_delete', {question}), () => this.drop([kept])));
  }

  private drop(some: Kept[]): void {
    for (const kept of some) {
      this.store.remove(kept.id);
      if (kept.session) this.context.client.forget(kept.session);
      this.ends.removed(kept);
    }
    this.draw();
    this.back.focus();
  }
}

function when(at: number): string {
  const day = new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())} ${two(day.getHours())}:${two(day.getMinutes())}`;
}
