package dev.perennial.taskapi;

import java.time.Instant;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** The function at a moment that does not pass, so that no bucket fills up again. */
@Configuration(proxyBeanMethods = false)
@Import(Main.class)
class StandingClock {

  @Bean
  @Primary
  InstantSource standing() {
    return InstantSource.fixed(Instant.now());
  }
}
