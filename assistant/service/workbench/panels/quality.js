// The newest evaluation: its day and headline figures; the report itself is a page of its own.
const HEADLINES = 3;

async function draw(panel) {
  const {report, url, command} = await read('/api/v1/quality');
  const bounds = ({low, high}) => (low === null ? '' : say('interval', {bounds: `${low.toFixed(2)}–${high.toFixed(2)}`}));
  const figure = (one) => h('li', {}, chinese('span', {className: 'label'}, one.label), h('strong', {}, one.text), h('small', {}, bounds(one)));
  panel.replaceChildren(h('p', {className: 'intro'}, say('intro')),
    ...(report ? [h('p', {}, say('made', {day: said(report.made), items: report.items}), ' ', h('span', {className: 'hint'}, say(`split_${report.split}`))),
      h('ul', {className: 'figures'}, ...report.figures.slice(0, HEADLINES).map(figure)),
      h('p', {}, h('a', {className: 'button', href: `${url}?lang=${state.language}`, target: '_blank', rel: 'noopener'}, say('open')))]
      : [h('p', {className: 'notice'}, say('none')), h('p', {}, h('code', {}, command))]));
}
