package dev.perennial.api.response;

import org.springframework.http.MediaType;

/**
 * A page of few words for a person who has followed a link in a mail. Programs follow links too, so
 * the link itself must change nothing: the page asks, and its form sends a POST.
 */
public final class HtmlPage {

  /** No script, no style, no frame around it; a form can be sent to the same server only. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private HtmlPage() {}

  /**
   * @param body HTML without any text that a person wrote
   */
  public static Response of(String body) {
    return Response.text(
            200,
            MediaType.TEXT_HTML,
            "<!doctype html><html lang=\"en\"><title>Perennial</title>" + body + "</html>")
        .with("Content-Security-Policy", CONTENT_SECURITY_POLICY);
  }
}
