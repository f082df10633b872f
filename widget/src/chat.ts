// One chat: what is typed goes out, what comes back is drawn, kept and told.
import {Amendments} from './amendments';
import {Trouble, type Client} from './client';
import {Composer} from './composer';
import type {Context, Correction} from './context';
import {fill, h, iconButton} from './dom';
import {History} from './history';
import type {Options} from './options';
import {print} from './printing';
import {Sheet} from './sheet';
import type {Kept, Store} from './store';
import {type Pending, Transcript} from './transcript';
import type {Answer, Scheme, Turn} from './types';
import {welcome} from './welcome';
import {type Language, speaker} from './words';

/** What the element gives its chat. */
export interface Room {
  options: Options;
  language: Language;
  store: Store;
  client: Client;
  panel: HTMLElement;
  announce(text: string): void;
  close: (() => void) | null;
  remember(what: object): void;
  translate(): void;
}

export class Chat {
  private readonly context: Context;
  private readonly sheet: Sheet;
  private readonly history: History;
  private readonly transcript: Transcript;
  private readonly composer: Composer;
  private readonly amendments: Amendments;
  private readonly schemes = new Map<string, Promise<Scheme>>();
  private id: string;
  private stop: AbortController | null = null;
  // Counts the conversations gone over to: an answer to one left behind is not drawn.
  private run = 0;
  private drawn = 0;
  private from: HTMLElement | null = null;

  constructor(private readonly room: Room) {
    this.id = room.store.tab().id ?? fresh();
    this.context = this.makeContext();
    this.amendments = new Amendments(room.client);
    this.sheet = new Sheet(this.context, () => void this.back());
    this.transcript = new Transcript(this.context, () => welcome(room.options, this.context));
    this.composer = new Composer(this.context, (text) => void this.send(text), () => this.stop?.abort());
    this.history = new History(this.context, room.store, {
      open: (kept) => this.reopen(kept),
      removed: (kept) => kept.id === this.id && this.turn(fresh(), false),
      close: () => void this.back(),
    });
    const chat = h('div', {class: 'pane chat'}, this.heading(), this.transcript.root, this.composer.root, h('p', {class: 'foot'}, this.context.say('footer')));
    fill(room.panel, this.sheet.root, chat, this.history.root);
    this.show();
  }

  focus(): void {
    this.composer.focus();
  }

  /** Close what lies over the conversation; false where nothing does. */
  back(): boolean {
    const shown = [this.sheet.root, this.history.root].filter((one) => !one.hidden);
    for (const one of shown) one.hidden = true;
    this.room.panel.classList.remove('wide');
    if (shown.length) (this.from?.isConnected && shown[0] === this.sheet.root ? this.from : this.composer).focus();
    return shown.length > 0;
  }

  /** Give up what is under way. */
  leave(): void {
    this.run++;
    this.stop?.abort();
  }

  /** Another tab has written. */
  refresh(): void {
    if (!this.history.root.hidden) this.history.draw();
    if (!this.stop && this.turns().length !== this.drawn) this.show();
  }

  async send(question: string, correction?: Correction): Promise<void> {
    if (this.stop || !question.trim()) return;
    const mine = this.run;
    this.stop = new AbortController();
    this.composer.busy(true);
    const pending = this.transcript.ask(question);
    this.room.announce(this.context.say('working'));
    try {
      await this.settle(question, pending, mine, correction);
    } catch (error) {
      if (mine === this.run) this.fail(error, pending, () => void this.send(question, correction));
    } finally {
      this.stop = null;
      this.composer.busy(false);
    }
  }

  private async settle(question: string, pending: Pending, mine: number, correction?: Correction): Promise<void> {
    const {say} = this.context;
    const answer = await this.answered(question, pending).catch((error) => this.renewed(error, question, pending));
    const id = this.id;
    if (correction) this.amendments.add(correction);
    const amended = await this.amendments.apply(answer, correction).catch(() => false);
    if (answer.eligibility) await this.context.scheme(answer.eligibility.scheme).catch(() => undefined);
    if (mine !== this.run) return;
    const before = this.turns();
    const turn: Turn = {question, answer};
    this.room.store.append(id, turn, answer.session_id);
    this.room.remember({id});
    this.drawn = before.length + 1;
    this.transcript.answered(pending, turn, before[before.length - 1], amended ? say('rechecked') : '');
    this.room.announce(say('answered', {text: answer.answer.replace(/[*>]|\[\d+\]/g, '').slice(0, 300)}));
  }

  private async answered(question: string, pending: Pending): Promise<Answer> {
    const {store, language, client} = this.room;
    const session_id = store.find(this.id)?.session || null;
    const body = {question, session_id, language: language === 'en' ? 'en' : null};
    for await (const told of client.chat(body, this.stop!.signal)) {
      if (told.event === 'status') pending.step(told.data.step);
      else if (told.event === 'delta') pending.said(told.data.text);
      else if (told.event === 'error') throw new Trouble('refused', told.data.message);
      else return told.data;
    }
    throw new Trouble('lost');
  }

  /** A session that has expired is said to have, and the question begins a new one. */
  private renewed(error: unknown, question: string, pending: Pending): Promise<Answer> {
    if (!(error instanceof Trouble) || error.kind !== 'expired') throw error;
    const words = this.context.say('expired');
    this.transcript.note(words, pending);
    this.room.announce(words);
    this.id = fresh();
    return this.answered(question, pending);
  }

  private fail(error: unknown, pending: Pending, again: () => void): void {
    const {kind, detail} = error instanceof Trouble ? error : new Trouble('failed');
    const words = detail || this.context.say(kind);
    this.transcript.trouble(pending, kind, words, again);
    this.room.announce(words);
  }

  private reopen(kept: Kept): void {
    this.history.root.hidden = true;
    this.turn(kept.id);
  }

  /** Go over to a conversation. */
  private turn(to: string, focus = true): void {
    this.leave();
    this.id = to;
    this.room.remember({id: to});
    this.amendments.clear();
    this.show();
    if (focus) this.focus();
  }

  private turns(): Turn[] {
    return this.room.store.find(this.id)?.turns ?? [];
  }

  private show(): void {
    const turns = this.turns();
    this.drawn = turns.length;
    this.transcript.show(turns);
  }

  private heading(): HTMLElement {
    const {say} = this.context;
    const {options, close} = this.room;
    return h(
      'div',
      {class: 'head'},
      h(options.position === 'page' ? 'h1' : 'h2', {}, say('title')),
      iconButton('plus', say('new'), () => this.turn(fresh())),
      iconButton('history', say('history'), () => this.history.show()),
      iconButton('print', say('print'), () => print(this.turns(), this.context)),
      this.languageButton(),
      close && iconButton('close', say('close'), close),
    );
  }

  private languageButton(): HTMLElement {
    const name = this.context.say('language');
    const [short, lang] = this.room.language === 'zh' ? ['EN', 'en'] : ['中', 'zh-CN'];
    const attributes = {type: 'button', class: 'icon word', lang, onclick: this.room.translate, title: name};
    return h('button', attributes, short, h('span', {class: 'sr'}, ` ${name}`));
  }

  private makeContext(): Context {
    const {language, client, store, options, announce, panel} = this.room;
    return {
      say: speaker(language),
      language,
      client,
      heading: options.position === 'page' ? 'h2' : 'h3',
      send: (text, correction) => void this.send(text, correction),
      cite: (citation, asOf, chip) => {
        this.from = chip;
        panel.classList.add('wide');
        void this.sheet.show(citation, asOf);
      },
      announce,
      scheme: (name) => this.scheme(name),
      rated: (answerId, thumb) => store.change(this.id, answerId, thumb),
    };
  }

  private scheme(name: string): Promise<Scheme> {
    const found = this.schemes.get(name) ?? this.room.client.json<Scheme>(`api/v1/schemes/${encodeURIComponent(name)}`);
    this.schemes.set(name, found);
    found.catch(() => this.schemes.delete(name));
    return found;
  }
}

function fresh(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join('');
}
