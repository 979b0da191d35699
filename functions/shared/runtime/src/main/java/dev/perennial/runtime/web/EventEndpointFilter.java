package dev.perennial.runtime.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.cloud.function.web.mvc.FunctionController;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.NoHandlerFoundException;

/**
 * Accepts events at {@code POST /} only; elsewhere 404. spring-cloud-function maps every path that
 * no endpoint has to its one function, and some of those paths are routed from outside, where any
 * client could send a forged event.
 */
final class EventEndpointFilter implements HandlerInterceptor {

  private static final String DELIVERY_PATH = "/";

  /** True if the path is the one that brokers deliver events to. */
  static boolean isDelivery(HttpServletRequest request) {
    return request.getRequestURI().equals(DELIVERY_PATH);
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws NoHandlerFoundException {
    if (isForTheFunction(handler) && !isDelivery(request)) {
      throw new NoHandlerFoundException(
          request.getMethod(), request.getRequestURI(), HttpHeaders.EMPTY);
    }
    return true;
  }

  private static boolean isForTheFunction(Object handler) {
    return handler instanceof HandlerMethod method
        && FunctionController.class.isAssignableFrom(method.getBeanType());
  }
}
