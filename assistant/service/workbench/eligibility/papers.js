// Saves the check as a record, or the official form filled from it; the server keeps neither.
async function savePaper(button) {
  const place = button.closest('[data-papers]'), told = find('[data-paper-told]', place);
  button.disabled = true;
  told.textContent = '';
  try {
    const reply = await fetch(`/api/v1/schemes/${encodeURIComponent(place.dataset.papers)}/${button.dataset.paper}`, {
      method: 'POST', headers: {'content-type': 'application/json'},
      body: JSON.stringify({facts: JSON.parse(place.dataset.facts), as_of: place.dataset.asOf})});
    if (!reply.ok) throw new Error((await reply.json().catch(() => ({}))).detail ?? reply.statusText);
    const named = /filename\*=UTF-8''([^;]+)/.exec(reply.headers.get('content-disposition') ?? '');
    const link = document.createElement('a');
    link.href = URL.createObjectURL(await reply.blob());
    link.download = named ? decodeURIComponent(named[1]) : '';
    element.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    told.textContent = place.dataset.saved;
  } catch (error) { told.textContent = `${place.dataset.failed}${error.message}`; }
  finally { button.disabled = false; }
}

element.addEventListener('click', (event) => {
  const button = event.target.closest('[data-paper]');
  if (button) savePaper(button);
});
