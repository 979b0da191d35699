/** The HTTP API of tasks, one package for each feature. This package holds the wiring only. */
@NullMarked
package dev.perennial.taskapi;

import org.jspecify.annotations.NullMarked;
