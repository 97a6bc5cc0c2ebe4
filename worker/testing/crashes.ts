import { ApiProblem } from '../core/problem.ts';

/** Decides at each step to the outside whether the Worker dies, and when. */
export interface Fate {
  /** What befalls the next step. */
  next(): 'lives' | 'dies-before' | 'dies-after';
}

/** A Worker's life: once dead, no step of it goes through, until it is revived. */
export interface Life {
  step<Value>(work: () => Promise<Value>): Promise<Value>;
  isDead: boolean;
}

export function createLife(fate: Fate): Life {
  const life: Life = {
    isDead: false,
    async step(work) {
      if (life.isDead) throw death();
      const befalls = fate.next();
      if (befalls === 'dies-before') {
        life.isDead = true;
        throw death();
      }
      const value = await work();
      if (befalls === 'dies-after') {
        life.isDead = true;
        throw death();
      }
      return value;
    },
  };
  return life;
}

// A problem, so that nothing waits to retry: the dead do not.
function death(): ApiProblem {
  return new ApiProblem('storage_unavailable');
}

const CALLS = new Set(['run', 'all', 'first', 'raw']);

/** A database every call to which is a step of a life. */
export function mortalDatabase(d1: D1Database, life: Life): D1Database {
  const originals = new WeakMap<object, D1PreparedStatement>();
  const wrap = (statement: D1PreparedStatement): D1PreparedStatement => {
    const wrapped = new Proxy(statement, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          if (name === 'bind') return wrap(Reflect.apply(member, target, args));
          if (!CALLS.has(String(name))) return Reflect.apply(member, target, args);
          return life.step(async () => Reflect.apply(member, target, args));
        };
      },
    });
    originals.set(wrapped, statement);
    return wrapped;
  };
  return new Proxy(d1, {
    get(target, name) {
      if (name === 'prepare') return (query: string) => wrap(target.prepare(query));
      if (name === 'batch') {
        return (statements: D1PreparedStatement[]) =>
          life.step(() => target.batch(statements.map((s) => originals.get(s) ?? s)));
      }
      return Reflect.get(target, name, target);
    },
  });
}

/** A queue in memory, whose messages the test delivers as it likes. */
export class FakeQueue {
  readonly messages: { body: unknown; attempts: number }[] = [];
  readonly #life: Life;

  constructor(life: Life) {
    this.#life = life;
  }

  /** What the Worker is bound to. */
  binding(): Queue {
    const send = async (body: unknown) => {
      await this.#life.step(async () => this.messages.push({ body, attempts: 0 }));
    };
    const sendBatch = async (batch: Iterable<MessageSendRequest>) => {
      await this.#life.step(async () => {
        for (const { body } of batch) this.messages.push({ body, attempts: 0 });
      });
    };
    return { send, sendBatch } as unknown as Queue;
  }

  /** Delivers a message; it stays unless it is acknowledged by a Worker that lives to do so. */
  async deliver(index: number, consume: (batch: MessageBatch) => Promise<void>): Promise<void> {
    const message = this.messages[index % this.messages.length];
    if (message === undefined) return;
    message.attempts += 1;
    let isAcknowledged = false;
    const delivered = {
      id: 'm',
      timestamp: new Date(0),
      ...message,
      ack: () => {
        isAcknowledged = true;
      },
      retry: () => {},
    };
    await consume({ queue: 'test', messages: [delivered] } as unknown as MessageBatch);
    if (!isAcknowledged || this.#life.isDead) return;
    const at = this.messages.indexOf(message);
    if (at !== -1) this.messages.splice(at, 1);
  }
}
