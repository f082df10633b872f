// One chat: what is typed goes out, what comes back is drawn, kept and told.
import {Amendments} from './amendments';
import {Trouble, type Client, type Kind} from './client';
import {Composer} from './composer';
import type {Context, Correction} from './context';
import {fill, h, iconButton, type Child} from './dom';
import {History} from './history';
import type {Options} from './options';
import {print} from './printing';
import {Sheet} from './sheet';
import type {Store} from './store';
import {type Pending, Transcript} from './transcript';
import type {Answer, Scheme, Turn} from './types';
import {examples, type Language, speaker} from './words';

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

export interface Chat {
  begin(focus: boolean): void;
  send(text: string): void;
  back(): boolean;
  leave(): void;
  refresh(): void;
}

export function chat(room: Room): Chat {
  const {language, store, client, panel, options} = room;
  const say = speaker(language);
  const schemes = new Map<string, Promise<Scheme>>();
  let id = store.tab().id ?? fresh();
  let stop: AbortController | null = null;
  let run = 0;
  let from: HTMLElement | null = null;
  const amendments = new Amendments(client);

  const context: Context = {
    say,
    language,
    client,
    heading: options.position === 'page' ? 'h2' : 'h3',
    send: (text, correction) => void send(text, correction),
    cite: (citation, asOf, chip) => {
      from = chip;
      panel.classList.add('wide');
      void sheet.show(citation, asOf);
    },
    announce: room.announce,
    scheme(name) {
      const found = schemes.get(name) ?? client.json<Scheme>(`api/v1/schemes/${encodeURIComponent(name)}`);
      schemes.set(name, found);
      found.catch(() => schemes.delete(name));
      return found;
    },
    rated: (answerId, thumb) => store.change(id, answerId, thumb),
  };
  const sheet = new Sheet(context, () => void back());
  const transcript = new Transcript(context, welcome);
  const composer = new Composer(context, (text) => void send(text), () => stop?.abort());
  const past = new History(context, store, {
    open: (kept) => {
      past.root.hidden = true;
      turn(kept.id);
    },
    removed: (kept) => kept.id === id && turn(fresh(), false),
    close: () => void back(),
  });
  draw();

  function draw(): void {
    const title = h(options.position === 'page' ? 'h1' : 'h2', {}, say('title'));
    const tools = [
      iconButton('plus', say('new'), () => turn(fresh())),
      iconButton('history', say('history'), () => past.show()),
      iconButton('print', say('print'), () => print(turns(), context)),
      languageButton(),
      room.close && iconButton('close', say('close'), room.close),
    ];
    const body = h('div', {class: 'pane chat'}, h('div', {class: 'head'}, title, ...tools), transcript.root, composer.root, h('p', {class: 'foot'}, say('footer')));
    fill(panel, sheet.root, body, past.root);
    transcript.show(turns());
  }

  function languageButton(): HTMLElement {
    const [short, lang] = language === 'zh' ? ['EN', 'en'] : ['中', 'zh-CN'];
    return h('button', {type: 'button', class: 'icon word', lang, onclick: room.translate, title: say('language')}, short, h('span', {class: 'sr'}, ` ${say('language')}`));
  }

  function welcome(): Child {
    const chips = h('div', {class: 'replies', role: 'group', 'aria-label': say('examples_title')});
    for (const words of examples(language).slice(0, 4)) {
      chips.append(h('button', {type: 'button', class: 'reply', onclick: () => void send(words)}, words));
    }
    if (options.scheme) void preset(chips);
    return h('div', {class: 'welcome'}, h('p', {class: 'hello'}, options.greeting || say('greeting')), h('p', {}, say('welcome')), h('p', {class: 'fine'}, say('examples_title')), chips);
  }

  async function preset(chips: HTMLElement): Promise<void> {
    try {
      const {name} = await context.scheme(options.scheme);
      const onclick = (): void => void send(speaker('zh')('scheme_question', {name}));
      chips.prepend(h('button', {type: 'button', class: 'reply first', onclick}, say('scheme_chip', {name})));
    } catch {
      console.warn(`policy-assistant: data-scheme="${options.scheme}" could not be read and is passed over`);
    }
  }

  async function send(question: string, correction?: Correction): Promise<void> {
    if (stop || !question.trim()) return;
    const mine = run;
    stop = new AbortController();
    composer.busy(true);
    const pending = transcript.ask(question);
    room.announce(say('working'));
    try {
      await settled(question, pending, correction);
    } catch (error) {
      if (mine === run) failed(error, pending, question, correction);
    } finally {
      stop = null;
      composer.busy(false);
    }
  }

  async function settled(question: string, pending: Pending, correction?: Correction): Promise<void> {
    let answer: Answer;
    try {
      answer = await answered(question, pending);
    } catch (error) {
      if (!(error instanceof Trouble) || error.kind !== 'expired') throw error;
      transcript.note(say('expired'), pending);
      room.announce(say('expired'));
      id = fresh();
      answer = await answered(question, pending);
    }
    if (correction) amendments.add(correction);
    const note = (await amendments.apply(answer, correction)) ? say('rechecked') : '';
    if (answer.eligibility) await context.scheme(answer.eligibility.scheme).catch(() => undefined);
    const now: Turn = {question, answer};
    const before = turns();
    store.append(id, now, answer.session_id);
    room.remember({id});
    transcript.answered(pending, now, before[before.length - 1], note);
    room.announce(say('answered', {text: answer.answer.replace(/[*>]|\[\d+\]/g, '').slice(0, 300)}));
  }

  async function answered(question: string, pending: Pending): Promise<Answer> {
    const session_id = store.find(id)?.session || null;
    const body = {question, session_id, language: language === 'en' ? 'en' : null};
    for await (const told of client.chat(body, stop!.signal)) {
      if (told.event === 'status') pending.step(told.data.step);
      else if (told.event === 'delta') pending.said(told.data.text);
      else if (told.event === 'error') throw new Trouble('refused', told.data.message);
      else return told.data;
    }
    throw new Trouble('lost');
  }

  function failed(error: unknown, pending: Pending, question: string, correction?: Correction): void {
    const trouble = error instanceof Trouble ? error : new Trouble('failed');
    const kind: Kind = trouble.kind;
    const words = trouble.detail || say(kind);
    transcript.trouble(pending, kind, words, () => void send(question, correction));
    room.announce(words);
  }

  /** Go over to a conversation. */
  function turn(to: string, focus = true): void {
    leave();
    id = to;
    room.remember({id});
    amendments.clear();
    transcript.show(turns());
    if (focus) composer.focus();
  }

  function leave(): void {
    run++;
    stop?.abort();
  }

  function turns(): Turn[] {
    return store.find(id)?.turns ?? [];
  }

  function back(): boolean {
    const shown = [sheet.root, past.root].filter((one) => !one.hidden);
    for (const one of shown) one.hidden = true;
    panel.classList.remove('wide');
    if (shown.length) (from?.isConnected && shown[0] === sheet.root ? from : composer).focus();
    return shown.length > 0;
  }

  return {
    begin: (focus) => focus && composer.focus(),
    send: (text) => void send(text),
    back,
    leave,
    refresh: () => {
      if (!past.root.hidden) past.draw();
      if (!stop) transcript.show(turns());
    },
  };
}

function fresh(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (n) => n.toString(36)).join('');
}
