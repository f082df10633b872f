// Whom to turn to, as the documents print it.
let found = {contacts: []}, typed = '';

const whole = (contact) => [...contact.names, contact.role, contact.purpose, ...contact.phones, ...contact.emails, contact.address,
  contact.room, contact.platform, contact.url, contact.citation.document_title, contact.citation.document_number].filter(Boolean).join(' ');
const reaches = (contact) => contact.phones.length || contact.emails.length || contact.address || contact.room || contact.platform || contact.url || contact.names.length;
const digits = (text) => text.replace(/[^\d+]/g, '');
const fits = (contact) => {
  const text = whole(contact).toLowerCase();
  return typed.toLowerCase().split(/\s+/).filter(Boolean).every((word) => text.includes(word) || (digits(word).length > 2 && digits(text).includes(digits(word))));
};

function card(contact) {
  const line = (name, ...parts) => h('div', {}, h('dt', {}, say(name)), h('dd', {}, ...parts));
  const list = (values, make) => values.flatMap((value, place) => (place ? [h('br'), make(value)] : [make(value)]));
  const title = contact.names.join('、') || contact.role || contact.purpose || say('unnamed');
  const copied = [contact.citation.document_title, [contact.role, contact.names.join('、')].filter(Boolean).join('：'), ...contact.phones,
    ...contact.emails, contact.address, contact.room, contact.platform, contact.url].filter(Boolean).join('\n');
  return h('li', {className: 'person'},
    chinese('h3', {}, title),
    contact.role && contact.role !== title ? chinese('p', {className: 'role'}, contact.role) : null,
    contact.purpose && contact.purpose !== title ? h('p', {}, h('span', {className: 'tag', lang: 'zh-CN'}, contact.purpose)) : null,
    h('dl', {},
      contact.phones.length ? line('phone', list(contact.phones, (phone) => h('a', {href: `tel:${digits(phone)}`}, phone))) : null,
      contact.emails.length ? line('email', list(contact.emails, (mail) => h('a', {href: `mailto:${mail}`}, mail))) : null,
      contact.address || contact.room ? line('address', chinese('span', {}, [contact.address, contact.room].filter(Boolean).join(' '))) : null,
      contact.platform ? line('platform', chinese('span', {}, contact.platform)) : null,
      contact.url ? line('url', h('a', {href: /^https?:/.test(contact.url) ? contact.url : `https://${contact.url}`, target: '_blank', rel: 'noopener noreferrer'}, contact.url)) : null),
    h('div', {className: 'foot'}, cited(contact.citation), contact.footer ? h('span', {className: 'hint'}, say('footer')) : null, copyButton(copied)));
}

function list() {
  const fitting = found.contacts.filter(reaches).filter(fits), byDocument = new Map();
  for (const contact of fitting) byDocument.set(contact.citation.document_id, [...(byDocument.get(contact.citation.document_id) ?? []), contact]);
  const groups = [...byDocument.values()].map((contacts) => {
    const {status, status_label, document_title, document_number} = contacts[0].citation;
    return h('section', {className: 'group'}, h('h2', {}, badge(status, status_label), ' ', chinese('span', {}, plainTitle(document_title)), ' ',
      document_number ? chinese('small', {}, document_number) : null), h('ul', {className: 'people'}, ...contacts.map(card)));
  });
  find('[data-list]').replaceChildren(...(groups.length ? groups : [empty(say(typed ? 'no_match' : 'nothing'))]));
  find('[data-live]').textContent = say('count', {count: fitting.length});
}

async function load(day) {
  found = await read('/api/v1/contacts', {as_of: day});
  state.day = found.as_of;
  const search = h('input', {type: 'search', value: typed, placeholder: say('search_hint'), oninput: (event) => { typed = event.target.value; list(); }});
  find('.panel').replaceChildren(h('p', {className: 'notice'}, say('note')),
    h('div', {className: 'controls'}, field(say('search'), search), dayField(state.day, load)),
    h('p', {className: 'hint', 'data-live': '', 'aria-live': 'polite'}), h('div', {'data-list': '', className: 'groups'}));
  list();
}

const draw = () => load(state.day);
