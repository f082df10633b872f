// The script of the tab. It sends the file to the API with the key typed in and shows what comes back.
// All texts are set as text, never as markup. `element`, `server` and `watch` are given by the component.
const KEY = 'assistant-admin-key';
const state = {say: {}, file: null, preview: null, documents: [], busy: false};

const labelled = (text, control, hint) =>
  h('label', {className: 'field'}, h('span', {}, text), control, hint ? h('small', {}, hint) : null);
const fold = (title, ...children) => h('details', {}, h('summary', {}, title), ...children);
const sized = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
const short = (text, most = 90) => (text.length > most ? `${text.slice(0, most)}…` : text);

// A header holds bytes: a key in Chinese goes as its bytes in UTF-8.
const bytes = (text) => String.fromCharCode(...new TextEncoder().encode(text));

async function call(method, path, body) {
  const key = find('[data-key]').value.trim();
  if (!key) { find('[data-key]').focus(); throw new Error(say('key_needed')); }
  sessionStorage.setItem(KEY, key);
  let reply;
  try { reply = await fetch(path, {method, body, headers: {Authorization: `Bearer ${bytes(key)}`}}); }
  catch { throw new Error(say('offline')); }
  const found = await reply.json().catch(() => ({}));
  if (!reply.ok) throw Object.assign(new Error(found.detail ?? found.title ?? reply.statusText), {problem: found});
  return found;
}

async function during(button, words, work) {
  if (state.busy) return;
  const place = find('[data-told]', button.closest('section')), before = button.textContent;
  state.busy = true;
  button.disabled = true;
  button.textContent = words;
  place.replaceChildren();
  try { await work(); }
  catch (error) { place.replaceChildren(h('p', {className: 'problem', role: 'alert'}, say('failed', {reason: error.message}))); }
  finally { state.busy = false; button.disabled = false; button.textContent = before; }
}

function form(more = {}) {
  const sent = new FormData();
  sent.append('file', state.file);
  for (const field of all('[data-send]')) if (field.value.trim()) sent.append(field.dataset.send, field.value.trim());
  for (const [name, value] of Object.entries(more)) if (value) sent.append(name, value);
  return sent;
}

// ---- the file
function take(file) {
  if (!file) return;
  state.file = file;
  state.preview = null;
  find('[data-chosen]').textContent = say('chosen', {name: file.name, size: sized(file.size)});
  find('[data-preview]').disabled = false;
  find('[data-checked]').replaceChildren();
}

function fileSection() {
  const input = h('input', {type: 'file', className: 'away', id: 'publish-file', onchange: (event) => take(event.target.files[0]),
    accept: '.txt,.md,.pdf,.docx,.doc,.wps,.rtf,.html,.htm,.png,.jpg,.jpeg,.tif,.tiff'});
  const drop = h('label', {className: 'drop', htmlFor: 'publish-file'}, input, h('span', {}, say('drop')), h('strong', {'data-chosen': ''}));
  drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('over'); });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => { event.preventDefault(); drop.classList.remove('over'); take(event.dataTransfer.files[0]); });
  const button = h('button', {type: 'button', className: 'sure', disabled: true, 'data-preview': '',
    onclick: () => during(button, say('previewing'), look)}, say('preview'));
  return h('section', {}, h('h2', {}, say('step_file')), drop,
    fold(say('more'),
      labelled(say('title'), h('input', {type: 'text', 'data-send': 'title'})),
      labelled(say('source'), h('input', {type: 'text', 'data-send': 'source'})),
      labelled(say('note'), h('input', {type: 'text', 'data-send': 'note', maxLength: 1000})),
      labelled(say('corrections'), h('textarea', {rows: 3, 'data-send': 'corrections'}))),
    button, h('div', {'data-told': '', 'aria-live': 'polite'}));
}

async function look(replaces = '') {
  state.preview = await call('POST', '/api/v1/documents/preview', form({replaces}));
  find('[data-checked]').replaceChildren(checkSection(), publishSection());
  find('[data-checked] h2').scrollIntoView({block: 'start', behavior: 'smooth'});
}

// ---- what was read
const shown = (proved) => {
  if (!proved) return null;
  const value = proved.value;
  return value?.earliest ? (value.earliest === value.latest ? value.earliest : `${value.earliest} – ${value.latest}`) : String(value);
};

function metadata(read) {
  const meta = read.metadata, rows = ['number', 'issuer', 'signed_on', 'effective', 'expires', 'round_year'];
  const line = (name, text, quote) => [h('dt', {}, say(name)),
    h('dd', {className: text ? '' : 'none'}, text ?? say('none_read'), quote ? h('small', {}, say('quote', {quote: short(quote)})) : null)];
  return h('dl', {}, ...rows.map((name) => line(name, shown(meta[name]), meta[name]?.quote)),
    ...line('level', say(`level_${read.level}`)),
    ...line('last_days', meta.last_days.map(shown).join('、') || null));
}

const branch = (clause) => h('li', {}, h('span', {className: 'label'}, clause.label), ' ', short(clause.text, 140),
  clause.children?.length ? h('ul', {}, ...clause.children.map(branch)) : null);
const count = (clauses) => clauses.reduce((sum, clause) => sum + 1 + count(clause.children ?? []), 0);

const table = (heads, rows) => h('div', {className: 'wide', tabIndex: 0, role: 'group'}, h('table', {},
  h('thead', {}, h('tr', {}, ...heads.map((head) => h('th', {scope: 'col'}, head)))),
  h('tbody', {}, ...rows.map((row) => h('tr', {}, ...row.map((cell) => h('td', {}, cell)))))));

function deadlines(found) {
  if (!found.length) return h('p', {className: 'hint'}, say('no_deadlines'));
  const day = (d) => d.last_day ?? (d.duration ? `${d.duration.amount} ${d.duration.unit}` : d.citation.quote.slice(0, 12));
  return table([say('day'), say('actor'), say('action'), say('where')],
    found.map((d) => [day(d), d.actor, short(d.action || d.citation.quote, 60), d.citation.clause_label]));
}

function contacts(found) {
  if (!found.length) return h('p', {className: 'hint'}, say('no_contacts'));
  return table([say('who'), say('how'), say('where')], found.map((c) => [
    [...c.names, c.role].filter(Boolean).join('，'),
    [...c.phones, ...c.emails, c.address, c.room, c.platform, c.url].filter(Boolean).join('，'), c.citation.clause_label]));
}

// The words that the other side does not have are marked; offsets count characters, not the halves of rare ones.
function marked(side) {
  const letters = [...side.quote], pieces = [];
  let at = 0;
  for (const part of side.differences) {
    pieces.push(letters.slice(at, part.start).join(''), h('mark', {}, letters.slice(part.start, part.end).join('')));
    at = part.end;
  }
  return [...pieces, letters.slice(at).join('')];
}

function changes(found) {
  if (!found) return null;
  const told = found.pairs.filter((pair) => pair.kind !== 'same' && !pair.heading);
  const side = (name, one) => (one ? h('p', {}, h('b', {}, `${say(name)} ${one.clause_label}：`), ...marked(one)) : null);
  const kinds = {only_left: 'removed', only_right: 'added'};
  return fold(say('changes', {title: found.left.title, changed: found.counts.changed, added: found.counts.only_right,
    removed: found.counts.only_left, same: found.counts.same}),
    h('ul', {className: 'pairs'}, ...told.map((pair) => h('li', {className: pair.kind},
      kinds[pair.kind] ? h('span', {className: 'tag'}, say(kinds[pair.kind])) : null,
      side('before', pair.left), side('after', pair.right)))));
}

function checkSection() {
  const {document: read, doubts, relations, deadlines: days, contacts: people, changes: against} = state.preview;
  return h('section', {}, h('h2', {tabIndex: -1}, say('step_check')), h('p', {className: 'hint'}, say('nothing_kept')),
    h('h3', {}, read.title), metadata(read),
    doubts.length ? h('div', {className: 'doubts'}, h('b', {}, say('doubts')), h('ul', {}, ...doubts.map((d) => h('li', {}, d.text)))) : null,
    relations.length ? h('div', {className: 'relations'}, h('b', {}, say('relations')),
      h('ul', {}, ...relations.map((r) => h('li', {}, say(`relation_${r.kind}`, {title: r.title}))))) : null,
    fold(say('tree', {count: count(read.clauses)}), h('ul', {className: 'tree'}, ...read.clauses.map(branch))),
    fold(say('deadlines', {count: days.length}), deadlines(days)),
    fold(say('contacts', {count: people.length}), contacts(people)), changes(against));
}

// ---- publish
function publishSection() {
  const {proposed_id: proposed, replaces, relations, lost_rules: lost} = state.preview;
  const versions = relations.filter((r) => r.kind === 'same' || r.kind === 'version');
  const others = state.documents.filter((d) => !versions.some((r) => r.document_id === d.id));
  const radio = (value, ...label) => h('label', {className: 'way'},
    h('input', {type: 'radio', name: 'publish-way', value, checked: value === (replaces ?? ''), onchange: () => again(value)}), ...label);
  const version = (d) => radio(d.document_id ?? d.id, say('as_version', {title: d.title, id: d.document_id ?? d.id}));
  const button = h('button', {type: 'button', className: 'sure', onclick: () => during(button, say('publishing'), publish)}, say('publish'));
  const chosen = others.find((d) => d.id === replaces);
  return h('section', {'data-publish': ''}, h('h2', {}, say('step_publish')),
    radio('', say('as_new')),
    replaces ? null : labelled(say('new_id'), h('input', {type: 'text', value: proposed, 'data-id': '', spellcheck: false, autocapitalize: 'off'})),
    ...versions.map(version), chosen ? version(chosen) : null,
    others.length > (chosen ? 1 : 0) ? fold('…', ...others.filter((d) => d !== chosen).map(version)) : null,
    lost.length ? h('div', {className: 'doubts'}, h('b', {}, say('lost', {count: lost.length})),
      h('ul', {}, ...lost.slice(0, 20).map((l) => h('li', {}, `${l.scheme_id} · ${l.clause}：${short(l.quote, 60)}`))),
      h('label', {className: 'way'}, h('input', {type: 'checkbox', 'data-force': ''}), say('force'))) : null,
    button, h('div', {'data-told': '', 'aria-live': 'polite'}));
}

// Which document it replaces changes what would be lost: it is looked at anew.
async function again(replaces) {
  const button = find('[data-publish] .sure');
  await during(button, say('previewing'), () => look(replaces));
}

async function publish() {
  const replaces = state.preview.replaces ?? '';
  const done = await call('POST', '/api/v1/documents', form({
    replaces, id: replaces ? '' : find('[data-id]').value.trim(), force: find('[data-force]')?.checked ? 'true' : ''}));
  const told = h('section', {className: 'done', role: 'status'}, h('p', {}, say('published', {title: done.title})),
    done.switched_off.length ? h('p', {}, say('switched_off', {schemes: done.switched_off.join('、')})) : null,
    h('p', {}, h('a', {href: done.url, target: '_blank', rel: 'noopener'}, say('open'))),
    h('button', {type: 'button', className: 'quiet', onclick: draw}, say('again')));
  find('[data-checked]').replaceChildren(told);
  told.scrollIntoView({block: 'center'});
  listed();
}

// ---- what is there
async function listed() {
  const reply = await fetch('/api/v1/documents').catch(() => null);
  state.documents = reply?.ok ? (await reply.json()).documents : [];
  find('[data-shelf]').replaceChildren(...state.documents.map(item));
}

function item(found) {
  const place = h('div', {'data-told': '', 'aria-live': 'polite'});
  const ask = (lost) => {
    const force = lost.length ? h('input', {type: 'checkbox'}) : null;
    const yes = h('button', {type: 'button', className: 'danger', onclick: () => during(yes, say('yes'), () => remove(found, force?.checked, ask))}, say('yes'));
    place.replaceChildren(h('p', {}, say('remove_sure', {title: found.title})),
      lost.length ? h('p', {className: 'problem'}, say('lost', {count: lost.length}), ' ',
        h('label', {className: 'way'}, force, say('force'))) : '',
      h('div', {className: 'line'}, yes, h('button', {type: 'button', className: 'quiet', onclick: () => place.replaceChildren()}, say('no'))));
  };
  return h('li', {}, h('section', {className: 'bare'}, h('a', {href: found.url, target: '_blank', rel: 'noopener'}, found.title),
    h('span', {className: 'tag'}, found.status_label), h('code', {}, found.id),
    h('button', {type: 'button', className: 'quiet', onclick: () => ask([])}, say('remove')), place));
}

async function remove(found, force, ask) {
  try {
    const done = await call('DELETE', `/api/v1/documents/${encodeURIComponent(found.id)}?force=${force ? 'true' : 'false'}`);
    await listed();
    find('[data-shelf-told]').replaceChildren(h('p', {role: 'status'}, say('removed_done', {title: done.title}),
      done.switched_off.length ? ` ${say('switched_off', {schemes: done.switched_off.join('、')})}` : ''));
  } catch (error) {
    if (error.problem?.code === 'rules_lost' && !force) setTimeout(() => ask(error.problem.listed ?? [{}]), 0);
    throw error;
  }
}

async function ledger() {
  const found = await call('GET', '/api/v1/publications?limit=50');
  const outcome = (line) => (line.outcome === 'done' ? say('outcome_done') : short(line.detail || line.outcome, 80));
  find('[data-ledger]').replaceChildren(found.items.length ? table([say('at'), say('by'), say('what'), say('file'), say('outcome')],
    found.items.map((line) => [new Date(line.at).toLocaleString(), line.by, say(`action_${line.action}`), line.title || line.document_id, outcome(line)]))
    : h('p', {className: 'hint'}, say('ledger_empty')));
}

// ---- the whole
async function draw() {
  const panel = find('.panel');
  state.say = await server.panel_words({language: panel.dataset.language});
  Object.assign(state, {file: null, preview: null});
  const history = h('button', {type: 'button', className: 'quiet', onclick: () => during(history, say('load_ledger'), ledger)}, say('load_ledger'));
  panel.replaceChildren(h('p', {className: 'intro'}, say('intro')),
    h('form', {className: 'key', onsubmit: (event) => event.preventDefault()},
      labelled(say('key'), h('input', {type: 'password', 'data-key': '', autocomplete: 'off', value: sessionStorage.getItem(KEY) ?? ''}), say('key_hint'))),
    fileSection(), h('div', {'data-checked': ''}),
    h('section', {}, h('h2', {}, say('shelf')), h('div', {'data-shelf-told': '', 'aria-live': 'polite'}), h('ul', {className: 'shelf', 'data-shelf': ''})),
    h('section', {}, h('h2', {}, say('ledger')), history, h('div', {'data-told': ''}), h('div', {'data-ledger': ''})));
  listed();
}

watch('value', draw);
draw();
