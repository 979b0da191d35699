package dev.perennial.api.problem;

import org.apache.catalina.core.StandardHost;
import org.apache.coyote.ContinueResponseTiming;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Configures a function with an HTTP API to return all errors as problem documents. */
@Configuration(proxyBeanMethods = false)
public class ProblemConfiguration {

  @Bean
  ProblemResolver problemResolver() {
    return new ProblemResolver();
  }

  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> problemsOfTomcat() {
    return server ->
        server.addContextCustomizers(
            context ->
                ((StandardHost) context.getParent())
                    .setErrorReportValveClass(ProblemValve.class.getName()));
  }

  /**
   * Requests a body that the client holds back ({@code Expect: 100-continue}) when an endpoint
   * reads it, and not before: a request that is refused without its body does not have to send it.
   */
  @Bean
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> continueWhenRead() {
    return server ->
        server.addConnectorCustomizers(
            connector ->
                connector.setProperty(
                    "continueResponseTiming",
                    ContinueResponseTiming.ON_REQUEST_BODY_READ.toString()));
  }
}
