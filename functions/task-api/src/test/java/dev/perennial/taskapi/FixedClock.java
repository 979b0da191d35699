package dev.perennial.taskapi;

import java.time.Instant;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;

/** The function with a fixed clock, so that no rate limit bucket refills. */
@Configuration(proxyBeanMethods = false)
@Import(Main.class)
class FixedClock {

  @Bean
  @Primary
  InstantSource standing() {
    return InstantSource.fixed(Instant.now());
  }
}
