package dev.perennial.architecture.broken.tasks;

record TaskManager(String taskId) {}
