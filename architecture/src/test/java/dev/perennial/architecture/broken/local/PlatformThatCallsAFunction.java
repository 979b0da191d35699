package dev.perennial.architecture.broken.local;

import dev.perennial.architecture.broken.audit.AnotherFunction;

record PlatformThatCallsAFunction(AnotherFunction function) {}
