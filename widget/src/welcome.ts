// What stands in an empty chat: a greeting, and questions to begin with.
import type {Context} from './context';
import {h} from './dom';
import type {Options} from './options';
import {examples, speaker} from './words';

const SHOWN = 4;

export function welcome(options: Options, context: Context): HTMLElement {
  const {say, language} = context;
  const chips = h('div', {class: 'replies', role: 'group', 'aria-label': say('examples_title')});
  for (const words of examples(language).slice(0, SHOWN)) chips.append(chip(words, words, context));
  if (options.scheme) void preset(options.scheme, chips, context);
  return h(
    'div',
    {class: 'welcome'},
    h('p', {class: 'hello'}, options.greeting || say('greeting')),
    h('p', {}, say('welcome')),
    h('p', {class: 'fine'}, say('examples_title')),
    chips,
  );
}

/** The scheme that the page is about goes first, once its name is known. */
async function preset(scheme: string, chips: HTMLElement, context: Context): Promise<void> {
  try {
    const {name} = await context.scheme(scheme);
    const first = chip(context.say('scheme_chip', {name}), speaker('zh')('scheme_question', {name}), context);
    first.classList.add('first');
    chips.prepend(first);
  } catch {
    console.warn(`policy-assistant: data-scheme="${scheme}" could not be read and is passed over`);
  }
}

function chip(label: string, words: string, context: Context): HTMLElement {
  return h('button', {type: 'button', class: 'reply', onclick: () => context.send(words)}, label);
}
