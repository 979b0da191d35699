package dev.perennial.runtime.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Writes {@link NotAcknowledged} as a status, with its reason in the header that the broker stores
 * with a dead letter.
 */
final class NotAcknowledgedResolver implements HandlerExceptionResolver, Ordered {

  /** Knative makes a {@code Kne-} header an extension of the dead letter, here {@code reason}. */
  static final String REASON_HEADER = "Kne-Reason";

  private static final int LONGEST_HEADER = 500;

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public @Nullable ModelAndView resolveException(
      HttpServletRequest request,
      HttpServletResponse response,
      @Nullable Object handler,
      Exception fault) {
    if (!(fault instanceof NotAcknowledged answer)) {
      return null;
    }
    var reason = String.valueOf(answer.getMessage());
    response.setStatus(answer.status().value());
    if (answer.status() == HttpStatus.UNPROCESSABLE_ENTITY) {
      response.setHeader(REASON_HEADER, asHeader(reason));
    }
    response.setContentType("text/plain;charset=UTF-8");
    try {
      response.getOutputStream().write(reason.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ModelAndView();
  }

  private static String asHeader(String reason) {
    var printable = reason.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.length() <= LONGEST_HEADER
        ? printable
        : printable.substring(0, LONGEST_HEADER);
  }
}
