// The script of the tab. It keeps the fields, sends them, and puts what comes back into its place.
// Words come from the server. `element`, `server` and `watch` are given by the component.
const state = {choice: '', day: '', fields: {}, mode: 'form'};
const turns = {};
let before = [], waiting = 0, opening = 0, again = false, typing = null;

const find = (selector, root = element) => root.querySelector(selector);
const all = (selector, root = element) => [...root.querySelectorAll(selector)];
const language = () => find('.board').dataset.language;
const copy = (value) => JSON.parse(JSON.stringify(value));
const asked = (more = {}) => ({language: language(), choice: state.choice, day: state.day, fields: state.fields, ...more});

function read(field) {
  const parts = {};
  for (const part of all('[data-part]', field)) {
    if (part.closest('[data-row]')) continue;
    if (part.type === 'radio' || part.type === 'checkbox') { if (part.checked) parts.choice = part.value; }
    else if (part.value) parts[part.dataset.part] = part.value;
  }
  if (field.dataset.type === 'events' && parts.choice === '=some') {
    parts.rows = all('[data-row]', field).map((row) =>
      Object.fromEntries(all('[data-part]', row).filter((part) => part.value).map((part) => [part.dataset.part, part.value])));
  }
  return parts;
}

function write(field, parts = {}) {
  for (const part of all('[data-part]', field)) {
    if (part.closest('[data-row]')) continue;
    if (part.type === 'radio' || part.type === 'checkbox') part.checked = part.value === (parts.choice ?? '');
    else part.value = parts[part.dataset.part] ?? '';
  }
  const rows = find('[data-rows]', field);
  if (rows) {
    rows.replaceChildren();
    for (const row of parts.choice === '=some' ? parts.rows ?? [{}] : []) add(field, row);
  }
  fold(field);
}

function add(field, row = {}) {
  const made = find('template', field).content.firstElementChild.cloneNode(true);
  for (const part of all('[data-part]', made)) part.value = row[part.dataset.part] ?? '';
  find('[data-rows]', field).append(made);
  return made;
}

function fold(field) {
  const more = find('[data-more]', field);
  if (!more) return;
  const some = find('[data-part=choice]:checked', field)?.value === '=some';
  more.hidden = !some;
  if (some && find('[data-rows]', field) && !find('[data-row]', field)) add(field);
}

// Every field of this name: the one of the form and the one of the question.
const fieldsOf = (name) => all(`[data-form] [data-fact="${CSS.escape(name)}"], [data-ask] [data-fact="${CSS.escape(name)}"]`);

function show(made) {
  const opened = Object.fromEntries(all('[data-report] [data-keep]').map((part) => [part.dataset.keep, part.open]));
  const typed = find('[data-ask]')?.contains(document.activeElement);
  if (find('[data-ask]')) find('[data-ask]').innerHTML = made.ask;
  if (find('[data-report]')) find('[data-report]').innerHTML = made.report;
  for (const part of all('[data-report] [data-keep]')) if (part.dataset.keep in opened) part.open = opened[part.dataset.keep];
  for (const field of all('[data-ask] [data-fact]')) write(field, state.fields[field.dataset.fact]);
  complain(made.problems);
  const day = find('[data-day-problem]');
  if (day) { day.textContent = made.day_problem; day.hidden = !made.day_problem; find('[data-day]').setAttribute('aria-invalid', String(!!made.day_problem)); }
  const sheet = find('[data-report] .sheet'), link = find('[data-to-verdict]');
  if (link) { link.textContent = sheet?.dataset.short ?? ''; link.dataset.verdict = sheet?.dataset.verdict ?? ''; link.hidden = !sheet; }
  for (const group of all('.group')) {
    const fields = all('[data-fact]', group), done = fields.filter((field) => Object.keys(state.fields[field.dataset.fact] ?? {}).length);
    find('[data-done]', group).textContent = `${done.length}/${fields.length}`;
    group.classList.toggle('full', done.length === fields.length);
  }
  if (find('[data-undo]')) find('[data-undo]').disabled = !before.length;
  if (typed) find('[data-ask] h2')?.focus({preventScroll: true});
  compare();
}

function complain(problems) {
  for (const field of all('[data-form] [data-fact], [data-ask] [data-fact]')) {
    const text = problems[field.dataset.fact] ?? '', problem = find('.problem', field);
    if (problem.textContent !== text) problem.textContent = text;
    problem.hidden = !text;
    field.classList.toggle('wrong', !!text);
    for (const part of all('input[type=text], input[type=date]', field)) {
      part.setAttribute('aria-invalid', String(!!text));
      part.setAttribute('aria-describedby', problem.id);
    }
  }
}

// Of the answers for one place only the newest counts; a lost connection is said, and what is filled in stays.
async function call(name, sent, then, place = 'board') {
  const mine = turns[place] = (turns[place] ?? 0) + 1;
  waiting += 1;
  element.setAttribute('aria-busy', 'true');
  try {
    const made = await server[name](sent);
    if (mine !== turns[place]) return;
    if (find('[data-lost]')) find('[data-lost]').hidden = true;
    then(made);
  } catch (error) {
    console.warn(error);
    if (find('[data-lost]')) find('[data-lost]').hidden = false;
    else setTimeout(() => open(), 3000);
  } finally {
    waiting -= 1;
    if (!waiting) element.removeAttribute('aria-busy');
  }
}

// While a form is on its way, looking waits for it: its answer must not be passed over for one without a form.
function look() {
  clearTimeout(typing);
  if (opening) again = true;
  else call('look', asked(), show);
}

// The day field stays where it is while its digits are typed: only what hangs on the day is put anew.
async function open(focus = '', whole = true) {
  opening += 1;
  await call('open_board', asked(), (made) => lay(made, focus, whole));
  opening -= 1;
  if (!opening && again) { again = false; look(); }
}

function lay(made, focus, whole) {
  const fresh = document.createElement('div');
  fresh.innerHTML = made.html;
  if (whole || !find('.halves')) find('.board').replaceChildren(...fresh.childNodes);
  else find('.halves').replaceWith(find('.halves', fresh));
  state.choice = made.choice;
  if (!made.day_problem) state.day = made.day;
  for (const field of all('[data-form] [data-fact]')) write(field, state.fields[field.dataset.fact]);
  setMode(state.mode);
  show(made);
  openFirst();
  sight.disconnect();
  if (find('[data-report]')) sight.observe(find('[data-report]'));
  if (focus) find(focus)?.focus();
}

// The section that the next question asks for stands first, opened.
function openFirst() {
  const next = find('[data-ask] [data-fill]'), first = next && Object.keys(JSON.parse(next.dataset.fill))[0];
  const field = first && find(`[data-form] [data-fact="${CSS.escape(first)}"]`) || find('[data-form] [data-fact]');
  const group = field?.closest('.group');
  if (group) { group.open = true; group.parentElement.prepend(group); }
}

function setMode(mode) {
  state.mode = mode;
  find('.board').dataset.mode = mode;
  for (const choice of all('[data-mode]')) if (choice.type === 'radio') choice.checked = choice.value === mode;
}

function fill(told) {
  before.push(copy(state.fields));
  for (const [name, parts] of Object.entries(told)) keep(name, parts);
  for (const name of Object.keys(told)) for (const field of fieldsOf(name)) write(field, parts(name));
  look();
}
const parts = (name) => state.fields[name];
const keep = (name, told) => { if (Object.keys(told).some((key) => told[key] !== '')) state.fields[name] = copy(told); else delete state.fields[name]; };

function restore(fields) {
  state.fields = fields;
  for (const field of all('[data-form] [data-fact]')) write(field, parts(field.dataset.fact));
  look();
}

function changed(field, at) {
  const name = field.dataset.fact;
  // A figure typed takes back 'not known', and the other way round.
  const unknown = find('input[type=checkbox]', field);
  if (unknown && at.dataset.part !== 'choice' && at.value) unknown.checked = false;
  if (unknown && at === unknown && at.checked) for (const part of all('[data-part]', field)) if (part !== at) part.value = '';
  fold(field);
  if (field.closest('[data-supposed]')) return;
  if (JSON.stringify(parts(name) ?? {}) === JSON.stringify(read(field))) return;
  before.push(copy(state.fields));
  keep(name, read(field));
  for (const twin of fieldsOf(name)) if (twin !== field) write(twin, parts(name));
}

function compare() {
  const second = find('[data-second]');
  if (second?.value) compareInto('[data-days-found]', {second: second.value});
  const field = find('[data-supposed] [data-fact]'), told = field ? read(field) : {};
  if (Object.values(told).some(Boolean)) compareInto('[data-suppose-found]', {supposed: {[field.dataset.fact]: told}});
  else find('[data-suppose-found]')?.replaceChildren();
}

const compareInto = (place, more) => call('compare', asked(more), (made) => { if (find(place)) find(place).innerHTML = made.html; }, place);

function suppose(name) {
  const place = find('[data-supposed]');
  place.replaceChildren();
  const field = name && find(`[data-form] [data-fact="${CSS.escape(name)}"]`);
  if (field) {
    const twin = field.cloneNode(true);
    twin.id = `suppose-${name}`;
    find('.problem', twin).remove();
    for (const part of all('[name]', twin)) part.name = `suppose-${name}`;
    place.append(twin);
    write(twin, {});
  }
  compare();
}

function goTo(name) {
  setMode('form');
  const field = find(`[data-form] [data-fact="${CSS.escape(name)}"]`);
  if (!field) return;
  field.closest('.group').open = true;
  field.scrollIntoView({block: 'center'});
  (find('input:checked', field) ?? find('input, select', field))?.focus({preventScroll: true});
}

element.addEventListener('change', (event) => {
  const at = event.target;
  if (at.matches('[data-choice]')) { state.choice = at.value; open('[data-choice]'); }
  else if (at.matches('[data-day]')) { state.day = at.value; clearTimeout(typing); typing = setTimeout(() => open('', false), 400); }
  else if (at.matches('input[data-mode]')) setMode(at.value);
  else if (at.matches('[data-second]')) { if (at.value) compare(); else find('[data-days-found]').replaceChildren(); }
  else if (at.matches('[data-suppose]')) suppose(at.value);
  else if (at.closest('[data-fact]')) {
    const field = at.closest('[data-fact]');
    changed(field, at);
    if (field.closest('[data-supposed]')) compare();
    // In the question several parts may be filled before it is answered.
    else if (!field.closest('[data-ask]')) look();
  }
});

element.addEventListener('input', (event) => {
  const field = event.target.closest('[data-form] [data-fact]');
  if (!field || event.target.type !== 'text') return;
  clearTimeout(typing);
  typing = setTimeout(() => { changed(field, event.target); look(); }, 700);
});

element.addEventListener('click', (event) => {
  const at = event.target.closest('button, a');
  if (!at) return;
  const field = at.closest('[data-fact]');
  if (at.dataset.fill) fill(JSON.parse(at.dataset.fill));
  else if ('sure' in at.dataset) look();
  else if (at.dataset.goto) goTo(at.dataset.goto);
  else if (at.dataset.open) { state.choice = at.dataset.open; open('[data-choice]'); element.scrollTo(0, 0); }
  else if ('add' in at.dataset) { find('input, select', add(field)).focus(); }
  else if ('drop' in at.dataset) {
    at.closest('[data-row]').remove();
    if (!find('[data-row]', field)) { const none = find('[data-part=choice][value=""]', field); none.checked = true; none.focus(); }
    changed(field, field);
    if (field.closest('[data-supposed]')) compare(); else if (!field.closest('[data-ask]')) look();
  }
  else if ('undo' in at.dataset) restore(before.pop() ?? {});
  else if ('reset' in at.dataset) { before.push(copy(state.fields)); restore({}); }
  else if ('toVerdict' in at.dataset) { event.preventDefault(); find('#check-verdict').scrollIntoView({block: 'start'}); find('#check-verdict').focus({preventScroll: true}); }
});

element.addEventListener('submit', (event) => event.preventDefault());
element.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || !event.target.matches('[data-fact] input')) return;
  event.preventDefault();
  const field = event.target.closest('[data-fact]');
  changed(field, event.target);
  if (field.closest('[data-supposed]')) compare(); else look();
});

// On a phone a line at the bottom tells the verdict as long as the sheet itself is out of sight.
const sight = new IntersectionObserver((seen) => find('[data-to-verdict]')?.classList.toggle('seen', seen[seen.length - 1].isIntersecting));

watch('value', () => open());
open();
