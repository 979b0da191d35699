import { openDB } from "idb";
import * as oauth from "oauth4webapi";
import { SignedOut, type TokenSource, Unavailable } from "./api";

interface Configuration {
  issuer: string;
  clientId: string;
  scope: string;
  audience: string;
}

/** Who is signed in on this device. */
export interface SignedIn {
  user: string;
  refreshToken: string | null;
  configuration: Configuration;
}

const RECORD = "session";
const LOCK = "perennial/refresh";
const ATTEMPT = "perennial/sign-in";
const CALLBACK = "/signed-in";

/** A token that ends within this time is renewed before it is used. */
const MARGIN = 30_000;

const database = () =>
  openDB("perennial", 1, {
    upgrade: (created) => void created.createObjectStore("session"),
  });

async function stored(): Promise<SignedIn | undefined> {
  const connection = await database();
  try {
    return (await connection.get("session", RECORD)) as SignedIn | undefined;
  } finally {
    connection.close();
  }
}

async function store(session: SignedIn | undefined): Promise<void> {
  const connection = await database();
  try {
    if (session) await connection.put("session", session, RECORD);
    else await connection.delete("session", RECORD);
  } finally {
    connection.close();
  }
}

const insecure = (issuer: string) => ({
  // Only an issuer on this machine has no TLS.
  [oauth.allowInsecureRequests]: new URL(issuer).hostname === "localhost",
});

async function metadata(configuration: Configuration): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(configuration.issuer);
  const response = await oauth.discoveryRequest(issuer, insecure(configuration.issuer));
  return oauth.processDiscoveryResponse(issuer, response);
}

/** Goes to the page of the issuer on which the person signs in. */
export async function signIn(): Promise<void> {
  const response = await fetch("/config.json", { cache: "no-store" });
  if (!response.ok) throw new Unavailable("The configuration of the app cannot be read.");
  const configuration = (await response.json()) as Configuration;
  const server = await metadata(configuration);
  const attempt = {
    configuration,
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    back: location.pathname === CALLBACK ? "/" : location.pathname + location.search,
  };
  sessionStorage.setItem(ATTEMPT, JSON.stringify(attempt));
  const url = new URL(server.authorization_endpoint ?? "");
  const parameters: Record<string, string> = {
    client_id: configuration.clientId,
    redirect_uri: location.origin + CALLBACK,
    response_type: "code",
    scope: configuration.scope,
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: "S256",
  };
  if (configuration.audience) parameters.audience = configuration.audience;
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  location.assign(url);
}

/** Completes the sign-in if the issuer has sent the person back. Returns the path on which it began. */
export async function completeSignIn(): Promise<string | null> {
  if (location.pathname !== CALLBACK) return null;
  const saved = sessionStorage.getItem(ATTEMPT);
  sessionStorage.removeItem(ATTEMPT);
  if (!saved) return "/";
  const { configuration, verifier, state, nonce, back } = JSON.parse(saved) as {
    configuration: Configuration;
    verifier: string;
    state: string;
    nonce: string;
    back: string;
  };
  const server = await metadata(configuration);
  const client: oauth.Client = { client_id: configuration.clientId };
  const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    location.origin + CALLBACK,
    verifier,
    insecure(configuration.issuer),
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
  });
  const user = oauth.getValidatedIdTokenClaims(tokens)?.sub;
  if (!user) throw new Error("The issuer did not say who signed in.");
  await store({ user, refreshToken: tokens.refresh_token ?? null, configuration });
  first = { token: tokens.access_token, until: Date.now() + (tokens.expires_in ?? 300) * 1000 };
  return back;
}

/** The token of a sign-in that was just completed. */
let first: { token: string; until: number } | null = null;

/** The session of the person who is signed in. Its access token is in memory only. */
export class Session implements TokenSource {
  private access = first;
  private refreshing: Promise<string> | null = null;

  private constructor(
    readonly user: string,
    private readonly configuration: Configuration,
  ) {}

  /** Needs no network. Returns null if nobody is signed in. */
  static async restore(): Promise<Session | null> {
    const session = await stored();
    return session ? new Session(session.user, session.configuration) : null;
  }

  async token(renewed = false): Promise<string> {
    if (!renewed && this.access && this.access.until - Date.now() > MARGIN) return this.access.token;
    this.refreshing ??= this.refresh().finally(() => {
      this.refreshing = null;
    });
    return this.refreshing;
  }

  /** One tab at a time: a refresh token is good once, and the tab that comes second needs the new one. */
  private async refresh(): Promise<string> {
    return await navigator.locks.request(LOCK, async () => {
      const session = await stored();
      if (!session?.refreshToken || session.user !== this.user) {
        throw new SignedOut("There is no session on this device.");
      }
      const tokens = await this.exchange(session.refreshToken);
      await store({ ...session, refreshToken: tokens.refresh_token ?? session.refreshToken });
      this.access = { token: tokens.access_token, until: Date.now() + (tokens.expires_in ?? 300) * 1000 };
      return tokens.access_token;
    });
  }

  private async exchange(refreshToken: string): Promise<oauth.TokenEndpointResponse> {
    const client: oauth.Client = { client_id: this.configuration.clientId };
    try {
      const server = await metadata(this.configuration);
      const response = await oauth.refreshTokenGrantRequest(
        server,
        client,
        oauth.None(),
        refreshToken,
        insecure(this.configuration.issuer),
      );
      return await oauth.processRefreshTokenResponse(server, client, response);
    } catch (fault) {
      if (fault instanceof oauth.ResponseBodyError && fault.status < 500) {
        throw new SignedOut(`The issuer has ended the session: ${fault.error}`);
      }
      throw new Unavailable(fault instanceof Error ? fault.message : "The issuer cannot be reached.");
    }
  }

  /** Forgets the session; what is stored of the person is another matter. */
  async end(): Promise<void> {
    this.access = null;
    await store(undefined);
  }
}
