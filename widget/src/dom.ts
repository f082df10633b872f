// Nodes are made one by one: nothing that was said or read ever passes through a parser of HTML.

export type Child = Node | string | null | undefined | false;
type Value = string | number | boolean | null | undefined | ((event: never) => void);

/** An element with attributes, listeners (`onclick`) and children; text stays text. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value != null) made.setAttribute(name, String(value));
  }
  return fill(made, ...children);
}

export function fill<T extends Node & ParentNode>(parent: T, ...children: Child[]): T {
  parent.append(...children.filter((child): child is Node | string => child != null && child !== false));
  return parent;
}

export function replace(parent: ParentNode, ...children: Child[]): void {
  parent.replaceChildren();
  fill(parent as Node & ParentNode, ...children);
}

const PATHS: Record<string, string> = {
  chat: 'M4 5h16v11H10l-4.5 4v-4H4zM8 9.2h8M8 12.2h5',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M14.5 5.5L8 12l6.5 6.5',
  plus: 'M12 5v14M5 12h14',
  history: 'M4.5 12a7.5 7.5 0 1 0 2.4-5.5L4.5 8.7M4.5 4.5v4.2h4.2M12 8v4.3l2.8 1.8',
  print: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  send: 'M12 19V5.5M6 11.2l6-6 6 6',
  stop: 'M7 7h10v10H7z',
  copy: 'M9 9h10v11H9zM15 9V4H5v11h4',
  up: 'M7 20V10l4.5-6.5c1.6.2 2.2 1.5 1.8 3L12.6 9H19c.9.1 1.4.8 1.2 1.7l-1.6 7.7c-.2 1-.9 1.6-1.8 1.6zM7 10H4v10h3',
  down: 'M7 4v10l4.5 6.5c1.6-.2 2.2-1.5 1.8-3L12.6 15H19c.9-.1 1.4-.8 1.2-1.7l-1.6-7.7C18.4 4.6 17.7 4 16.8 4zM7 14H4V4h3',
  bin: 'M5 7h14M10 7V4.5h4V7M7 7l.8 12.5h8.4L17 7',
  edit: 'M5 19l.8-3.8L15.7 5.3l3 3L8.8 18.2z',
  open: 'M10 5H5v14h14v-5M13.5 5H19v5.5M19 5l-8 8',
};

/** A line drawing; what it means is said by the button around it. */
export function icon(name: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(space, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(space, 'path');
  path.setAttribute('d', PATHS[name] ?? '');
  svg.append(path);
  return svg;
}

/** A button that shows a drawing only and is named by a word. */
export function iconButton(name: string, label: string, onclick: () => void, more = ''): HTMLButtonElement {
  return h('button', {type: 'button', class: `icon ${more}`, 'aria-label': label, title: label, onclick}, icon(name));
}
