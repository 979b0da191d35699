package dev.perennial.architecture.broken.taskapi;

import java.time.LocalDate;
import java.time.ZoneOffset;

final class AsksForTheTime {

  private AsksForTheTime() {}

  static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }
}
