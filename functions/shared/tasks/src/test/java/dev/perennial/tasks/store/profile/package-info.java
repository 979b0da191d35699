@NullMarked
package dev.perennial.tasks.store.profile;

import org.jspecify.annotations.NullMarked;
