// Loaded by one line of a page: defines the element and, where the page has none of its own, adds one.
import {NAME, PolicyAssistant} from './element';

const script = (document.currentScript ?? document.querySelector('script[src*="widget.js"]')) as HTMLScriptElement | null;

// A second copy of the script leaves everything to the first.
if (!customElements.get(NAME)) {
  PolicyAssistant.base = new URL('.', script?.src || location.href).href;
  customElements.define(NAME, PolicyAssistant);
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', add);
  else add();
}

function add(): void {
  if (document.querySelector(NAME)) return;
  const made = document.createElement(NAME);
  Object.assign(made.dataset, script?.dataset);
  document.documentElement.append(made);
}
