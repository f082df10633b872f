// The result of a check: what it says, what it rests on, what is still open; never more than a form's worth.
import {clauseLink} from './answer';
import type {Context} from './context';
import {h, type Child} from './dom';
import {factSummary} from './facts';
import type {Criterion, Report} from './types';

const ORDER = ['not_met', 'unknown', 'judgement', 'met', 'not_applicable'];

export function verdict(report: Report, context: Context): HTMLElement {
  const {say} = context;
  const judged = report.criteria.filter((one) => one.outcome === 'judgement');
  const deciding = report.criteria.filter((one) => decides(one) && one.outcome !== 'judgement');
  deciding.sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  const failed = report.verdict === 'not_eligible';
  return h(
    'section',
    {class: `verdict ${/^\w+$/.test(report.verdict) ? report.verdict : ''}`, 'aria-label': say('verdict')},
    h(context.heading, {class: 'says'}, say(report.verdict)),
    h('p', {class: 'meta'}, h('strong', {lang: 'zh-CN'}, report.scheme_name), h('br'), ...windowWords(report, context)),
    factSummary(report, context),
    folded('criteria', deciding, (one) => row(one, report, context), context, failed),
    folded('judged', judged, (one) => row(one, report, context), context),
    folded('missing', report.missing_facts, (fact) => h('li', {lang: 'zh-CN'}, fact.label), context),
    folded('hints', report.hints, (hint) => h('li', {lang: 'zh-CN'}, hint), context),
    folded('next_steps', report.next_steps, (step) => h('li', {lang: 'zh-CN'}, step.text, step.citation && clauseLink(step.citation, report.as_of, context)), context),
    report.next_question && h('p', {class: 'ask'}, h('strong', {}, say('next_question')), h('span', {lang: 'zh-CN'}, report.next_question)),
  );
}

function decides({role, modality}: Criterion): boolean {
  return ['condition', 'exclusion'].includes(role) && modality === 'mandatory';
}

function windowWords({window, as_of}: Report, context: Context): Child[] {
  const {say} = context;
  const binds = window.binds ? say(`binds_${window.binds}`) : '';
  const words = `${say('window')}：${say(`window_${window.status}`, {last_day: window.last_day, binds})}`;
  return [words, window.citation && clauseLink(window.citation, as_of, context)];
}

function folded<T>(key: string, items: T[], item: (one: T) => HTMLElement, {say}: Context, open = false): Child {
  if (!items.length) return null;
  const rows = items.map(item);
  return h('details', {open}, h('summary', {}, say(key, {count: items.length})), h('ul', {class: key}, ...rows));
}

function row(one: Criterion, report: Report, context: Context): HTMLElement {
  const {say} = context;
  return h(
    'li',
    {},
    h('span', {class: `outcome ${/^\w+$/.test(one.outcome) ? one.outcome : ''}`}, say(one.outcome)),
    h('span', {class: 'what', lang: 'zh-CN'}, one.label, clauseLink(one.citation, report.as_of, context)),
    one.outcome !== 'unknown' &&
      h('span', {class: 'why', lang: 'zh-CN'}, one.why, one.clears_on && ` ${say('clears_on', {day: one.clears_on})}`),
  );
}
