package dev.perennial.architecture.broken.unmarked;

record InNoMarkedPackage(String taskId) {}
