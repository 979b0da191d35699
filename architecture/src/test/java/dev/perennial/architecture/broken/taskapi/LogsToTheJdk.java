package dev.perennial.architecture.broken.taskapi;

import java.util.logging.Logger;

record LogsToTheJdk(Logger log) {}
