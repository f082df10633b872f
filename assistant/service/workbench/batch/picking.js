// Picks those whom an office recommends from the sheet that was judged, and saves the sheet of them.
const MOST_LISTED = 500;

function pickingSection() {
  const button = h('button', {type: 'button', className: 'quiet', 'data-list-them': '',
    onclick: () => during(button, say('listing'), listThem)}, say('list'));
  return h('section', {className: 'sheet', 'data-recommend': ''}, h('h2', {}, say('step_recommend')), h('p', {className: 'hint'}, say('recommend_hint')),
    button, h('div', {'data-told': '', 'aria-live': 'polite'}), h('div', {'data-candidates': '', className: 'result'}));
}

async function listThem() {
  const rows = batch.job.summary.rows <= MOST_LISTED ? 'all' : '';
  const reply = await send(`${path('recommendation')}?format=json`, sheets({rows}));
  const {applicants} = await reply.json();
  // Those who pass stand first.
  applicants.sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || a.row - b.row);
  const passed = applicants.filter((one) => one.verdict === 'formally_eligible').map((one) => one.row);
  const picked = new Set(passed);
  const told = h('span', {className: 'hint', role: 'status'});
  const boxes = () => all('[data-candidates] input[type=checkbox]');
  const count = () => { told.textContent = say('picked', {count: picked.size}); };
  const set = (wanted) => {
    picked.clear();
    wanted.forEach((row) => picked.add(row));
    for (const box of boxes()) box.checked = picked.has(Number(box.value));
    count();
  };
  const save = h('button', {type: 'button', className: 'sure', 'data-make': '', onclick: () => during(save, say('making'), async () => {
    if (!picked.size) throw new Error(say('nobody'));
    await saved(await send(path('recommendation'), sheets({rows: [...picked].sort((a, b) => a - b).join(',')})));
  })}, say('make'));
  find('[data-candidates]').replaceChildren(
    h('div', {className: 'controls'}, h('button', {type: 'button', className: 'quiet', onclick: () => set(passed)}, say('pick_passed')),
      h('button', {type: 'button', className: 'quiet', onclick: () => set([])}, say('pick_none')), told),
    candidateTable(applicants, picked, count), save);
  count();
}

function candidateTable(applicants, picked, count) {
  const line = (one) => {
    const name = one.name || say('unnamed', {row: one.row});
    const box = h('input', {type: 'checkbox', value: String(one.row), checked: picked.has(one.row), 'aria-label': say('pick', {name}),
      onchange: () => { if (box.checked) picked.add(one.row); else picked.delete(one.row); count(); }});
    return h('tr', {}, h('td', {}, box), h('td', {}, String(one.row)), h('td', {lang: 'zh-CN'}, name),
      h('td', {}, h('span', {className: `tag ${one.verdict}`}, say(`verdict_${one.verdict}`))),
      h('td', {lang: 'zh-CN'}, short([...one.failed, ...one.missing].join('、'), 80)));
  };
  return h('div', {className: 'wide', tabIndex: 0, role: 'group', 'aria-label': say('step_recommend')}, h('table', {},
    h('thead', {}, h('tr', {}, ...['', 'row', 'name', 'verdict', 'open'].map((key) => h('th', {scope: 'col'}, key ? say(key) : '')))),
    h('tbody', {}, ...applicants.map(line))));
}

// The name under which the server would have it saved.
async function saved(reply) {
  const named = /filename\*=UTF-8''([^;]+)/.exec(reply.headers.get('content-disposition') ?? '');
  const address = URL.createObjectURL(await reply.blob());
  const link = h('a', {href: address, download: named ? decodeURIComponent(named[1]) : ''});
  element.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}
