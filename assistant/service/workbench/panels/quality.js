// The newest evaluation report: its day and headline figures, read off the page that is served at /quality.
const HEADLINES = 3;

async function draw(panel) {
  let reply;
  try { reply = await fetch('/quality'); } catch { throw new Error(say('offline')); }
  const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
  const text = (node, selector) => node.querySelector(selector)?.textContent.trim() ?? '';
  const tiles = [...page.querySelectorAll('.tiles .tile')].slice(0, HEADLINES);
  const figure = (tile) => h('li', {}, chinese('span', {className: 'label'}, text(tile, '.k')), h('strong', {}, text(tile, '.v')),
    h('small', {}, text(tile, '.i') ? say('interval', {bounds: text(tile, '.i')}) : ''));
  const day = text(page, '.meta li b');
  panel.replaceChildren(h('p', {className: 'intro'}, say('intro')),
    ...(tiles.length ? [h('p', {}, /^\d{4}-\d\d-\d\d$/.test(day) ? say('made', {day: said(day)}) : '', ' ', chinese('span', {className: 'hint'}, text(page, '.lead'))),
      h('ul', {className: 'figures'}, ...tiles.map(figure)),
      h('p', {}, h('a', {className: 'button', href: `/quality?lang=${state.language}`, target: '_blank', rel: 'noopener'}, say('open')))]
      : [h('p', {className: 'notice'}, say('none')), chinese('p', {}, h('code', {}, text(page, 'pre')))]));
}
