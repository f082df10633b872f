// What a reader may do with an answer: copy it, say whether it was of use, and why not.
import type {Context} from './context';
import {h, icon, replace} from './dom';
import type {Turn} from './types';

const REASONS = ['wrong', 'outdated', 'incomplete', 'wrong_citation'];

export function rating(turn: Turn, context: Context, text: () => string): HTMLElement {
  const {say} = context;
  const status = h('span', {class: 'said', role: 'status'});
  const up = thumb('up', context, () => press('up'));
  const down = thumb('down', context, () => press('down'));
  const form = reasons(context, (why, remark) => void send('down', why, remark).then((kept) => kept && close()));
  const copying = h('button', {type: 'button', class: 'act', onclick: () => void copied()}, icon('copy'), say('copy'));
  show();

  function show(): void {
    up.setAttribute('aria-pressed', String(turn.thumb === 'up'));
    down.setAttribute('aria-pressed', String(turn.thumb === 'down'));
    down.setAttribute('aria-expanded', String(!form.hidden));
  }

  function press(which: string): void {
    form.hidden = which === 'up' || (turn.thumb === 'down' && !form.hidden);
    const before = turn.thumb;
    turn.thumb = which;
    show();
    if (!form.hidden) form.scrollIntoView({block: 'nearest'});
    if (before !== which) void send(which);
  }

  async function send(which: string, why: string[] = [], remark = ''): Promise<boolean> {
    try {
      await context.client.json('api/v1/feedback', {answer_id: turn.answer.answer_id, thumb: which, reasons: why, remark});
      context.rated(turn.answer.answer_id, which);
      status.textContent = say('thanks');
      return true;
    } catch {
      turn.thumb = undefined;
      status.textContent = say('feedback_failed');
      show();
      return false;
    }
  }

  function close(): void {
    form.hidden = true;
    show();
    down.focus();
  }

  async function copied(): Promise<void> {
    status.textContent = say((await copy(text(), copying)) ? 'copied' : 'copy_failed');
  }

  return h('div', {class: 'rate'}, h('div', {class: 'acts'}, copying, up, down, status), form);
}

function thumb(name: string, {say}: Context, onclick: () => void): HTMLButtonElement {
  return h('button', {type: 'button', class: 'act', 'data-thumb': name, 'aria-pressed': 'false', onclick}, icon(name), say(name));
}

function reasons({say}: Context, done: (why: string[], remark: string) => void): HTMLFormElement {
  const boxes = REASONS.map((value) => h('input', {type: 'checkbox', value}));
  const remark = h('textarea', {rows: 2, maxlength: 2000, placeholder: say('remark'), 'aria-label': say('remark')});
  const onsubmit = (event: Event): void => {
    event.preventDefault();
    done(boxes.filter((box) => box.checked).map((box) => box.value), remark.value);
  };
  return h(
    'form',
    {hidden: true, onsubmit},
    h('fieldset', {}, h('legend', {}, say('why')), ...boxes.map((box, n) => h('label', {}, box, h('span', {}, say(REASONS[n]!))))),
    remark,
    h('button', {class: 'primary'}, say('submit')),
  );
}

/** Put a text on the clipboard; the modern way is closed to pages without TLS. */
export async function copy(text: string, near: HTMLElement): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = h('textarea', {class: 'sr', 'aria-hidden': 'true', tabindex: -1});
    field.value = text;
    near.after(field);
    field.select();
    const done = document.execCommand('copy');
    replace(field);
    field.remove();
    near.focus();
    return done;
  }
}
