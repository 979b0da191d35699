package dev.perennial.architecture.broken.audit;

public record AnotherFunction(String taskId) {}
