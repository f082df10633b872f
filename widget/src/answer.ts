// An answer: the words, what must not be missed, the verdict, the sources, what to do with it.
import {officially, shortTitle} from './citing';
import type {Context} from './context';
import {h, type Child} from './dom';
import {type Links, markdown} from './markdown';
import {rating} from './rating';
import type {Answer, Citation, Notice, Turn} from './types';
import {verdict} from './verdict';

const SHOWN_NOTICES = 2;

/** `before` is the turn before, whose notices need not be read again. */
export function answerView(turn: Turn, context: Context, before?: Turn, note = ''): HTMLElement {
  const {answer} = turn;
  return h(
    'article',
    {class: 'answer', 'aria-label': context.say('assistant')},
    note && h('p', {class: 'note'}, note),
    h('div', {class: 'words'}, markdown(prose(answer), links(answer, context))),
    notices(answer, before?.answer.notices ?? [], context),
    answer.eligibility && verdict(answer.eligibility, context),
    sources(answer, context),
    h('p', {class: 'engine'}, `${context.say(`engine_${answer.engine}`)} · ${context.say('as_of', {as_of: answer.as_of})}`),
    rating(turn, context, () => asText(answer, context)),
  );
}

/** What markers and links of an answer open. */
export function links(answer: Answer | null, context: Context): Links {
  return {
    address: (url) => context.client.address(url),
    marker(index) {
      const citation = answer?.citations.find((one) => one.index === index);
      if (citation) return chip(citation, answer!.as_of, context);
      // While the answer still comes its sources are not known yet.
      return answer ? null : h('span', {class: 'chip'}, String(index));
    },
  };
}

export function chip(citation: Citation, asOf: string, context: Context): HTMLElement {
  const label = context.say('source_of', {index: citation.index, label: citation.clause_label});
  return h('button', {type: 'button', class: 'chip', title: label, 'aria-label': label, onclick: opens(citation, asOf, context)}, String(citation.index));
}

/** A clause by its label, which opens it. */
export function clauseLink(citation: Citation, asOf: string, context: Context, label = citation.clause_label): HTMLElement {
  const said = context.say('clause_of', {label: citation.clause_label});
  return h('button', {type: 'button', class: 'link', lang: 'zh-CN', title: said, onclick: opens(citation, asOf, context)}, label);
}

function opens(citation: Citation, asOf: string, context: Context): (event: Event) => void {
  return (event) => context.cite(citation, asOf, event.currentTarget as HTMLElement);
}

/** The words without the question, which the verdict asks below. */
function prose(answer: Answer): string {
  const asked = answer.eligibility?.next_question;
  if (!asked) return answer.answer;
  return answer.answer.split(/\n\s*\n/).filter((block) => !block.includes(asked)).join('\n\n');
}

function notices({notices: all, citations, as_of}: Answer, said: Notice[], context: Context): Child {
  if (!all.length) return null;
  const first = all.filter((one) => !said.some((other) => other.text === one.text)).slice(0, SHOWN_NOTICES);
  const item = (notice: Notice): HTMLElement => {
    const source = citations.find((one) => one.index === notice.citation);
    return h('li', {}, notice.text, source && chip(source, as_of, context));
  };
  const rest = all.filter((one) => !first.includes(one));
  return h(
    'div',
    {class: 'notices', role: 'note', 'aria-label': context.say('notice')},
    h('p', {class: 'mind'}, context.say('notice')),
    first.length > 0 && h('ul', {}, ...first.map(item)),
    rest.length > 0 && h('details', {}, h('summary', {}, context.say(first.length ? 'more' : 'as_before', {count: rest.length})), h('ul', {}, ...rest.map(item))),
  );
}

function sources({citations, as_of}: Answer, context: Context): Child {
  if (!citations.length) return null;
  return h(
    'details',
    {class: 'sources'},
    h('summary', {}, context.say('sources', {count: citations.length})),
    h('ol', {}, ...citations.map((citation) => source(citation, as_of, context))),
  );
}

function source(citation: Citation, asOf: string, context: Context): HTMLElement {
  const name = `《${shortTitle(citation.document_title)}》${citation.clause_label}`;
  return h(
    'li',
    {},
    chip(citation, asOf, context),
    h('span', {}, clauseLink(citation, asOf, context, name), ' ', badge(citation)),
  );
}

export function badge({status, status_label}: Citation): HTMLElement {
  return h('span', {class: `badge ${/^\w+$/.test(status) ? status : ''}`}, status_label);
}

/** The answer with its sources, to be pasted elsewhere. */
export function asText(answer: Answer, context: Context): string {
  const listed = answer.citations.map((one) => `[${one.index}] ${officially(one, context.say)}：“${one.quote}”`);
  const engine = `${context.say(`engine_${answer.engine}`)} · ${context.say('as_of', {as_of: answer.as_of})}`;
  return [answer.answer.replace(/\*\*/g, ''), listed.join('\n'), engine].filter(Boolean).join('\n\n');
}
