// The bar of the chosen clause: where it stands, how officials cite it, its neighbours. Without it the page reads as well.
const bar = document.getElementById('chosen');
const part = (selector) => bar.querySelector(selector);
const clauses = [...document.querySelectorAll('.clause[data-official]')];

function chosen() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  return target ? target.closest('.clause[data-official]') : null;
}

function show() {
  const clause = chosen();
  bar.hidden = !clause;
  document.body.classList.toggle('choosing', Boolean(clause));
  if (!clause) return;
  const place = clauses.indexOf(clause);
  part('.where').textContent = clause.dataset.path ?? '';
  part('.official').textContent = clause.dataset.official;
  lead('[data-before]', clauses[place - 1]);
  lead('[data-after]', clauses[place + 1]);
}

function lead(selector, clause) {
  const link = part(selector);
  link.hidden = !clause;
  if (clause) link.href = `#${encodeURIComponent(clause.id)}`;
}

// Pages without https have no clipboard of their own.
function byHand(text) {
  const box = document.createElement('textarea');
  box.value = text;
  bar.append(box);
  box.select();
  const done = document.execCommand('copy');
  box.remove();
  return done;
}

async function copy(button, text) {
  let done = true;
  try { await navigator.clipboard.writeText(text); } catch { done = byHand(text); }
  const words = button.textContent;
  part('[role=status]').textContent = button.textContent = done ? button.dataset.done : button.dataset.failed;
  setTimeout(() => { button.textContent = words; part('[role=status]').textContent = ''; }, 2000);
}

function here() {
  const url = new URL(location.href);
  url.searchParams.delete('quote');
  url.searchParams.delete('clause');
  return url.href;
}

part('[data-copy]').addEventListener('click', (event) => copy(event.currentTarget, part('.official').textContent));
part('[data-link]').addEventListener('click', (event) => copy(event.currentTarget, here()));
part('[data-print]').addEventListener('click', () => window.print());
part('[data-close]').addEventListener('click', () => {
  history.replaceState(null, '', `${location.pathname}${location.search}#text`);
  show();
});
document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !bar.hidden) part('[data-close]').click(); });
addEventListener('hashchange', show);
show();
