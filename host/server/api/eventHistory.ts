import { randomBytes } from 'node:crypto';

/** One event, ready to be sent. */
export interface ToldEvent {
  /** Counts up by 1, as long as this process lives. */
  readonly number: number;
  readonly text: string;
}

const EVENT_LIMIT = 10_000;
const TEXT_LIMIT = 32 * 1024 * 1024;

/** The latest events, numbered, so that a viewer that lost its connection misses none. Bounded: the oldest go first. */
export class EventHistory {
  /** Numbers of another process mean nothing here. */
  readonly #epoch = randomBytes(6).toString('hex');
  readonly #limits: { readonly events: number; readonly characters: number };
  #events: ToldEvent[] = [];
  #next = 0;
  #runStart = 0;
  #characters = 0;

  constructor(limits = { events: EVENT_LIMIT, characters: TEXT_LIMIT }) {
    this.#limits = limits;
  }

  /** @param beginsRun whoever comes later begins with this event */
  add(event: { readonly type: string }, beginsRun: boolean): void {
    const number = this.#next++;
    if (beginsRun) this.#runStart = number;
    const text = `id: ${this.#epoch}-${number}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    this.#events.push({ number, text });
    this.#characters += text.length;
    // The event that has just come is kept however long it is.
    while (
      this.#events.length > 1 &&
      (this.#events.length > this.#limits.events || this.#characters > this.#limits.characters)
    ) {
      this.#characters -= this.#events.shift()!.text.length;
    }
  }

  /** Number of the first event of the current or last run that is still known. */
  get runStart(): number {
    return Math.max(this.#runStart, this.#oldest);
  }

  /** Number of the event after the one with this id; null where that one, or one since, is not known any more. */
  after(id: string): number | null {
    const [, epoch, digits] = /^([0-9a-f]{12})-(\d{1,15})$/u.exec(id) ?? [];
    const number = Number(digits) + 1;
    return epoch === this.#epoch && number >= this.#oldest && number <= this.#next ? number : null;
  }

  /** The event of this number; null: there is none yet. Undefined: it is not known any more. */
  at(number: number): ToldEvent | null | undefined {
    if (number >= this.#next) return null;
    return this.#events[number - this.#oldest];
  }

  get #oldest(): number {
    return this.#next - this.#events.length;
  }
}
