// Conversations of this browser. Where nothing may be kept they live as long as the page.
import type {Turn} from './types';

export interface Kept {
  id: string;
  at: number;
  session: string;
  turns: Turn[];
}

export const MOST = 10;

export class Store {
  private memory: Kept[] = [];
  readonly keeps: boolean;

  constructor(readonly key: string) {
    this.keeps = this.write([...this.list()]);
  }

  list(): Kept[] {
    if (this.keeps === false) return this.memory;
    try {
      const found: unknown = JSON.parse(localStorage.getItem(this.key) ?? '[]');
      return Array.isArray(found) ? found.filter(whole) : [];
    } catch {
      return this.memory;
    }
  }

  find(id: string): Kept | undefined {
    return this.list().find((kept) => kept.id === id);
  }

  /** Add a turn; read anew each time, since other tabs write too. */
  append(id: string, turn: Turn, session: string): void {
    const before = this.list();
    const kept = before.find((one) => one.id === id) ?? {id, at: 0, session, turns: []};
    const now = {...kept, at: Date.now(), session, turns: [...kept.turns, turn]};
    this.save([now, ...before.filter((one) => one.id !== id)].slice(0, MOST));
  }

  change(id: string, answerId: string, thumb: string): void {
    const all = this.list();
    for (const turn of all.find((one) => one.id === id)?.turns ?? []) {
      if (turn.answer.answer_id === answerId) turn.thumb = thumb;
    }
    this.save(all);
  }

  remove(id: string): void {
    this.save(this.list().filter((one) => one.id !== id));
  }

  clear(): void {
    this.save([]);
  }

  /** What this tab does at the moment: which conversation, and whether it is open. */
  tab(): {id?: string; open?: boolean; language?: string} {
    try {
      return JSON.parse(sessionStorage.getItem(this.key) ?? '{}') ?? {};
    } catch {
      return {};
    }
  }

  setTab(tab: object): void {
    try {
      sessionStorage.setItem(this.key, JSON.stringify(tab));
    } catch {
      // Not kept: the next page begins closed.
    }
  }

  private save(all: Kept[]): void {
    this.memory = all;
    // Full: the oldest go first.
    while (!this.write(all) && all.length) all = all.slice(0, -1);
  }

  private write(all: Kept[]): boolean {
    try {
      localStorage.setItem(this.key, JSON.stringify(all));
      return true;
    } catch {
      return false;
    }
  }
}

function whole(kept: Kept): boolean {
  return Boolean(kept?.id) && Array.isArray(kept.turns) && kept.turns.every((turn) => turn?.answer?.answer != null);
}
