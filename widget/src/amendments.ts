// Corrections whose words the conversation did not read as they were meant: the checker is asked with the value itself.
import type {Client} from './client';
import type {Correction} from './context';
import type {Answer, Report} from './types';

export class Amendments {
  private all: Correction[] = [];

  constructor(private readonly client: Client) {}

  add(correction: Correction): void {
    this.all = [...this.all.filter((one) => one.scheme !== correction.scheme || one.name !== correction.name), correction];
  }

  clear(): void {
    this.all = [];
  }

  /** Put the report of an answer right where it still holds the value from before; whether that was so. */
  async apply(answer: Answer, sent?: Correction): Promise<boolean> {
    const scheme = answer.eligibility?.scheme ?? sent?.scheme;
    const now = answer.eligibility ? factsOf(answer.eligibility) : {...sent?.facts};
    // Told again in other words, or read at last: the conversation's own value counts from then on.
    this.all = this.all.filter((one) => one.scheme !== scheme || one === sent || same(now[one.name], one.facts[one.name]));
    const open = this.all.filter((one) => one.scheme === scheme && !same(now[one.name], one.value));
    if (!scheme || !open.length) return false;
    for (const one of open) now[one.name] = one.value;
    const path = `api/v1/schemes/${encodeURIComponent(scheme)}/check`;
    const report = await this.client.json<Report>(path, {facts: now, as_of: answer.as_of});
    if (report.next_question !== answer.eligibility?.next_question) answer.quick_replies = [];
    Object.assign(answer, {eligibility: report, answer: '', citations: [], notices: []});
    return true;
  }
}

function factsOf(report: Report): Record<string, unknown> {
  return Object.assign({}, ...report.criteria.map((one) => one.facts)) as Record<string, unknown>;
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
