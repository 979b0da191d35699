package dev.perennial.architecture.broken.cycle;

import dev.perennial.architecture.broken.cycle.inner.IsUsedAndUses;

public record UsesTheOtherPackage(IsUsedAndUses used) {}
