import type { SqlValue } from './database.js';
import { DatabaseUnavailable } from './database-errors.js';

/** Runs one SELECT. */
type Select = (sql: string, values: readonly SqlValue[]) => Promise<readonly unknown[]>;

interface Question {
  readonly values: readonly SqlValue[];
  readonly answer: (rows: readonly unknown[]) => void;
  readonly fail: (error: unknown) => void;
}

/** Each number of questions is a statement to be prepared; more than these are asked in several. */
const mostTogether = 16;
/** Longer than any key. Sixteen of what a stranger may send would be more than a server takes at once. */
const mostCharacters = 64;

/**
 * Asks what callers want to know by one text within one turn of the event loop as one statement, a UNION ALL: a server
 * that has many callers at once then pays for one way to the database where it would pay for a dozen. What one of them has
 * sent never makes another fail.
 */
export class GatheredReads {
  private readonly waiting = new Map<string, Question[]>();
  private readonly texts = new Map<string, string[]>();

  constructor(private readonly send: Select) {}

  /** @param sql begins with SELECT, and has neither ORDER BY nor LIMIT */
  select(sql: string, values: readonly SqlValue[]): Promise<readonly unknown[]> {
    return new Promise((answer, fail) => {
      const question = { values, answer, fail };
      if (values.some(isLong)) return void this.ask(sql, [question]);
      const questions = this.waiting.get(sql);
      if (questions && questions.length < mostTogether) return void questions.push(question);
      const own = [question];
      this.waiting.set(sql, own);
      // Runs once all requests that have come in are read.
      setImmediate(() => {
        if (this.waiting.get(sql) === own) this.waiting.delete(sql);
        void this.ask(sql, own);
      });
    });
  }

  private async ask(sql: string, questions: readonly Question[]): Promise<void> {
    const [first] = questions;
    try {
      const rows = await this.send(
        this.textFor(sql, questions.length),
        questions.flatMap(({ values }) => values),
      );
      if (questions.length === 1) return first?.answer(rows);
      const answers: unknown[][] = questions.map(() => []);
      for (const row of rows) answers[(row as { asked: number }).asked]?.push(row);
      questions.forEach(({ answer }, number) => answer(answers[number] as unknown[]));
    } catch (error) {
      if (questions.length === 1 || error instanceof DatabaseUnavailable) {
        for (const { fail } of questions) fail(error);
      } else {
        for (const question of questions) void this.ask(sql, [question]);
      }
    }
  }

  /** The statement that asks so many questions; always the same string, which is known by its hash. */
  private textFor(sql: string, count: number): string {
    let texts = this.texts.get(sql);
    if (!texts) {
      texts = [];
      this.texts.set(sql, texts);
    }
    return (texts[count] ??= Array.from({ length: count }, (_, number) =>
      sql.replace(/^\s*SELECT/, `SELECT ${number} AS asked,`),
    ).join(' UNION ALL '));
  }
}

function isLong(value: SqlValue): boolean {
  return typeof value === 'string' && value.length > mostCharacters;
}
