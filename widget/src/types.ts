// What the service says; see the contract of the API (/docs).

export interface Citation {
  index: number;
  document_id: string;
  document_title: string;
  document_number: string | null;
  clause_id: string;
  clause_label: string;
  quote: string;
  page: number | null;
  url: string;
  status: string;
  status_label: string;
  recognised?: number | null;
}

export interface Notice {
  code: string;
  text: string;
  citation: number | null;
}

export interface Criterion {
  id: string;
  label: string;
  role: string;
  modality: string;
  outcome: string;
  why: string;
  facts: Record<string, unknown>;
  citation: Citation;
  clears_on: string | null;
}

export interface Report {
  scheme: string;
  scheme_name: string;
  as_of: string;
  verdict: string;
  window: {status: string; last_day: string | null; binds: string | null; citation: Citation | null};
  criteria: Criterion[];
  missing_facts: {name: string; label: string; question: string}[];
  next_question: string | null;
  hints: string[];
  next_steps: {text: string; citation: Citation | null}[];
}

export interface Answer {
  answer: string;
  kind: string;
  citations: Citation[];
  eligibility: Report | null;
  notices: Notice[];
  quick_replies: string[];
  session_id: string;
  answer_id: string;
  as_of: string;
  engine: string;
  language: string;
}

export interface Clause {
  id: string;
  kind: string;
  label: string;
  text: string;
  path: string[];
  page: number | null;
  url: string;
}

export interface ClauseDetail extends Clause {
  document_id: string;
  document_title: string;
  parent: Clause | null;
  previous: Clause | null;
  next: Clause | null;
  children: Clause[];
}

export interface Fact {
  name: string;
  label: string;
  type: 'boolean' | 'number' | 'date' | 'enum' | 'series' | 'events' | 'listing';
  unit: string | null;
  options: Choice[];
  kinds: Choice[];
  grades: Choice[];
}

export interface Choice {
  value: string;
  label: string;
}

export interface Scheme {
  id: string;
  name: string;
  facts: Fact[];
}

export interface Turn {
  question: string;
  answer: Answer;
  thumb?: string;
}
