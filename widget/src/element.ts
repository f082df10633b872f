// <policy-assistant>: a launcher and a panel in a shadow tree of their own.
import {Chat} from './chat';
import {accentRules} from './colours';
import {Client} from './client';
import {h, icon, replace} from './dom';
import {type Options, readOptions} from './options';
import {styles} from './printing';
import {Store} from './store';
import css from './style.css';
import {type Language, speaker} from './words';

export const NAME = 'policy-assistant';
const PHONE = '(max-width: 640px), (max-height: 420px)';
const STYLES = styles(css);
const raised = {left: 0, right: 0};
let made = 0;

export class PolicyAssistant extends HTMLElement {
  /** Where the service is: what the script was loaded from. */
  static base = '';

  private options!: Options;
  private store!: Store;
  private chat!: Chat;
  private launcher: HTMLButtonElement | null = null;
  private panel!: HTMLElement;
  private readonly phone = window.matchMedia(PHONE);

  connectedCallback(): void {
    if (this.shadowRoot) return;
    const root = this.attachShadow({mode: 'open'});
    this.options = readOptions(this);
    root.adoptedStyleSheets = [STYLES, styles(accentRules(this.options.colour))];
    const number = made++;
    this.store = new Store(`${NAME} ${PolicyAssistant.base} ${number || ''}`.trim());
    this.classList.add(this.options.position, this.options.theme);
    if (this.floats) this.rise();
    this.draw((this.store.tab().language as Language | undefined) ?? this.options.language);
    this.phone.addEventListener('change', () => this.fit());
    root.addEventListener('keydown', (event) => this.key(event as KeyboardEvent));
    window.addEventListener('storage', ({key}) => (key === this.store.key || key === null) && this.chat.refresh());
    if (!this.floats || this.store.tab().open) this.show(false);
  }

  open(): void {
    this.show(true);
  }

  close(): void {
    if (!this.floats) return;
    this.panel.hidden = true;
    this.launcher!.hidden = false;
    this.launcher!.setAttribute('aria-expanded', 'false');
    this.launcher!.focus();
    this.remember({open: false});
    this.fit();
  }

  /** Open and ask, for buttons of the page. */
  ask(question: string): void {
    this.show(true);
    void this.chat.send(question);
  }

  private get floats(): boolean {
    return this.options.position === 'left' || this.options.position === 'right';
  }

  /** Above everything of the page, and above an earlier chat in the same corner. */
  private rise(): void {
    const above = raised[this.options.position as 'left' | 'right']++;
    if (above) this.shadowRoot!.adoptedStyleSheets = [...this.shadowRoot!.adoptedStyleSheets, styles(`.launcher{bottom:${1.25 + above * 4}em}`)];
    if (!('showPopover' in this)) return;
    this.setAttribute('popover', 'manual');
    (this as unknown as {showPopover(): void}).showPopover();
  }

  private draw(language: Language): void {
    const say = speaker(language);
    const onclick = (): void => this.show(true);
    this.launcher = this.floats
      ? h('button', {type: 'button', class: 'launcher', 'aria-haspopup': 'dialog', 'aria-expanded': 'false', onclick}, icon('chat'), h('span', {}, say('launch')))
      : null;
    const role = this.floats ? 'dialog' : this.options.position === 'page' ? 'main' : 'region';
    this.panel = h('div', {class: 'panel', role, 'aria-label': say('title'), hidden: true, tabindex: -1, lang: say('lang')});
    const live = h('div', {class: 'sr', role: 'status', 'aria-live': 'polite'});
    this.chat = new Chat({
      options: this.options,
      language,
      store: this.store,
      client: new Client(PolicyAssistant.base),
      panel: this.panel,
      announce: (text) => (live.textContent = text),
      close: this.floats ? () => this.close() : null,
      remember: (what) => this.remember(what),
      translate: () => this.turnTo(language === 'zh' ? 'en' : 'zh'),
    });
    replace(this.shadowRoot!, h('div', {class: 'root', lang: say('lang')}, this.launcher, this.panel, live));
  }

  private turnTo(language: Language): void {
    this.remember({language});
    this.chat.leave();
    this.draw(language);
    this.show(true);
  }

  private show(focus: boolean): void {
    this.panel.hidden = false;
    if (this.launcher) {
      this.launcher.hidden = true;
      this.launcher.setAttribute('aria-expanded', 'true');
      this.remember({open: true});
    }
    this.fit();
    if (focus) this.chat.focus();
  }

  private remember(what: object): void {
    this.store.setTab({...this.store.tab(), ...what});
  }

  /** On a phone the panel is the whole screen, and so modal. */
  private fit(): void {
    const modal = this.floats && this.phone.matches && !this.panel.hidden;
    if (modal) this.panel.setAttribute('aria-modal', 'true');
    else this.panel.removeAttribute('aria-modal');
    this.panel.classList.toggle('phone', this.phone.matches);
    if (this.floats) document.documentElement.style.overflow = modal ? 'hidden' : '';
  }

  private key(event: KeyboardEvent): void {
    if (event.isComposing || this.panel.hidden) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      if (!this.chat.back()) this.close();
    } else if (event.key === 'Tab' && this.panel.getAttribute('aria-modal')) {
      this.keepWithin(event);
    }
  }

  private keepWithin(event: KeyboardEvent): void {
    const all = [...this.panel.querySelectorAll<HTMLElement>('button, a[href], input, select, textarea, summary, [tabindex="0"]')];
    const seen = all.filter((one) => one.offsetParent !== null && !(one as HTMLButtonElement).disabled);
    const [first, last] = [seen[0], seen[seen.length - 1]];
    const at = this.shadowRoot!.activeElement;
    const leaves = event.shiftKey ? at === first || at === this.panel : at === last;
    if (!leaves) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}
