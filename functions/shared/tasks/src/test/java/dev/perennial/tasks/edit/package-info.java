@NullMarked
package dev.perennial.tasks.edit;

import org.jspecify.annotations.NullMarked;
