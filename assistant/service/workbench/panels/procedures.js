// Who does what in which step: a line of steps, those of the chosen role in full.
const shown = {document: '', role: '', stage: ''};
let documents = [], found = {procedures: [], roles: []};

const mine = (act) => !shown.role || act.roles.includes(shown.role) || !act.roles.length;

function limit(d) {
  const text = d.last_day ? say('until', {day: said(d.last_day)}) : d.duration ? say('within', {amount: d.duration.amount, unit: say(`unit_${d.duration.unit}`)})
    : say('yearly');
  return h('span', {className: `limit ${d.passed ? 'past' : ''}`}, d.passed ? `${text} · ${say('passed')}` : text);
}

function act(one, step) {
  const name = one.actor ? chinese('strong', {className: 'actor'}, one.actor) : h('strong', {className: 'actor open'}, say('actor_open'));
  const head = h('p', {className: 'doer'}, name, one.binds ? h('span', {className: `tag ${one.binds}`}, say(`binds_${one.binds}`)) : null,
    one.inherited ? h('span', {className: 'hint'}, say('inherited')) : null);
  if (!mine(one)) return h('li', {className: 'act other'}, h('details', {}, h('summary', {}, name.cloneNode(true), h('span', {className: 'hint'}, say('others'))), chinese('p', {}, one.quote)));
  return h('li', {className: 'act'}, head, one.deadlines.length ? h('p', {className: 'limits'}, ...one.deadlines.map(limit)) : null,
    chinese('p', {className: 'quote'}, one.quote), h('p', {className: 'of'}, opens(step.url, step.clause_id, one.quote, say('open_clause', {label: step.clause_label}))));
}

function step(one, place) {
  const own = one.acts.some(mine);
  return h('li', {className: `step ${own ? '' : 'other'}`}, h('span', {className: 'knot', 'aria-hidden': 'true'}, place + 1),
    h('h3', {}, one.caption ? chinese('span', {}, one.caption) : chinese('span', {}, one.clause_label), one.caption ? chinese('small', {}, one.clause_label) : null),
    h('ul', {className: 'acts'}, ...one.acts.map((a) => act(a, one))));
}

const stage = (procedure) => h('section', {className: 'stage'},
  h('h2', {}, chinese('span', {}, procedure.caption), ' ', h('span', {className: `tag kind ${procedure.kind}`}, say(`kind_${procedure.kind}`)), ' ',
    opens(procedure.url, procedure.clause_id, '', procedure.clause_label)),
  h('ol', {className: 'steps'}, ...procedure.steps.map(step)));

function render() {
  const stages = found.procedures.filter((p) => !shown.stage || p.clause_id === shown.stage);
  const theirs = stages.flatMap((p) => p.steps).filter((s) => s.acts.some((a) => shown.role && a.roles.includes(shown.role))).length;
  const pick = (key) => (value) => { shown[key] = value; render(); };
  const chosen = found.document;
  redrawn(find('.panel'), h('p', {className: 'intro'}, say('intro')),
    h('div', {className: 'controls'}, choice(say('document'), documents.map((d) => [d.id, `${plainTitle(d.title)} · ${state.say.badges?.[d.status_label] ?? d.status_label}`]), shown.document, open), dayField(state.day, again)),
    chosen ? h('p', {className: 'of'}, badge(chosen.status, chosen.status_label), ' ', opens(chosen.url, '', '', chosen.number ?? say('open_document'))) : null,
    found.roles.length ? h('div', {className: 'pick'}, h('p', {className: 'label'}, say('role')),
      chips(say('role'), [['', say('everybody')], ...found.roles.map((role) => [role, say(`role_${role}`)])], shown.role, pick('role'))) : null,
    found.procedures.length > 1 ? h('div', {className: 'pick'}, h('p', {className: 'label'}, say('stage')),
      chips(say('stage'), [['', say('all_stages')], ...found.procedures.map((p) => [p.clause_id, p.caption])], shown.stage, pick('stage'))) : null,
    h('p', {className: 'hint', 'data-live': '', 'aria-live': 'polite'}, shown.role ? say('steps_of_role', {count: theirs, role: say(`role_${shown.role}`)}) : ''),
    stages.length ? stages.map(stage) : empty(say('nothing')));
}

async function open(document_id) {
  Object.assign(shown, {document: document_id, stage: ''});
  found = await read(`/api/v1/documents/${encodeURIComponent(document_id)}/procedures`, {as_of: state.day});
  if (!found.roles.includes(shown.role)) shown.role = '';
  render();
}

async function again(day) {
  const listed = await read('/api/v1/documents', {as_of: day});
  state.day = listed.as_of;
  documents = newestFirst(listed.documents);
  if (!documents.length) return find('.panel').replaceChildren(empty(say('nothing')));
  await open(documents.some((d) => d.id === shown.document) ? shown.document : documents[0].id);
}

const draw = () => again(state.day);
