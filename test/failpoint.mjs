// Loaded into a server before its own code, by `node --import`. It follows the statements of the next transaction
// that begins after a message has armed it, and ends or freezes the process before or after one of them.
//
// The message: { when: 'before' | 'after', step: the number of the statement, 1 is BEGIN, signal: 'SIGKILL' unless
// another is given }, or {} to follow only. The answer to it says that it is armed. Each statement is written to
// stderr as it is reached.
import { writeSync } from 'node:fs';
import Libsql from 'libsql';
import mysql from 'mysql2';

let armed = null;
let followed = null;

process.on('message', (message) => {
  armed = message;
  process.send('armed');
});

function reach(connection, sql) {
  if (armed && /^(BEGIN|START) /.test(sql)) {
    followed = { ...armed, connection, count: 0 };
    armed = null;
  }
  if (followed?.connection !== connection) return;
  followed.count += 1;
  writeSync(2, `statement ${followed.count}: ${sql.slice(0, 60)}\n`);
  strike('before');
}

function leave(connection, sql) {
  if (followed?.connection !== connection) return;
  strike('after');
  if (/^(COMMIT|ROLLBACK)/.test(sql)) followed = null;
}

function strike(when) {
  const { count, step, signal = 'SIGKILL' } = followed;
  if (followed.when === when && step === count) process.kill(process.pid, signal);
}

const { prepare } = Libsql.prototype;
Libsql.prototype.prepare = function (sql) {
  const statement = prepare.call(this, sql);
  for (const name of ['run', 'all']) {
    const method = statement[name];
    statement[name] = (...values) => {
      reach(this, sql);
      const result = method.apply(statement, values);
      leave(this, sql);
      return result;
    };
  }
  return statement;
};

const { query } = mysql.Connection.prototype;
mysql.Connection.prototype.query = function (sql, ...rest) {
  const done = rest.pop();
  if (typeof done !== 'function') return query.call(this, sql, ...rest, done);
  reach(this, sql);
  return query.call(this, sql, ...rest, (...result) => {
    leave(this, sql);
    done(...result);
  });
};
