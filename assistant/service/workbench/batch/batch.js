// Judges a sheet of applicants: template, upload, progress, result. All through the API; what the kit gives comes first.
const batch = {schemes: [], scheme: '', file: null, events: null, job: null, rules: {}, busy: false, told: ''};
const EVERY_MS = 600, MOST_TRIES = 40;
const VERDICTS = ['formally_eligible', 'needs_information', 'not_eligible'];

const sized = (bytes) => (bytes < 1e6 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1048576).toFixed(1)} MB`);
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
const scheme = () => batch.schemes.find((one) => one.id === batch.scheme);
const path = (call) => `/api/v1/schemes/${encodeURIComponent(batch.scheme)}/${call}`;

async function send(address, body, headers = {}) {
  let reply;
  try { reply = await fetch(address, {method: 'POST', body, headers}); } catch { throw new Error(say('offline')); }
  if (reply.ok) return reply;
  const found = await reply.json().catch(() => ({}));
  throw new Error(found.detail ?? found.title ?? reply.statusText);
}

function sheets(more = {}) {
  const sent = new FormData();
  sent.append('file', batch.file);
  if (batch.events) sent.append('events', batch.events);
  sent.append('as_of', state.day);
  for (const [name, value] of Object.entries(more)) if (value) sent.append(name, value);
  return sent;
}

// One piece of work at a time; what goes wrong is said in its section, and nothing chosen is lost.
async function during(button, words, work) {
  if (batch.busy) return;
  const place = find('[data-told]', button.closest('section')), before = button.textContent;
  batch.busy = true;
  button.disabled = true;
  button.textContent = words;
  place.replaceChildren();
  try { await work(); }
  catch (error) { place.replaceChildren(h('p', {className: 'trouble', role: 'alert'}, error.message)); }
  finally { batch.busy = false; button.disabled = false; button.textContent = before; }
}

// ---- scheme, day, template
function pickSection() {
  const template = (format) => h('a', {className: 'button', 'data-template': format, download: '',
    href: `${path('template')}?${new URLSearchParams({format, as_of: state.day})}`}, say(`template_${format}`));
  return h('section', {className: 'sheet', 'data-pick': ''}, h('h2', {}, say('step_pick')),
    h('div', {className: 'controls'},
      choice(say('scheme'), batch.schemes.map((one) => [one.id, one.name]), batch.scheme, (id) => { batch.scheme = id; changed(); }),
      dayField(state.day, (day) => { state.day = day; schemesOn(day).then(changed); }, say('day'))),
    h('div', {className: 'controls'}, template('xlsx'), template('csv')),
    h('p', {className: 'hint', 'data-window': ''}, windowWords()),
    h('p', {className: 'hint'}, say('template_hint')));
}

function windowWords() {
  const {status = 'not_in_corpus', last_day: day, binds: whom} = scheme()?.window ?? {};
  return say(`window_${status}`, {day: day ? said(day) : '', whom: whom ? say(`binds_${whom}`) : ''});
}

// Another scheme or day is another question: what came out for the one before goes.
function changed() {
  batch.job = null;
  find('[data-pick]').replaceWith(pickSection());
  find('[data-result]').replaceChildren();
}

// ---- upload
function dropField(id, label, name) {
  const chosen = h('strong', {'data-chosen': name}, batch[name] ? say('chosen', {name: batch[name].name, size: sized(batch[name].size)}) : '');
  const take = (file) => {
    if (!file) return;
    batch[name] = file;
    chosen.textContent = say('chosen', {name: file.name, size: sized(file.size)});
    find('[data-start]').disabled = !batch.file;
  };
  const input = h('input', {type: 'file', id, className: 'away', accept: '.xlsx,.csv,.txt,.tsv,.xls',
    onchange: (event) => { take(event.target.files[0]); event.target.value = ''; }});
  const drop = h('label', {className: 'drop', htmlFor: id}, input, h('span', {}, label), chosen);
  drop.addEventListener('dragover', (event) => { event.preventDefault(); drop.classList.add('over'); });
  drop.addEventListener('dragleave', () => drop.classList.remove('over'));
  drop.addEventListener('drop', (event) => { event.preventDefault(); drop.classList.remove('over'); take(event.dataTransfer.files[0]); });
  return drop;
}

function uploadSection() {
  const button = h('button', {type: 'button', className: 'sure', 'data-start': '', disabled: !batch.file,
    onclick: () => during(button, say('uploading'), start)}, say('start'));
  return h('section', {className: 'sheet'}, h('h2', {}, say('step_upload')),
    dropField('batch-file', say('drop'), 'file'),
    h('details', {open: Boolean(batch.events)}, h('summary', {}, say('drop_events')), dropField('batch-events', say('drop_events'), 'events')),
    button, h('div', {'data-progress': ''}), h('div', {'data-told': '', 'aria-live': 'polite'}));
}

// A workbook has a summary and colours, but a long table is written much quicker as it came.
const resultFormat = () => (batch.file.size > 1e6 && /\.(csv|txt|tsv)$/i.test(batch.file.name) ? 'csv' : 'xlsx');

async function start() {
  find('[data-result]').replaceChildren();
  const progress = find('[data-progress]');
  progress.replaceChildren(h('progress', {'aria-label': say('progress')}));
  progress.scrollIntoView({block: 'nearest', behavior: 'smooth'});
  // The scheme and the day stay what they were when the sheet was sent.
  find('[data-pick]').inert = true;
  try {
    const reply = await send(path('batch'), sheets({format: resultFormat()}), {Prefer: 'respond-async'});
    const job = await watched(await reply.json());
    if (job?.state === 'failed') throw new Error(say('failed_batch', {reason: job.detail}));
    if (job) { batch.job = job; await shown(); find('[data-result] h2').scrollIntoView({block: 'start', behavior: 'smooth'}); }
  } finally { progress.replaceChildren(); find('[data-pick]').inert = false; }
}

// Asks how far the work is until it ends; a lost connection is said and tried again.
async function watched(job) {
  let stopped = false, tries = 0;
  const bar = h('progress', {max: 1, 'aria-label': say('progress')}), words = h('span', {'data-said': ''});
  const cancel = h('button', {type: 'button', className: 'quiet', onclick: () => { stopped = true; cancel.disabled = true; }}, say('cancel'));
  find('[data-start]').textContent = say('working');
  find('[data-progress]').replaceChildren(bar, h('div', {className: 'line', role: 'status'}, words, cancel));
  find('[data-progress]').scrollIntoView({block: 'nearest', behavior: 'smooth'});
  while (['waiting', 'running'].includes(job.state)) {
    if (stopped) {
      await fetch(`/api/v1/jobs/${job.id}`, {method: 'DELETE'}).catch(() => null);
      find('[data-start]').closest('section').querySelector('[data-told]').textContent = say('cancelled');
      return null;
    }
    if (job.of) bar.value = job.done / job.of;
    words.textContent = job.of ? say('running', {done: job.done, of: job.of}) : say('waiting');
    await pause(EVERY_MS);
    try { job = await read(`/api/v1/jobs/${job.id}`); tries = 0; }
    catch (error) { if (++tries > MOST_TRIES) throw error; words.textContent = say('lost'); }
  }
  return job;
}

// ---- result
async function shown() {
  const read_rules = await read(`/api/v1/schemes/${encodeURIComponent(batch.scheme)}`, {as_of: state.day});
  batch.rules = Object.fromEntries(read_rules.criteria.map((rule) => [rule.id, rule]));
  find('[data-result]').replaceChildren(resultSection(), pickingSection());
}

function tile(verdict, count) {
  return h('div', {className: `tile ${verdict}`}, h('strong', {}, String(count)), h('span', {}, say(`verdict_${verdict}`)),
    verdict === 'formally_eligible' ? h('small', {}, say('confirm')) : null);
}

function failedMost(failed, rows) {
  const lines = Object.entries(failed).slice(0, 10);
  if (!lines.length) return h('p', {className: 'hint'}, say('failed_none'));
  return h('ol', {className: 'bars'}, ...lines.map(([id, count]) => {
    const rule = batch.rules[id];
    return h('li', {}, h('span', {lang: 'zh-CN'}, rule?.label ?? id, ' ', rule ? cited(rule.citation) : null),
      h('span', {className: 'bar', 'aria-hidden': 'true'}, h('i', {style: `width:${Math.max(1, (100 * count) / rows)}%`})),
      h('span', {className: 'hint'}, say('times', {count})));
  }));
}

function listed(lines) { return h('ul', {className: 'lines', lang: 'zh-CN'}, ...lines.map((line) => h('li', {}, line))); }

function resultSection() {
  const {summary, result, kept_hours: hours, id} = batch.job;
  const told = h('span', {className: 'hint', 'data-kept': ''}, say('kept', {hours}));
  const forget = h('button', {type: 'button', className: 'quiet', onclick: async () => {
    const reply = await fetch(`/api/v1/jobs/${id}`, {method: 'DELETE'}).catch(() => null);
    told.textContent = reply?.ok || reply?.status === 404 ? say('forgotten') : say('offline');
    if (told.textContent === say('forgotten')) { forget.remove(); find('[data-download]').remove(); }
  }}, say('forget'));
  return h('section', {className: 'sheet', 'data-summary': ''}, h('h2', {tabIndex: -1}, say('step_result')),
    h('p', {role: 'status'}, say('done', {rows: summary.rows, scheme: scheme()?.name ?? batch.scheme, day: batch.job.as_of})),
    h('div', {className: 'tiles'}, ...VERDICTS.map((verdict) => tile(verdict, summary.verdicts[verdict] ?? 0))),
    h('div', {className: 'controls'}, h('a', {className: 'sure', 'data-download': '', href: result, download: ''}, say('download')), forget, told),
    h('h3', {}, say('failed_most')), failedMost(summary.failed, summary.rows),
    summary.errors ? h('details', {open: true, 'data-errors': ''}, h('summary', {}, say('errors', {count: summary.errors, rows: summary.rows_with_errors})),
      h('p', {className: 'hint'}, say('errors_hint')), listed(summary.shown_errors)) : h('p', {className: 'hint'}, say('errors_none')),
    summary.warnings.length ? h('details', {'data-warnings': ''}, h('summary', {}, say('warnings', {count: summary.warnings.length})), listed(summary.warnings)) : null);
}

// ---- the whole
async function schemesOn(day) {
  const found = await read('/api/v1/schemes', {as_of: day}).catch((error) => { if (!batch.schemes.length) throw error; });
  if (!found) return;
  state.day = found.as_of;
  batch.schemes = found.schemes;
  if (!scheme()) batch.scheme = found.schemes[0]?.id ?? '';
}

async function draw(panel) {
  await schemesOn(state.day);
  panel.replaceChildren(h('p', {className: 'intro'}, say('intro')), pickSection(), uploadSection(), h('div', {'data-result': '', className: 'result'}));
  if (batch.job) await shown();
}
