/** A memory of something, as plain JSON. */
interface Kept<S> {
  snapshot(): S;
}

/** What is remembered of each device, made when it is needed first. */
export class ByDevice<M extends Kept<S>, S> {
  readonly #memories = new Map<string, M>();
  readonly #create: (snapshot?: S) => M;

  constructor(create: (snapshot?: S) => M) {
    this.#create = create;
  }

  of(deviceId: string): M {
    let memory = this.#memories.get(deviceId);
    if (memory === undefined) {
      memory = this.#create();
      this.#memories.set(deviceId, memory);
    }
    return memory;
  }

  /** Undefined: nothing is remembered. */
  get(deviceId: string): M | undefined {
    return this.#memories.get(deviceId);
  }

  forget(deviceId: string): void {
    this.#memories.delete(deviceId);
  }

  values(): Iterable<M> {
    return this.#memories.values();
  }

  snapshot(): ByDeviceSnapshot<S> {
    return [...this.#memories].map(([deviceId, memory]) => [deviceId, memory.snapshot()] as const);
  }

  restore(snapshot: ByDeviceSnapshot<S>): void {
    this.#memories.clear();
    for (const [deviceId, memory] of snapshot) this.#memories.set(deviceId, this.#create(memory));
  }
}

/** Memories by device as plain JSON. */
export type ByDeviceSnapshot<S> = readonly (readonly [deviceId: string, memory: S])[];
