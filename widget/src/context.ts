// What the parts of the chat need of the whole.
import type {Client} from './client';
import type {Citation, Scheme} from './types';
import type {Language, Say} from './words';

export interface Context {
  say: Say;
  language: Language;
  client: Client;
  /** The level below the title of the chat. */
  heading: 'h2' | 'h3';
  /** Send words as if the visitor had typed them. */
  send(text: string, correction?: Correction): void;
  /** Open a clause beside the conversation; the focus comes back to `from`. */
  cite(citation: Citation, asOf: string, from: HTMLElement): void;
  /** Tell a screen reader. */
  announce(text: string): void;
  /** What a scheme asks for; asked for once. */
  scheme(id: string): Promise<Scheme>;
  rated(answerId: string, thumb: string): void;
}

/** A fact as the visitor put it right: what the next report has to say. */
export interface Correction {
  scheme: string;
  facts: Record<string, unknown>;
  name: string;
  value: unknown;
}
