package dev.perennial.architecture.broken.taskapi;

import dev.perennial.architecture.broken.audit.AnotherFunction;

record FunctionThatCallsAnother(AnotherFunction other) {}
