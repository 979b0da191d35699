package dev.perennial.architecture.broken.tasks;

import java.sql.Connection;

record TaskThatReadsATable(Connection database) {}
