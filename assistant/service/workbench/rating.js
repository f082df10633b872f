// 有用 / 没用 under each answer: a tap is sent at once, reasons and remark replace it when they come.
(() => {
  const said = new Map();
  const find = (rate, selector) => rate.querySelector(selector);
  const boxes = (rate) => [...rate.querySelectorAll('input[type=checkbox]')];

  function show(rate) {
    const now = said.get(rate.dataset.answer) ?? {};
    for (const button of rate.querySelectorAll('[data-thumb]')) {
      button.setAttribute('aria-pressed', String(button.dataset.thumb === now.thumb));
    }
    find(rate, '[data-thumb=down]').setAttribute('aria-expanded', String(Boolean(now.open)));
    find(rate, 'form').hidden = !now.open;
    const status = find(rate, '[role=status]');
    status.textContent = now.state ? rate.dataset[now.state] : '';
    status.classList.toggle('failed', now.state === 'failed');
  }

  async function send(rate, thumb, reasons = [], remark = '') {
    const now = said.get(rate.dataset.answer);
    const number = (now.number ?? 0) + 1;
    now.number = number;
    let kept = false;
    try {
      const reply = await fetch('/api/v1/feedback', {
        method: 'POST',
        headers: {'content-type': 'application/json'},
        body: JSON.stringify({answer_id: rate.dataset.answer, thumb, reasons, remark}),
      });
      kept = reply.ok;
    } catch { kept = false; }
    if (now.number === number) now.state = kept ? 'thanks' : 'failed';
    return kept;
  }

  document.addEventListener('click', async (event) => {
    const button = event.target.closest?.('.rate [data-thumb]');
    if (!button) return;
    const rate = button.closest('.rate');
    const before = said.get(rate.dataset.answer) ?? {};
    const thumb = button.dataset.thumb;
    if (before.thumb === thumb && before.state !== 'failed') {
      before.open = thumb === 'down' && !before.open;
      return show(rate);
    }
    said.set(rate.dataset.answer, {...before, thumb, state: '', open: thumb === 'down'});
    show(rate);
    if (thumb === 'down') find(rate, 'form').scrollIntoView({block: 'nearest'});
    await send(rate, thumb);
    show(rate);
  });

  document.addEventListener('submit', async (event) => {
    const rate = event.target.closest?.('.rate');
    if (!rate) return;
    event.preventDefault();
    const reasons = boxes(rate).filter((box) => box.checked).map((box) => box.value);
    const now = said.get(rate.dataset.answer);
    const kept = await send(rate, 'down', reasons, find(rate, 'textarea').value);
    if (kept) { now.open = false; find(rate, '[data-thumb=down]').focus(); }
    show(rate);
  });
})();
