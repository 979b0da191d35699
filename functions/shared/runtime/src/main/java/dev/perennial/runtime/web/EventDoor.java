package dev.perennial.runtime.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.cloud.function.web.mvc.FunctionController;
import org.springframework.http.HttpHeaders;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.NoHandlerFoundException;

/**
 * Lets events in where brokers deliver them, and nowhere else. spring-cloud-function takes whatever
 * address no endpoint has for its one function: of a function with an API, some of those are within
 * reach from outside, where anybody could pass off an event as its own.
 */
final class EventDoor implements HandlerInterceptor {

  private static final String BROKERS_DELIVER_TO = "/";

  /** Whether the request is for the function, and not for an endpoint of an API. */
  static boolean isDelivery(HttpServletRequest request) {
    return request.getRequestURI().equals(BROKERS_DELIVER_TO);
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
