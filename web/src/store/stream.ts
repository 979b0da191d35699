export interface StreamEvent {
  id: string;
  type: string;
  data: string;
}

/**
 * Reads server-sent events (HTML Living Standard, section 9.2.6), those that have arrived together as one array. Not
 * an EventSource, which cannot send a token.
 *
 * @throws if nothing arrives for `silence` milliseconds: the server sends a comment more often
 */
export async function* eventsOf(body: ReadableStream<Uint8Array>, silence: number): AsyncGenerator<StreamEvent[]> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let buffered = "";
  let event: StreamEvent = { id: "", type: "", data: "" };
  try {
    for (;;) {
      const { done, value } = await within(reader.read(), silence);
      if (done) return;
      buffered += decoder.decode(value, { stream: true });
      const lines = buffered.split(/\r\n|\n|\r/);
      buffered = lines.pop() ?? "";
      const events: StreamEvent[] = [];
      for (const line of lines) {
        if (line === "") {
          if (event.data || event.type) events.push(event);
          event = { id: event.id, type: "", data: "" };
          continue;
        }
        const [, name, text = ""] = /^([^:]*):? ?(.*)$/.exec(line) ?? [];
        if (name === "id") event.id = text;
        else if (name === "event") event.type = text;
        else if (name === "data") event.data += (event.data && "\n") + text;
      }
      // Also without events: what came shows that the connection lives.
      yield events;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

async function within<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing was received for ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, silence]);
  } finally {
    clearTimeout(timer);
  }
}
