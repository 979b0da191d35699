package dev.perennial.local.infra;

import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** The page of the issuer on which a person selects who they are. */
final class SignInPage {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String PAGE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width">
      <title>Sign in · Perennial on this machine</title>
      <style>
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        body { min-height: 90vh; display: grid; place-content: center; margin: 0; background: Canvas; color: CanvasText; }
        main { width: min(20rem, 90vw); }
        h1 { font-size: 1.25rem; margin: 0 0 .25rem; }
        p { margin: 0 0 1.25rem; color: GrayText; font-size: .9rem; }
        button { width: 100%; padding: .7rem 1rem; margin-bottom: .5rem; font: inherit; text-align: start;
          border: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); border-radius: .6rem; background: Canvas;
          color: CanvasText; cursor: pointer; }
        button:hover { border-color: #1f7a4d; }
        button:focus-visible { outline: 2px solid #1f7a4d; outline-offset: 2px; }
      </style>
      <main>
        <h1>Who are you?</h1>
        <p>The users of this machine have no passwords.</p>
        USERS
      </main>
      </html>
      """;

  private static final String USER =
      """
      <form method="post"><input type="hidden" name="claims" value="CLAIMS"><button name="username" value="NAME">NAME</button></form>
      """;

  private SignInPage() {}

  /**
   * @param claims additional claims of each user's tokens
   */
  static String of(Map<String, Map<String, Object>> claims) {
    return PAGE.replace(
        "USERS",
        claims.entrySet().stream()
            .map(
                user ->
                    USER.replace("NAME", user.getKey())
                        .replace(
                            "CLAIMS",
                            JSON.writeValueAsString(user.getValue()).replace("\"", "&quot;")))
            .collect(Collectors.joining()));
  }
}
