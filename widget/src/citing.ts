// Citations in the form that officials use, and the address of a quote in the source viewer.
import type {Citation} from './types';
import type {Say} from './words';

/** 《办法》（文号）第七条第（三）项 */
export function officially(citation: Citation, say: Say): string {
  const {document_title: title, document_number: number, clause_label: label} = citation;
  return say('citation_form', {
    title: shortTitle(title).replace(/《/g, '〈').replace(/》/g, '〉'),
    number: number ? say('number_form', {number}) : '',
    label: label.replace(/^(第.+条)(（.+?）)$/, '$1第$2项'),
  });
}

/** The name of the text itself where a notice prints it. */
export function shortTitle(title: string): string {
  return /关于(?:印发|发布|公布)《([^》]+)》的[^》]*$/.exec(title)?.[1] ?? title;
}

export function sourceUrl(citation: Citation, base: string, asOf: string, language: string): string | null {
  const found = new URL(citation.url.replace(/^\//, ''), base);
  if (!/^https?:$/.test(found.protocol)) return null;
  if (citation.quote) found.searchParams.set('quote', citation.quote.slice(0, 1000));
  found.searchParams.set('clause', citation.clause_id);
  found.searchParams.set('as_of', asOf);
  found.searchParams.set('lang', language);
  return found.href;
}

/** Where a quote stands in a text, blanks and marks of emphasis aside; null where it does not. */
export function place(text: string, quote: string): [number, number] | null {
  const wanted = quote.replace(/[\s*]/g, '');
  const at: number[] = [];
  let plain = '';
  for (let n = 0; n < text.length; n++) {
    if (/[\s*]/.test(text[n]!)) continue;
    at.push(n);
    plain += text[n];
  }
  const start = wanted ? plain.indexOf(wanted) : -1;
  return start < 0 ? null : [at[start]!, at[start + wanted.length - 1]! + 1];
}
