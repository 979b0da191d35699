@NullMarked
package dev.perennial.tasks.store.invitation;

import org.jspecify.annotations.NullMarked;
