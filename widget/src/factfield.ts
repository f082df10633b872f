// One field to put a fact right, by its type; yields the words to send and, where it is plain, the value meant.
import type {Context} from './context';
import {h, type Child} from './dom';
import type {Fact} from './types';

interface Ends {
  done(words: string, value: unknown): void;
  cancel(): void;
}

export function factField(fact: Fact, value: unknown, context: Context, ends: Ends): HTMLElement {
  const {say} = context;
  const {label} = fact;
  const choice = (name: string, words: string, now: unknown): HTMLElement =>
    h('button', {type: 'button', class: 'reply', onclick: () => ends.done(words, now)}, name);
  const cancel = h('button', {type: 'button', class: 'quiet', onclick: ends.cancel}, say('cancel'));
  const unsure = choice(say('unsure'), say('say_unsure', {label}), null);
  const group = (...parts: Child[]): HTMLElement =>
    h('div', {class: 'field', role: 'group', 'aria-label': say('edit_of', {label})}, ...parts, cancel);
  switch (fact.type) {
    case 'boolean':
      return group(choice(say('yes'), say('say_yes', {label}), true), choice(say('no'), say('say_no', {label}), false), unsure);
    case 'enum':
      return group(...fact.options.map((one) => choice(one.label, say('say_value', {label, value: one.label}), one.value)), unsure);
    case 'number':
    case 'series':
      return group(figure(fact, value, context, ends), unsure);
    case 'listing':
      return group(choice(say('listed_no'), say('say_listed_no', {label}), false), free(fact, 'listing_form', context, ends));
    case 'events':
      return group(choice(say('none'), say('say_no', {label}), []), free(fact, 'event_form', context, ends));
    default:
      return group(free(fact, '', context, ends));
  }
}

function free(fact: Fact, example: string, {say}: Context, ends: Ends): HTMLElement {
  const input = h('input', {
    type: fact.type === 'date' ? 'date' : 'text',
    maxlength: 200,
    'aria-label': fact.label,
    placeholder: example && say(example),
  });
  const onsubmit = (event: Event): void => {
    event.preventDefault();
    const value = input.value.trim();
    if (value) ends.done(say('say_value', {label: fact.label, value}), undefined);
  };
  return h('form', {onsubmit}, input, h('button', {class: 'primary'}, say('save')));
}

function figure(fact: Fact, value: unknown, {say}: Context, ends: Ends): HTMLElement {
  const series = fact.type === 'series';
  const told = value && typeof value === 'object' ? Object.keys(value) : [];
  const year = h('input', {type: 'text', inputmode: 'numeric', maxlength: 4, class: 'year', 'aria-label': say('year_label'), value: told[told.length - 1]});
  const input = h('input', {type: 'text', inputmode: 'decimal', maxlength: 20, 'aria-label': `${fact.label}${fact.unit ?? ''}`});
  const wrong = h('span', {class: 'wrong', role: 'alert'});
  const onsubmit = (event: Event): void => {
    event.preventDefault();
    const digits = input.value.replace(/[,，\s]/g, '');
    const bad = series && !/^(19|20)\d\d$/.test(year.value) ? year : /^\d+(\.\d+)?$/.test(digits) ? null : input;
    if (bad) {
      wrong.textContent = say(bad === year ? 'bad_year' : 'bad_number');
      bad.focus();
      return;
    }
    const now = series ? {...(value as object), [year.value]: Number(digits)} : Number(digits);
    ends.done(say('say_value', {label: fact.label, value: `${series ? `${year.value}年` : ''}${digits}${fact.unit ?? ''}`}), now);
  };
  const words = series ? [year, say('year_label')] : [];
  return h('form', {onsubmit}, ...words, input, fact.unit, h('button', {class: 'primary'}, say('save')), wrong);
}
