package dev.perennial.architecture.broken.taskapi;

final class PrintsItsLog {

  private PrintsItsLog() {}

  static void log(String line) {
    System.out.println(line);
  }
}
