@NullMarked
package dev.perennial.events;

import org.jspecify.annotations.NullMarked;
