// Calls to the service; whatever goes wrong becomes one kind of trouble that the visitor can be told of.
import type {Answer} from './types';

export type Kind = 'offline' | 'dead' | 'blocked' | 'busy' | 'expired' | 'lost' | 'refused' | 'failed' | 'stopped';

export class Trouble extends Error {
  constructor(readonly kind: Kind, readonly detail = '') {
    super(kind);
  }
}

export type Told =
  | {event: 'status'; data: {step: string}}
  | {event: 'delta'; data: {text: string}}
  | {event: 'final'; data: Answer}
  | {event: 'error'; data: {code: string; message: string}};

const CONNECT_MS = 20_000;
// The service speaks at least every ten seconds.
const SILENCE_MS = 30_000;

export class Client {
  constructor(readonly base: string) {}

  /** Steps and sentences of one answer as they come; ends with `final`. */
  async *chat(body: object, stop: AbortSignal): AsyncGenerator<Told> {
    const ends = new AbortController();
    let timer = 0;
    const wait = (ms: number): void => {
      clearTimeout(timer);
      timer = window.setTimeout(() => ends.abort(), ms);
    };
    const leave = (): void => ends.abort();
    stop.addEventListener('abort', leave);
    try {
      wait(CONNECT_MS);
      const reply = await this.send('api/v1/chat', {method: 'POST', body}, ends.signal, stop);
      yield* this.events(reply, stop, () => wait(SILENCE_MS));
    } finally {
      clearTimeout(timer);
      stop.removeEventListener('abort', leave);
      ends.abort();
    }
  }

  /** A call that answers with JSON. */
  async json<T>(path: string, body?: object): Promise<T> {
    const ends = new AbortController();
    const timer = window.setTimeout(() => ends.abort(), CONNECT_MS);
    try {
      const reply = await this.send(path, {method: body ? 'POST' : 'GET', body}, ends.signal);
      return (await reply.json()) as T;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ask that the service forget a conversation; that it does not hear is no trouble of the visitor's. */
  forget(session: string): void {
    fetch(`${this.base}api/v1/sessions/${encodeURIComponent(session)}`, {method: 'DELETE', credentials: 'omit'}).catch(
      () => undefined,
    );
  }

  /** The address that a link may open: http and https, and the documents of the service. */
  address(url: string): string | null {
    try {
      const relative = !/^[a-z][\w+.-]*:/i.test(url);
      const found = new URL(relative ? url.replace(/^\/(?!\/)/, '') : url, this.base);
      if (relative) return found.href.startsWith(`${this.base}documents`) ? found.href : null;
      return /^https?:$/.test(found.protocol) ? found.href : null;
    } catch {
      return null;
    }
  }

  private async *events(reply: Response, stop: AbortSignal, heard: () => void): AsyncGenerator<Told> {
    const reader = reply.body!.getReader();
    const decoder = new TextDecoder();
    let rest = '';
    try {
      for (;;) {
        heard();
        const {done, value} = await reader.read();
        if (done) throw new Trouble('lost');
        const parts = (rest + decoder.decode(value, {stream: true})).split(/\r?\n\r?\n/);
        rest = parts.pop() ?? '';
        for (const part of parts) {
          const told = parsed(part);
          if (!told) continue;
          yield told;
          if (told.event === 'final' || told.event === 'error') return;
        }
      }
    } catch (error) {
      if (stop.aborted) throw new Trouble('stopped');
      if (error instanceof Trouble) throw error;
      throw new Trouble(navigator.onLine ? 'lost' : 'offline');
    }
  }

  private async send(
    path: string,
    {method, body}: {method: string; body?: object},
    signal: AbortSignal,
    stop?: AbortSignal,
  ): Promise<Response> {
    let reply: Response;
    try {
      reply = await fetch(this.base + path, {
        method,
        signal,
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        headers: body ? {'content-type': 'application/json', 'x-assistant-session': 'sealed'} : {},
        body: body && JSON.stringify(body),
      });
    } catch {
      throw new Trouble(stop?.aborted ? 'stopped' : await this.reason());
    }
    if (!reply.ok) throw await refusal(reply);
    return reply;
  }

  /** Why a call came to nothing: browsers do not tell a page that it is not let in. */
  private async reason(): Promise<Kind> {
    if (!navigator.onLine) return 'offline';
    const ends = new AbortController();
    const timer = window.setTimeout(() => ends.abort(), 4000);
    try {
      await fetch(`${this.base}healthz`, {mode: 'no-cors', credentials: 'omit', signal: ends.signal});
      return new URL(this.base).origin === location.origin ? 'lost' : 'blocked';
    } catch {
      return 'dead';
    } finally {
      clearTimeout(timer);
    }
  }
}

async function refusal(reply: Response): Promise<Trouble> {
  const problem = (await reply.json().catch(() => ({}))) as {code?: string; detail?: string};
  if (problem.code === 'unknown_session') return new Trouble('expired');
  if (reply.status === 429) return new Trouble('busy');
  if (reply.status >= 502) return new Trouble('dead');
  return reply.status < 500 && problem.detail ? new Trouble('refused', problem.detail) : new Trouble('failed');
}

function parsed(part: string): Told | null {
  let event = '';
  let data = '';
  for (const line of part.split(/\r?\n/)) {
    const [, name, value] = /^(\w+): ?(.*)$/s.exec(line) ?? [];
    if (name === 'event') event = value!;
    else if (name === 'data') data += value;
  }
  return event && data ? ({event, data: JSON.parse(data)} as Told) : null;
}
