// What was understood of the applicant, and how it is put right: a correction is sent as a message.
import type {Context} from './context';
import {h, iconButton, replace} from './dom';
import {factField} from './factfield';
import type {Fact, Report} from './types';
import type {Say} from './words';

/** The facts of a report with a button each; filled in once their names are known. */
export function factSummary(report: Report, context: Context): HTMLElement | null {
  const facts = Object.assign({}, ...report.criteria.map((one) => one.facts)) as Record<string, unknown>;
  const names = Object.keys(facts);
  if (!names.length) return null;
  const list = h('dl', {});
  const box = h('div', {class: 'facts', hidden: true}, h('p', {class: 'told'}, context.say('facts')), list);
  context.scheme(report.scheme).then((scheme) => {
    for (const fact of scheme.facts.filter(({name}) => names.includes(name))) {
      list.append(entry(fact, facts, report, context));
    }
    box.hidden = !list.childElementCount;
  }, () => undefined);
  return box;
}

function entry(fact: Fact, facts: Record<string, unknown>, report: Report, context: Context): HTMLElement {
  const {say} = context;
  const value = h('dd', {lang: 'zh-CN'});
  const row = h('div', {}, h('dt', {lang: 'zh-CN'}, fact.label), value);
  const shown = (): void => {
    row.classList.remove('editing');
    const edit = iconButton('edit', say('edit_of', {label: fact.label}), () => {
      const field = factField(fact, facts[fact.name], context, {
        done: (words, now) => context.send(words, now === undefined ? undefined : {scheme: report.scheme, facts, name: fact.name, value: now}),
        cancel: () => {
          shown();
          value.querySelector('button')?.focus();
        },
      });
      row.classList.add('editing');
      replace(value, field);
      field.querySelector<HTMLElement>('input:not(.year), button')?.focus();
    });
    replace(value, h('span', {}, inWords(fact, facts[fact.name], say)), edit);
  };
  shown();
  return row;
}

/** A value as people write it. */
export function inWords(fact: Fact, value: unknown, say: Say): string {
  if (value === null) return say('unsure');
  if (Array.isArray(value)) return value.length ? value.map((one) => happening(fact, one)).join('；') : say('none');
  if (fact.type === 'listing') return listing(value, say);
  if (typeof value === 'boolean') return say(value ? 'yes' : 'no');
  if (fact.type === 'enum') return named(fact.options, value);
  if (fact.type === 'series' && value && typeof value === 'object') {
    return Object.entries(value).map(([year, n]) => say('year', {year, value: `${String(n)}${fact.unit ?? ''}`})).join('，');
  }
  return `${String(value)}${fact.unit ?? ''}`;
}

function listing(value: unknown, say: Say): string {
  if (!value || typeof value !== 'object') return say('listed_no');
  const {listed_on: day, removed_on: end} = value as {listed_on?: string; removed_on?: string};
  return say(end ? 'listed_until' : 'listed', {day: day ?? '', end});
}

function happening(fact: Fact, one: Record<string, string>): string {
  const words = [one.date, one.end && `至 ${one.end}`, one.grade && named(fact.grades, one.grade), one.kind && named(fact.kinds, one.kind)];
  return words.filter(Boolean).join(' ');
}

function named(choices: {value: string; label: string}[], value: unknown): string {
  return choices.find((one) => one.value === value)?.label ?? String(value);
}
