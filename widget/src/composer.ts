// Where one types: a line that grows, Enter sends, and nothing is lost while an answer comes.
import type {Context} from './context';
import {h, icon, replace} from './dom';

export class Composer {
  readonly root: HTMLFormElement;
  private readonly box: HTMLTextAreaElement;
  private readonly button: HTMLButtonElement;
  private working = false;

  constructor(private readonly context: Context, private readonly send: (text: string) => void, private readonly stop: () => void) {
    const {say} = context;
    this.box = h('textarea', {
      rows: 1,
      maxlength: 2000,
      placeholder: say('placeholder'),
      'aria-label': say('label'),
      enterkeyhint: 'send',
      oninput: () => this.grow(),
      onkeydown: (event: KeyboardEvent) => this.key(event),
    });
    this.button = h('button', {class: 'send'});
    this.root = h('form', {class: 'composer', onsubmit: (event: Event) => this.submit(event)}, this.box, this.button);
    this.busy(false);
  }

  busy(working: boolean): void {
    this.working = working;
    const label = this.context.say(working ? 'stop' : 'send');
    this.button.setAttribute('aria-label', label);
    this.button.title = label;
    replace(this.button, icon(working ? 'stop' : 'send'));
  }

  focus(): void {
    this.box.focus({preventScroll: true});
  }

  private submit(event: Event): void {
    event.preventDefault();
    if (this.working) return this.stop();
    const text = this.box.value.trim();
    if (!text) return this.focus();
    this.box.value = '';
    this.grow();
    this.send(text);
  }

  private key(event: KeyboardEvent): void {
    // 229: an input method is composing, also where isComposing says otherwise.
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    if (!this.working) this.submit(event);
  }

  private grow(): void {
    this.box.style.height = 'auto';
    this.box.style.height = `${Math.min(this.box.scrollHeight, 140)}px`;
  }
}
