const FREE = 0;
const TAKEN = 1;
/** Places in the shared memory. */
const TURN = 0;
const NEXT_PART = 1;

/** What threads agree on that fill one file: whose turn it is to write, and which part is next. */
export class FillTurns {
  private readonly shared: Int32Array;
  private mine = false;

  constructor(readonly memory: SharedArrayBuffer = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)) {
    this.shared = new Int32Array(memory);
  }

  /** Takes the turn if nobody has it. */
  tryTake(): boolean {
    this.mine ||= Atomics.compareExchange(this.shared, TURN, FREE, TAKEN) === FREE;
    return this.mine;
  }

  /** Waits for the turn. */
  take(): void {
    while (!this.tryTake()) Atomics.wait(this.shared, TURN, TAKEN);
  }

  give(): void {
    if (!this.mine) return;
    this.mine = false;
    Atomics.store(this.shared, TURN, FREE);
    Atomics.notify(this.shared, TURN, 1);
  }

  /** A number that no other thread gets. */
  nextPart(): number {
    return Atomics.add(this.shared, NEXT_PART, 1);
  }
}
