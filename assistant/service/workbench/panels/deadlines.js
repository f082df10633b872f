// Dates by month and as a list, yearly duties, and time limits with a calculator.
const shown = {document: '', who: '', month: '', day: ''};
let all_deadlines = [];

const inMonth = (month) => wanted().filter((d) => d.last_day?.startsWith(month));
const wanted = () => all_deadlines.filter((d) =>
  (!shown.document || d.citation.document_id === shown.document) && (!shown.who || (d.binds ?? 'open') === shown.who));
const dated = () => wanted().filter((d) => d.last_day).sort((a, b) => a.last_day.localeCompare(b.last_day));

function left(deadline) {
  const days = between(state.day, deadline.last_day);
  if (days === 0) return h('strong', {className: 'left today'}, say('today'));
  return days > 0 ? h('strong', {className: `left ${days <= 14 ? 'soon' : ''}`}, say('days_left', {days}))
    : h('span', {className: 'left'}, say('days_past', {days: -days}));
}

const document_line = (citation) => h('p', {className: 'of'}, badge(citation.status, citation.status_label), ' ',
  chinese('span', {title: citation.document_title}, `《${plainTitle(citation.document_title)}》`), ' ', cited(citation));

const who = (d) => h('p', {className: 'who'}, h('span', {className: 'tag'}, binds(d)), ' ', d.actor ? chinese('span', {}, d.actor) : null);

function item(d) {
  const past = d.last_day && d.passed;
  return h('li', {className: `entry ${past ? 'past' : ''}`, 'data-day': d.last_day ?? ''},
    h('div', {className: 'when'}, h('time', {dateTime: d.last_day}, said(d.last_day)), left(d)),
    h('div', {className: 'what'}, who(d), chinese('p', {className: 'action'}, short(d.action || d.citation.quote, 110)), document_line(d.citation)));
}

// ---- the month
function step(month, by) {
  const [year, number] = month.split('-').map(Number);
  return iso(new Date(Date.UTC(year, number - 1 + by, 1))).slice(0, 7);
}

function calendar() {
  const [year, number] = shown.month.split('-').map(Number);
  const first = new Date(Date.UTC(year, number - 1, 1));
  const lead = (first.getUTCDay() + 6) % 7, length = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const cells = [...Array(lead).fill(null), ...Array.from({length}, (_, i) => `${shown.month}-${String(i + 1).padStart(2, '0')}`)];
  while (cells.length % 7) cells.push(null);
  const rows = Array.from({length: cells.length / 7}, (_, i) => cells.slice(7 * i, 7 * i + 7));
  const turn = (by, sign, words) => h('button', {type: 'button', className: 'quiet turn', 'data-key': `turn${by}`, 'aria-label': words,
    onclick: () => { shown.month = step(shown.month, by); shown.day = ''; render(); }}, sign);
  return h('section', {className: 'month', 'aria-label': say('calendar')},
    h('div', {className: 'bar'}, turn(-1, '‹', say('previous_month')),
      h('h2', {'aria-live': 'polite'}, say('month_said', {year, month: number, month_name: say('months').split('|')[number - 1]})), turn(1, '›', say('next_month'))),
    h('table', {}, h('thead', {}, h('tr', {}, ...say('weekdays').split('|').map((name) => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map(cell))))),
    months());
}

function cell(day) {
  if (!day) return h('td', {className: 'blank'});
  const due = inMonth(day), number = Number(day.slice(8));
  const look = [day === state.day ? 'asked' : '', due.length ? (day < state.day ? 'past' : 'due') : ''].join(' ');
  return h('td', {className: look, 'aria-current': day === state.day ? 'date' : null}, due.length
    ? h('button', {type: 'button', 'data-key': day, 'aria-pressed': String(shown.day === day), 'aria-label': say('day_with', {day: said(day), count: due.length}),
      onclick: () => { shown.day = shown.day === day ? '' : day; render(); }}, number, h('i', {'aria-hidden': 'true'}, due.length > 1 ? due.length : ''))
    : h('span', {}, number));
}

function months() {
  const with_dates = [...new Set(dated().map((d) => d.last_day.slice(0, 7)))];
  if (!with_dates.length) return null;
  return h('div', {className: 'jump'}, h('p', {className: 'hint'}, say('months_with')),
    chips(say('months_with'), with_dates.map((month) => [month, month.replace('-', '.')]), shown.month,
      (month) => { shown.month = month; shown.day = ''; render(); }));
}

// ---- the lists
function group(title, entries, make, extra = null) {
  return entries.length ? h('section', {className: 'group'}, h('h2', {}, title, ' ', h('span', {className: 'count'}, entries.length)), extra,
    h('ul', {className: 'entries'}, ...entries.map(make))) : null;
}

const undated = (d) => h('li', {className: 'entry'},
  h('div', {className: 'what'}, who(d), chinese('p', {className: 'action'}, short(d.citation.quote, 150)), document_line(d.citation)));

function span(d) {
  const {amount, unit} = d.duration, told = h('p', {className: 'told', 'aria-live': 'polite'});
  const start = h('input', {type: 'date', value: state.day});
  const count = async () => {
    try { told.replaceChildren(...answer(await read('/api/v1/last-day', {start: start.value, amount, unit}))); }
    catch (error) { told.textContent = error.message; }
  };
  return h('li', {className: 'entry'},
    h('div', {className: 'when'}, h('strong', {className: 'length'}, say('span', {amount, unit: say(`unit_${unit}`)}))),
    h('div', {className: 'what'}, who(d), chinese('p', {className: 'action'}, short(d.citation.quote, 150)), document_line(d.citation),
      h('form', {className: 'count-up', onsubmit: (event) => { event.preventDefault(); count(); }},
        field(say('from_day'), start), h('button', {className: 'quiet'}, say('count'))), told));
}

function answer(found) {
  if (!found.certain) return [say('uncertain', {day: said(found.not_before)})];
  return [h('strong', {}, say('last_day', {day: said(found.last_day)})), ' ', say('not_counted'),
    found.moved_to ? ` ${say('moved', {day: said(found.moved_to)})}` : ''];
}

function lists() {
  if (shown.day) {
    const back = h('button', {type: 'button', className: 'quiet', 'data-key': 'all', onclick: () => { shown.day = ''; render(); }}, say('all_days'));
    return group(said(shown.day), inMonth(shown.day), item, h('p', {}, back));
  }
  const to_come = dated().filter((d) => !d.passed), gone = dated().filter((d) => d.passed).reverse();
  const blocks = [group(say('to_come'), to_come, item), group(say('gone'), gone, item),
    group(say('yearly'), wanted().filter((d) => d.kind === 'yearly'), undated),
    group(say('spans'), wanted().filter((d) => d.kind === 'time_limit'), span, h('p', {className: 'hint'}, say('spans_hint')))];
  return blocks.some(Boolean) ? blocks : empty(say('nothing'));
}

// ---- the whole
function render() {
  const documents = [...new Map(all_deadlines.map((d) => [d.citation.document_id, plainTitle(d.citation.document_title)]))];
  const kinds = [...new Set(all_deadlines.map((d) => d.binds ?? 'open'))];
  const pick = (key) => (value) => { shown[key] = value; shown.day = ''; nearest(); render(); };
  const ics = `/api/v1/deadlines.ics${shown.document ? `?document_id=${encodeURIComponent(shown.document)}` : ''}`;
  redrawn(find('.panel'),
    h('p', {className: 'intro'}, say('intro')),
    h('div', {className: 'controls'}, dayField(state.day, load),
      h('a', {className: 'button', href: ics, download: 'deadlines.ics'}, say('ics')),
      choice(say('document'), [['', say('all_documents')], ...documents], shown.document, pick('document')),
      choice(say('binds'), [['', say('everybody')], ...kinds.map((kind) => [kind, say(`binds_${kind}`)])], shown.who, pick('who'))),
    h('div', {className: 'halves'}, calendar(), h('div', {className: 'lists'}, lists())),
    h('p', {className: 'away', 'data-live': '', 'aria-live': 'polite'}));
}

// The month of the next date; where none is to come, that of the last one.
function nearest() {
  const days = dated().map((d) => d.last_day);
  shown.month = (days.find((day) => day >= state.day) ?? days.at(-1) ?? state.day).slice(0, 7);
}

async function load(day) {
  const found = await read('/api/v1/deadlines', {as_of: day});
  all_deadlines = found.deadlines;
  state.day = found.as_of;
  shown.day = '';
  nearest();
  render();
}

const draw = () => load(state.day);
