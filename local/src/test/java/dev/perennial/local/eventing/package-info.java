@NullMarked
package dev.perennial.local.eventing;

import org.jspecify.annotations.NullMarked;
