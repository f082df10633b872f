// What the embedding page may choose, by data attributes; anything else is warned of once and passed over.
import type {Language} from './words';

export interface Options {
  language: Language;
  colour: string;
  position: 'right' | 'left' | 'inline' | 'page';
  greeting: string;
  scheme: string;
  theme: 'light' | 'dark' | 'auto';
}

const CHOICES: Record<string, RegExp> = {
  language: /^(zh|en)(-\w+)?$/i,
  colour: /^#([0-9a-f]{3}|[0-9a-f]{6})$/i,
  position: /^(right|left|inline|page)$/,
  greeting: /^.{1,200}$/s,
  scheme: /^[\w.-]{1,100}$/,
  theme: /^(light|dark|auto)$/,
};

let warned = false;

export function readOptions(element: HTMLElement): Options {
  const given: Record<string, string> = {};
  const strange: string[] = [];
  for (const [name, value] of Object.entries(element.dataset)) {
    const key = name === 'color' ? 'colour' : name;
    if (CHOICES[key]?.test(value ?? '')) given[key] = value!;
    else strange.push(`data-${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`);
  }
  if (strange.length && !warned) {
    warned = true;
    console.warn(`policy-assistant: not understood and passed over: ${strange.join(', ')}`);
  }
  const language = (given.language ?? document.documentElement.lang ?? '').slice(0, 2).toLowerCase();
  return {
    language: language === 'en' ? 'en' : 'zh',
    colour: given.colour ?? '',
    position: (given.position ?? 'right') as Options['position'],
    greeting: given.greeting ?? '',
    scheme: given.scheme ?? '',
    theme: (given.theme ?? 'light') as Options['theme'],
  };
}
