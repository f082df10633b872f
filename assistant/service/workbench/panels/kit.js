// Shared by the tabs that look things up. All texts are set as text, never as markup.
// `element`, `server` and `watch` are given by the component; the script of the tab follows and defines `draw`.
const state = {say: {}, language: 'zh', day: ''};

async function read(path, query = {}) {
  const asked = new URLSearchParams(Object.entries(query).filter(([, value]) => value));
  let reply;
  try { reply = await fetch(asked.size ? `${path}?${asked}` : path); } catch { throw new Error(say('offline')); }
  if (reply.headers.get('content-type')?.includes('svg') && reply.ok) return reply.text();
  const found = await reply.json().catch(() => ({}));
  if (!reply.ok) throw new Error(found.detail ?? found.title ?? reply.statusText);
  return found;
}

// ---- words
const short = (text, most = 60) => ([...text].length > most ? `${[...text].slice(0, most).join('')}…` : text);
const plainTitle = (title) => {
  const inner = title.match(/《([^《》]+)》的通知$/);
  return inner ? inner[1] : title.replace(/^[^关]{2,30}?关于/, '关于').replace(/^关于(?:组织)?(?:开展)?/, '');
};
const dayOf = (text) => new Date(`${text}T00:00:00Z`);
const between = (from, to) => Math.round((dayOf(to) - dayOf(from)) / 86400000);
const iso = (date) => date.toISOString().slice(0, 10);
const said = (text) => {
  const [year, month, day] = text.split('-').map(Number);
  return say('day_said', {year, month, day, month_name: say('months').split('|')[month - 1]});
};
const binds = (deadline) => (deadline.binds ? say(`binds_${deadline.binds}`) : say('binds_open'));

// What holds comes first, then the newest: whoever asks how to apply asks about this round.
const rank = (d) => `${d.status === 'in_force' ? 1 : 0}${d.signed_on ?? d.round_year ?? ''}`;
const newestFirst = (documents) => [...documents].sort((a, b) => rank(b).localeCompare(rank(a)));

// ---- parts
const badge = (code, label) => h('span', {className: `badge ${code}`}, state.say.badges?.[label] ?? label);
const chinese = (tag, props, ...children) => h(tag, {lang: 'zh-CN', ...props}, ...children);

function sourceUrl(url, clause, quote = '') {
  const [path, fragment = ''] = url.split('#');
  const query = new URLSearchParams({as_of: state.day, lang: state.language});
  if (quote) query.set('quote', quote);
  if (clause) query.set('clause', clause);
  return `${path}${path.includes('?') ? '&' : '?'}${query}${fragment ? `#${fragment}` : ''}`;
}

const opens = (url, clause, quote, ...label) =>
  h('a', {className: 'source', lang: 'zh-CN', href: sourceUrl(url, clause, quote), target: '_blank', rel: 'noopener'}, ...label);
const cited = (citation) => opens(citation.url, citation.clause_id, citation.quote, citation.clause_label);

const field = (label, control) => h('label', {className: 'field'}, h('span', {}, label), control);
const dayField = (value, changed, label = say('as_of')) =>
  field(label, h('input', {type: 'date', value, required: true, onchange: (event) => event.target.value && changed(event.target.value)}));
const choice = (label, options, value, changed) =>
  field(label, h('select', {onchange: (event) => changed(event.target.value)},
    ...options.map(([key, words]) => h('option', {value: key, selected: key === value}, words))));

function chips(label, options, value, changed) {
  return h('div', {className: 'chips', role: 'group', 'aria-label': label},
    ...options.map(([key, words]) => h('button', {type: 'button', 'aria-pressed': String(key === value), 'data-key': key,
      onclick: () => changed(key)}, words)));
}

// What was typed or chosen last keeps the focus when the tab is drawn anew.
function redrawn(place, ...children) {
  const active = place.contains(document.activeElement) ? document.activeElement : null;
  const mark = active && (active.dataset.key ? `[data-key="${CSS.escape(active.dataset.key)}"]` : active.id ? `#${CSS.escape(active.id)}` : '');
  const group = active?.closest('[aria-label]')?.getAttribute('aria-label');
  place.replaceChildren(...children.flat(9).filter(Boolean));
  if (mark) all(mark, place).find((node) => !group || node.closest('[aria-label]')?.getAttribute('aria-label') === group)?.focus({preventScroll: true});
}

function copyButton(text) {
  const button = h('button', {type: 'button', className: 'quiet', onclick: async () => {
    try { await navigator.clipboard.writeText(text); tell(say('copied')); }
    catch { tell(byHand(text) ? say('copied') : say('copy_failed')); }
  }}, say('copy'));
  const tell = (words) => {
    button.textContent = words;
    find('[data-live]').textContent = words;
    setTimeout(() => { button.textContent = say('copy'); }, 2000);
  };
  return button;
}

// Pages without https have no clipboard of their own.
function byHand(text) {
  const box = h('textarea', {value: text, className: 'away'});
  element.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  return done;
}

const empty = (words) => h('p', {className: 'none'}, words);
const trouble = (error, again) => h('div', {className: 'trouble', role: 'alert'}, h('p', {}, say('failed', {reason: error.message})),
  h('button', {type: 'button', className: 'quiet', onclick: again}, say('again')));

// ---- the whole: words first, then what the tab reads; both only once the tab is seen
async function begin() {
  const panel = find('.panel');
  panel.setAttribute('aria-busy', 'true');
  state.language = panel.dataset.language === 'en' ? 'en' : 'zh';
  try {
    state.say = await server.panel_words({language: state.language});
    await draw(panel);
    if (!find('[data-live]')) panel.append(h('p', {className: 'away', 'data-live': '', 'aria-live': 'polite'}));
  } catch (error) { panel.replaceChildren(trouble(error, begin)); }
  panel.removeAttribute('aria-busy');
}

// The row of tabs is pushed aside until the chosen one stands in the middle; only the row, never the page.
function centre() {
  const tab = document.querySelector('#tabs [role=tab][aria-selected=true]'), row = tab?.closest('[role=tablist]');
  row?.scrollTo({left: tab.offsetLeft - row.offsetLeft - (row.clientWidth - tab.offsetWidth) / 2});
}

let begun = false;
watch('value', () => begun && begin());
new IntersectionObserver((seen) => {
  if (!seen.some((entry) => entry.isIntersecting)) return;
  centre();
  if (!begun) begin();
  begun = true;
}).observe(element);
