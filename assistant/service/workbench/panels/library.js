// Documents: which holds on a day, and of one of them validity, relations, clauses, rules and versions.
const shown = {document: '', typed: '', standing: ''};
let documents = [], one = null, cover = null;

// ---- the list
function entry(d) {
  return h('li', {}, h('button', {type: 'button', className: 'doc', 'data-key': d.id, 'aria-current': String(d.id === shown.document), onclick: () => open(d.id, true)},
    badge(d.status, d.status_label), chinese('strong', {}, plainTitle(d.title)),
    h('small', {}, d.number ? chinese('span', {}, d.number) : say('no_number'), ' · ', say('clauses', {count: d.clause_count}))));
}

// ---- one document
const fold = (name, title, open_now, ...children) => h('details', {className: 'part', open: open_now, 'data-part': name}, h('summary', {}, title), ...children);

function validity() {
  const {reason, since, clause_id, by_document_id} = one.validity;
  const by = documents.find((d) => d.id === by_document_id);
  const clause = clause_id && clauses().find((c) => c.id === clause_id);
  return h('div', {className: 'validity'}, h('p', {}, badge(one.status, one.status_label), ' ', chinese('span', {}, reason)),
    since ? h('p', {className: 'hint'}, say('since', {day: said(since)})) : null,
    by ? h('p', {className: 'hint'}, say('by'), opens(by.url, '', '', plainTitle(by.title))) : null,
    clause ? h('blockquote', {lang: 'zh-CN'}, short(clause.text, 140), ' ', opens(clause.url, clause.id, '', clause.label)) : null,
    facts());
}

function facts() {
  const meta = one.metadata;
  const value = (proved) => (proved.value?.earliest ? (proved.value.earliest === proved.value.latest ? said(proved.value.earliest)
    : `${said(proved.value.earliest)} – ${said(proved.value.latest)}`) : /^\d{4}-\d\d-\d\d$/.test(proved.value) ? said(proved.value) : String(proved.value));
  const rows = ['issuer', 'signed_on', 'published_on', 'effective', 'expires', 'round_year'].filter((name) => meta[name]);
  return h('dl', {}, ...rows.map((name) => h('div', {}, h('dt', {}, say(name)), h('dd', {}, chinese('span', {}, value(meta[name])), ' ',
    opens(`${one.url}#${meta[name].clause_id}`, meta[name].clause_id, meta[name].quote, say('proof'))))));
}

async function relations(place) {
  const svg = await read(`/api/v1/documents/${encodeURIComponent(one.id)}/relations.svg`, {as_of: state.day, lang: state.language});
  const drawn = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
  for (const link of drawn.querySelectorAll('a')) { link.setAttribute('target', '_blank'); link.setAttribute('rel', 'noopener'); }
  place.replaceChildren(document.importNode(drawn, true));
  if (!one.relations.length && drawn.querySelectorAll('a').length === 0) place.append(h('p', {className: 'hint'}, say('no_relations')));
}

// ---- clauses
const clauses = (nodes = one.clauses) => nodes.flatMap((node) => [node, ...clauses(node.children)]);
const holds = (node) => node.text.includes(shown.typed) || node.label.includes(shown.typed);

function marked(text) {
  if (!shown.typed) return [text];
  return text.split(shown.typed).flatMap((piece, place) => (place ? [h('mark', {}, shown.typed), piece] : [piece]));
}

// The label says the numeral already.
const unmarked = (text, marker = text.match(/^(?:第[一二三四五六七八九十百]+条|[（(][一二三四五六七八九十]+[）)]|\d+[.．、])/)?.[0]) =>
  (marker && text.startsWith(marker) ? text.slice(marker.length).trimStart() : text);

function branch(node) {
  const below = node.children.filter((child) => !shown.typed || [child, ...clauses(child.children)].some(holds));
  if (shown.typed && !below.length && !holds(node)) return null;
  const own = h('span', {className: 'clause'}, opens(node.url, node.id, '', node.label), ' ', chinese('span', {}, ...marked(shown.typed ? node.text : short(unmarked(node.text, node.marker), 160))));
  if (!below.length) return h('li', {}, own);
  const list = h('ul', {hidden: !shown.typed && node.kind === 'form'}, ...below.map(branch));
  return h('li', {className: 'limb'}, twig(list, node.label), own, list);
}

function twig(list, label) {
  const button = h('button', {type: 'button', className: 'twig', 'aria-label': say('below', {label}), onclick: () => turn(list.hidden)});
  const turn = (open_now) => { list.hidden = !open_now; button.setAttribute('aria-expanded', String(open_now)); };
  turn(!list.hidden);
  button.turn = turn;
  return button;
}

function tree() {
  const place = h('ul', {className: 'tree'}), count = h('p', {className: 'hint', 'aria-live': 'polite'});
  const fill = () => {
    const rows = one.clauses.map(branch).filter(Boolean);
    place.replaceChildren(...(rows.length ? rows : [h('li', {className: 'none'}, say('no_match'))]));
    count.textContent = shown.typed ? say('found', {count: clauses().filter(holds).length}) : '';
  };
  const every = (open_now) => all('.twig', place).forEach((button) => button.turn(open_now));
  const search = h('input', {type: 'search', value: shown.typed, placeholder: say('search_hint'), oninput: (event) => { shown.typed = event.target.value.trim(); fill(); }});
  const fold_all = (words, open_now) => h('button', {type: 'button', className: 'quiet', onclick: () => every(open_now)}, words);
  fill();
  return [h('div', {className: 'controls'}, field(say('search'), search), fold_all(say('unfold_all'), true), fold_all(say('fold_all'), false)), count, place];
}

// ---- rules
const STANDINGS = ['encoded', 'judgement', 'information', 'not_encoded'];

async function rules(place) {
  cover = await read(`/api/v1/documents/${encodeURIComponent(one.id)}/coverage`);
  drawRules(place);
}

function drawRules(place) {
  const total = cover.sentences.length || 1;
  const bar = h('div', {className: 'bar', 'aria-hidden': 'true'}, ...STANDINGS.map((name) => {
    const part = h('i', {className: name});
    part.style.flexGrow = cover.counts[name];
    return part;
  }));
  const pick = chips(say('rules'), STANDINGS.map((name) => [name, `${say(`standing_${name}`)} ${cover.counts[name]}`]), shown.standing,
    (name) => { shown.standing = shown.standing === name ? '' : name; drawRules(place); });
  const rows = cover.sentences.filter((s) => s.standing === shown.standing).map((s) => h('li', {className: s.standing}, opens(s.url, s.clause_id, s.text, s.clause_label), ' ',
    chinese('span', {}, unmarked(s.text)), s.reason ? h('p', {className: 'hint', lang: 'zh-CN'}, say('because'), s.reason) : null));
  redrawn(place, h('p', {className: 'hint'}, say('rules_hint', {count: cover.sentences.length, held: Math.round(100 * (total - cover.counts.not_encoded) / total)})),
    bar, pick, shown.standing ? h('ul', {className: 'sentences'}, ...rows) : h('p', {className: 'hint'}, say('rules_pick')));
}

async function versions(place) {
  const listed = await read(`/api/v1/documents/${encodeURIComponent(one.id)}/versions`);
  place.replaceChildren(h('ul', {className: 'versions'}, ...listed.versions.slice().reverse().map((v) => h('li', {},
    h('a', {className: 'source', href: `${v.url}&as_of=${state.day}&lang=${state.language}`, target: '_blank', rel: 'noopener'}, v.published_at ? said(v.published_at.slice(0, 10)) : say('first_version')),
    ' ', h('code', {}, v.version), v.current ? h('span', {className: 'tag'}, say('current')) : null, v.note ? chinese('span', {className: 'hint'}, v.note) : null))));
}

// A part is read when it is opened.
function later(name, title, fill, open_now = false) {
  const place = h('div', {className: 'place'});
  const start = () => { if (!place.hasChildNodes()) { place.textContent = say('loading'); fill(place).catch((error) => place.replaceChildren(trouble(error, () => fill(place)))); } };
  const part = fold(name, title, open_now, place);
  part.addEventListener('toggle', () => part.open && start());
  if (open_now) start();
  return part;
}

function detail() {
  const others = documents.filter((d) => d.id !== one.id);
  const compare = h('select', {'aria-label': say('compare'), onchange: (event) => {
    if (event.target.value) window.open(`/documents/compare?left=${encodeURIComponent(one.id)}&right=${encodeURIComponent(event.target.value)}&as_of=${state.day}&lang=${state.language}`, '_blank', 'noopener');
    event.target.value = '';
  }}, h('option', {value: ''}, say('compare')), ...others.map((d) => h('option', {value: d.id}, plainTitle(d.title))));
  return h('article', {className: 'detail', tabIndex: -1},
    h('button', {type: 'button', className: 'quiet back', onclick: () => { element.querySelector('.panel').classList.remove('one'); find(`[data-key="${CSS.escape(one.id)}"]`).focus(); }}, `‹ ${say('back')}`),
    chinese('h2', {}, one.title), one.number ? chinese('p', {className: 'hint'}, one.number) : null,
    h('div', {className: 'controls'}, h('a', {className: 'button', href: sourceUrl(one.url), target: '_blank', rel: 'noopener'}, say('open')), others.length ? compare : null),
    fold('validity', say('validity'), true, validity()),
    later('relations', say('relations'), relations, true),
    fold('tree', say('tree', {count: one.clause_count}), false, tree()),
    later('rules', say('rules'), rules), later('versions', say('versions'), versions));
}

async function open(document_id, go = false) {
  Object.assign(shown, {document: document_id, typed: '', standing: ''});
  one = await read(`/api/v1/documents/${encodeURIComponent(document_id)}`, {as_of: state.day});
  render();
  if (go) { find('.panel').classList.add('one'); find('.detail').focus({preventScroll: true}); find('.detail').scrollIntoView({block: 'start'}); }
}

function render() {
  redrawn(find('.panel'), h('div', {className: 'controls'}, dayField(state.day, again), h('p', {className: 'hint'}, say('intro', {count: documents.length}))),
    documents.length ? h('div', {className: 'library'}, h('ul', {className: 'docs', 'aria-label': say('documents')}, ...documents.map(entry)), detail()) : empty(say('nothing')),
    h('p', {className: 'away', 'data-live': '', 'aria-live': 'polite'}));
}

async function again(day) {
  const listed = await read('/api/v1/documents', {as_of: day});
  state.day = listed.as_of;
  documents = newestFirst(listed.documents);
  if (!documents.length) return render();
  await open(documents.some((d) => d.id === shown.document) ? shown.document : documents[0].id);
}

const draw = () => again(state.day);
