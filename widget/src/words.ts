// Put in by the server: the words of both languages, by language and key.
declare const WORDS: string;

export type Language = 'zh' | 'en';
export type Say = (key: string, values?: Record<string, unknown>) => string;

const all = WORDS as unknown as Record<Language, Record<string, string>>;

/** The word for a key with its variables filled in. */
export function speaker(language: Language): Say {
  return (key, values = {}) =>
    (all[language]?.[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

export function knows(language: Language, key: string): boolean {
  return key in (all[language] ?? {});
}

export function examples(language: Language): string[] {
  return (all[language]?.examples as unknown as string[]) ?? [];
}
