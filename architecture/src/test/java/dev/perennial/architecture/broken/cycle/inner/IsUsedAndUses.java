package dev.perennial.architecture.broken.cycle.inner;

import dev.perennial.architecture.broken.cycle.UsesTheOtherPackage;

public record IsUsedAndUses(UsesTheOtherPackage user) {}
