// What changes at the station comes by itself, over a stream of events. Where that does not come, or is no longer heard,
// the page asks, and says that it does: a station that answers is no station that is gone.

/** The station tells how it stands at least every half minute. */
const silentMilliseconds = 75_000;
/** A stream that is cut is tried again within seconds, and what was missed is asked for: nobody need hear of that. */
const cutMilliseconds = 8_000;
const lookEveryMilliseconds = 5_000;

/** When it was heard last, and since when it is cut. */
export interface Stream { heardAt: number; cutAt?: number }

export function isLost({ heardAt, cutAt }: Stream, now: number): boolean {
  return cutAt === undefined ? now - heardAt > silentMilliseconds : now - cutAt > cutMilliseconds;
}

export interface Follower {
  /** By the event's name, what to do with what it says. */
  heard: Record<string, (data: string) => void>;
  /** When it begins, whenever it is cut, and every few seconds as long as nothing comes. */
  ask: () => void;
  /** Whether it comes, as often as that is known. */
  comes: (does: boolean) => void;
}

/** Follows the stream until the returned function is called. */
export function followNews({ heard, ask, comes }: Follower): () => void {
  const stream: Stream = { heardAt: Date.now() };
  let events: EventSource;
  const listen = () => {
    events = new EventSource("/api/events");
    events.addEventListener("open", ask);
    for (const [name, take] of Object.entries(heard)) {
      events.addEventListener(name, (event) => {
        stream.heardAt = Date.now();
        stream.cutAt = undefined;
        comes(true);
        take((event as MessageEvent<string>).data);
      });
    }
    events.addEventListener("error", () => {
      stream.cutAt ??= Date.now();
      ask();
    });
  };
  const look = () => {
    if (!isLost(stream, Date.now())) return;
    comes(false);
    // One that was refused does not come back by itself, nor does one whose other end is gone.
    if (events.readyState !== EventSource.CONNECTING) {
      events.close();
      listen();
    }
    ask();
  };
  comes(true);
  listen();
  const timer = setInterval(look, lookEveryMilliseconds);
  return () => {
    clearInterval(timer);
    events.close();
  };
}
