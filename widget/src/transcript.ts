// The conversation as it is seen: questions, answers, what is under way, what went wrong.
import {answerView, links} from './answer';
import {type Kind} from './client';
import type {Context} from './context';
import {h, icon, replace, type Child} from './dom';
import {markdown} from './markdown';
import type {Turn} from './types';
import {knows} from './words';

export class Transcript {
  readonly root: HTMLElement;
  private looksAt = 0;
  private readonly replies = h('div', {class: 'replies', role: 'group'});

  constructor(private readonly context: Context, private readonly welcome: () => Child) {
    this.root = h('div', {class: 'log scroll', role: 'log', 'aria-live': 'off', tabindex: 0, 'aria-label': context.say('title')});
    this.replies.setAttribute('aria-label', context.say('replies'));
  }

  /** Draw a conversation from the beginning. */
  show(turns: Turn[]): void {
    replace(this.root, !turns.length && this.welcome());
    turns.forEach((turn, n) => this.root.append(this.asked(turn.question), answerView(turn, this.context, turns[n - 1])));
    this.offer(turns[turns.length - 1]?.answer.quick_replies ?? []);
    this.root.scrollTop = turns.length ? this.root.scrollHeight : 0;
  }

  ask(question: string): Pending {
    this.root.querySelector('.welcome')?.remove();
    this.replies.remove();
    this.root.querySelectorAll('.trouble').forEach((one) => one.remove());
    const asked = this.asked(question);
    const pending = new Pending(this.context, asked);
    this.root.append(asked, pending.root);
    this.lookAt(asked);
    return pending;
  }

  answered(pending: Pending, turn: Turn, before?: Turn, note = ''): void {
    const away = Math.abs(this.root.scrollTop - this.looksAt) > 8;
    pending.root.replaceWith(answerView(turn, this.context, before, note));
    this.offer(turn.answer.quick_replies);
    if (away) return;
    // Whoever answers questions wants the next one in sight, whoever asks the beginning of the answer.
    const asked = turn.answer.eligibility?.next_question && before?.answer.eligibility;
    // Once what was understood stands there too, which is filled in behind this turn of the loop.
    if (asked) setTimeout(() => (this.root.scrollTop = this.root.scrollHeight));
    else this.lookAt(pending.asked);
  }

  private lookAt(asked: HTMLElement): void {
    this.root.scrollTop = asked.offsetTop - 12;
    this.looksAt = this.root.scrollTop;
  }

  /** One calm sentence and a way on; what came of the answer stays. */
  trouble(pending: Pending, kind: Kind, words: string, again: () => void): void {
    const {say, client} = this.context;
    pending.settle();
    const retry = h('button', {type: 'button', class: 'reply', onclick: again}, say('retry'));
    const away = h('a', {class: 'reply', href: client.base + 'widget', target: '_blank', rel: 'noopener'}, say('blocked_open'));
    this.root.append(h('div', {class: 'trouble'}, h('p', {role: 'status'}, words), kind === 'blocked' ? away : retry));
    this.root.scrollTop = this.root.scrollHeight;
  }

  note(words: string, before: Pending): void {
    before.root.before(h('p', {class: 'note'}, words));
  }

  private asked(question: string): HTMLElement {
    return h('div', {class: 'asked'}, h('span', {class: 'sr'}, `${this.context.say('you')}：`), question);
  }

  private offer(replies: string[]): void {
    const buttons = replies.map((words) =>
      h('button', {type: 'button', class: 'reply', onclick: () => this.context.send(words)}, words),
    );
    replace(this.replies, ...buttons);
    if (buttons.length) this.root.append(this.replies);
  }
}

/** An answer under way: a calm line, then sentences as they pass. */
export class Pending {
  readonly root: HTMLElement;
  private readonly line: HTMLElement;
  private readonly words = h('div', {class: 'words'});
  private text = '';

  constructor(private readonly context: Context, readonly asked: HTMLElement) {
    this.line = h('p', {class: 'step'}, icon('chat'), h('span', {}, context.say('working')));
    this.root = h('div', {class: 'answer pending', 'aria-busy': 'true'}, this.words, this.line);
  }

  step(name: string): void {
    if (name === 'restart') this.said('', true);
    const {say, language} = this.context;
    const key = knows(language, `step_${name}`) ? `step_${name}` : 'step_other';
    this.line.lastElementChild!.textContent = `${say(key)}…`;
  }

  said(text: string, anew = false): void {
    this.text = anew ? text : this.text + text;
    replace(this.words, markdown(this.text, links(null, this.context)));
  }

  settle(): void {
    this.line.remove();
    this.root.removeAttribute('aria-busy');
    if (!this.text) this.root.remove();
  }
}
