import type { SqlValue } from './database.js';

/** Runs one SELECT. */
type Select = (sql: string, values: readonly SqlValue[]) => Promise<readonly AskedRow[]>;

/** A row, and the number of the question that it answers. */
interface AskedRow {
  readonly asked: number;
}

interface Question {
  readonly values: readonly SqlValue[];
  readonly answer: (rows: readonly AskedRow[]) => void;
  readonly fail: (error: unknown) => void;
}

/** Each number of questions is a statement to be prepared; more than these are asked in several. */
const mostTogether = 16;

/**
 * Asks what callers want to know by one text within one turn of the event loop as one statement, a UNION ALL: a server
 * that has many callers at once then pays for one way to the database where it would pay for a dozen.
 */
export class GatheredReads {
  private readonly waiting = new Map<string, Question[]>();
  private readonly texts = new Map<string, string[]>();

  constructor(private readonly send: Select) {}

  /** @param sql begins with SELECT, and has neither ORDER BY nor LIMIT */
  select(sql: string, values: readonly SqlValue[]): Promise<readonly AskedRow[]> {
    return new Promise((answer, fail) => {
      const question = { values, answer, fail };
      const questions = this.waiting.get(sql);
      if (questions && questions.length < mostTogether) {
        questions.push(question);
        return;
      }
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
    try {
      const rows = await this.send(
        this.textFor(sql, questions.length),
        questions.flatMap(({ values }) => values),
      );
      if (questions.length === 1) return questions[0]?.answer(rows);
      const answers: AskedRow[][] = questions.map(() => []);
      for (const row of rows) answers[row.asked]?.push(row);
      questions.forEach(({ answer }, number) => answer(answers[number] as AskedRow[]));
    } catch (error) {
      for (const { fail } of questions) fail(error);
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
