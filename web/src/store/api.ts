import type { Problem } from "../model/types";

/** The server did not answer, or cannot now: the same request later may succeed. */
export class Unavailable extends Error {
  constructor(
    message: string,
    /** Milliseconds that the server asks to wait. */
    readonly retryAfter = 0,
    /** Whether the server answered. */
    readonly answered = false,
  ) {
    super(message);
  }
}

/** There is no valid session: the person must sign in again. */
export class SignedOut extends Error {}

/** The server refuses the request. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
  ) {
    super(
      problem.errors?.map((error) => error.detail).join("; ") || problem.detail || `The server answered ${status}.`,
    );
  }
}

/** Where tokens come from. */
export interface TokenSource {
  /** A valid access token; `renewed` if the one before was not accepted. */
  token(renewed?: boolean): Promise<string>;
}

export interface RequestOptions {
  body?: unknown;
  /** A body that is sent as it is. */
  raw?: BodyInit;
  type?: string;
  accept?: string;
  key?: string;
  timeout?: number;
  signal?: AbortSignal;
}

const TIMEOUT = 30_000;
const TRY_LATER = [408, 425, 429, 500, 502, 503, 504];

/** Requests to the API on this origin. */
export class Api {
  constructor(
    private readonly tokens: TokenSource,
    private readonly device: string,
    private readonly send: typeof fetch = (input, init) => fetch(input, init),
  ) {}

  async json<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const response = await this.request(method, path, options);
    return (response.status === 204 ? undefined : await response.json()) as T;
  }

  /**
   * @throws Unavailable, SignedOut or Refused
   */
  async request(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
    let response = await this.once(method, path, options, await this.tokens.token());
    if (response.status === 401) {
      response = await this.once(method, path, options, await this.tokens.token(true));
    }
    if (response.ok) return response;
    if (response.status === 401) throw new SignedOut("The server does not accept the session.");
    const problem = (await response.json().catch(() => ({}))) as Partial<Problem>;
    const seconds = Number(response.headers.get("Retry-After") ?? 0);
    if (TRY_LATER.includes(response.status)) {
      throw new Unavailable(
        problem.detail ?? `The server answered ${response.status}.`,
        seconds * 1000,
        response.status === 429,
      );
    }
    throw new Refused(response.status, problem);
  }

  private async once(method: string, path: string, options: RequestOptions, token: string): Promise<Response> {
    const headers: Record<string, string> = {
      Authorization: `Bearer ${token}`,
      "X-Client-Kind": "web",
      "X-Device-Id": this.device,
    };
    if (options.body !== undefined || options.type) headers["Content-Type"] = options.type ?? "application/json";
    if (options.accept) headers["Accept"] = options.accept;
    if (options.key) headers["Idempotency-Key"] = options.key;
    const signals = [
      options.signal,
      options.timeout === 0 ? undefined : AbortSignal.timeout(options.timeout ?? TIMEOUT),
    ];
    try {
      return await this.send(path, {
        method,
        headers,
        body: options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
        signal: AbortSignal.any(signals.filter((signal) => signal !== undefined)),
        cache: "no-store",
        credentials: "omit",
      });
    } catch (fault) {
      throw new Unavailable(fault instanceof Error ? fault.message : "The server cannot be reached.");
    }
  }
}
