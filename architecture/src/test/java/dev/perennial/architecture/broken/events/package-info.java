@NullMarked
package dev.perennial.architecture.broken.events;

import org.jspecify.annotations.NullMarked;
